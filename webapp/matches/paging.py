"""Where does a page of matches begin? After a row, not after a number of rows: the last costs what the first does."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from django.db.models import QuerySet

from webapp.board.errors import BadRequest
from webapp.desk.models import Match

CURSOR = "([0-9a-f]{1,13})-([0-9a-f]{1,15})"
"""Microseconds since 1970, and the key of a row."""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def page(found: QuerySet[Match], cursor: str, limit: int) -> tuple[Sequence[Match], str]:
    """At most ``limit`` matches, the newest first, from where ``cursor`` points to, and the cursor of the next page.

    The cursor is empty for the first page and after the last one. Raises ``BadRequest``.
    """
    rows = list(_after(found, cursor).order_by("-ended_at", "-id")[: limit + 1])
    return rows[:limit], cursor_of(rows[limit - 1]) if len(rows) > limit else ""


def cursor_of(match: Match) -> str:
    return f"{(match.ended_at - _EPOCH) // _MICROSECOND:x}-{match.pk:x}"


def _after(found: QuerySet[Match], cursor: str) -> QuerySet[Match]:
    if not cursor:
        return found
    ended_at, key = _read(cursor)
    # The first condition is one that an index can begin at.
    return found.filter(ended_at__lte=ended_at).exclude(ended_at=ended_at, pk__gte=key)


def _read(cursor: str) -> tuple[datetime, int]:
    told = re.fullmatch(CURSOR, cursor)
    if not told:
        raise BadRequest("cursor is the one that the page before names.")
    return _EPOCH + int(told[1], 16) * _MICROSECOND, int(told[2], 16)
