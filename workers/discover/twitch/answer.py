"""What does a response of Twitch contain?"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

from workers.discover.door import MAX_TITLE_LENGTH, clean, epoch_seconds
from workers.discover.platforms import Category, PlatformFailed
from workers.discover.twitch.rows import twitch_id

BOX_ART_HOST = "https://static-cdn.jtvnw.net/"
MAX_ROWS = 100
"""The most that Helix gives for one request."""
_MAX_CURSOR_LENGTH = 2000
_MAX_TOKEN_SECONDS = 366 * 86400
_LENGTH = re.compile(r"(?:(\d{1,3})h)?(?:(\d{1,2})m)?(?:(\d{1,2})s)?", re.ASCII)
"""``3h8m33s``."""
_TOKEN = re.compile(r"[A-Za-z0-9]{1,256}")
Row = dict[str, Any]


class HelixFailed(PlatformFailed):
    """Twitch gave no answer that can be used."""


@dataclass(frozen=True, slots=True)
class Archive:
    """A broadcast as Twitch has recorded it so far; times are epoch seconds."""

    id: str
    began_at: float
    until: float


def json_object(body: bytes) -> Row:
    """Raises ``HelixFailed``."""
    try:
        answer = json.loads(body)
    except (ValueError, RecursionError):
        raise HelixFailed("Twitch returned invalid JSON.") from None
    if not isinstance(answer, dict):
        raise HelixFailed("Twitch returned a malformed response.")
    return answer


def rows_of(answer: Row) -> list[Row]:
    """At most ``MAX_ROWS``. Raises ``HelixFailed``."""
    rows = answer.get("data")
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows[:MAX_ROWS]):
        raise HelixFailed("Twitch returned a malformed response.")
    return rows[:MAX_ROWS]


def cursor_of(answer: Row) -> str:
    """Where the next page begins; empty after the last one."""
    pagination = answer.get("pagination")
    cursor = pagination.get("cursor") if isinstance(pagination, dict) else None
    if not isinstance(cursor, str) or len(cursor) > _MAX_CURSOR_LENGTH:
        return ""
    return cursor if cursor.isprintable() else ""


def token_of(answer: Row) -> tuple[str, float]:
    """An app access token, and the seconds it is valid for. Raises ``HelixFailed``."""
    token, seconds = answer.get("access_token"), answer.get("expires_in")
    if (
        not isinstance(token, str)
        or not _TOKEN.fullmatch(token)
        or isinstance(seconds, bool)
        or not isinstance(seconds, int)
        or seconds <= 0
    ):
        raise HelixFailed("Twitch returned an invalid token.")
    return token, float(min(seconds, _MAX_TOKEN_SECONDS))


def archive_from(row: Row) -> Archive | None:
    """``None`` when the row is no recording that everybody may watch (Helix, Get Videos)."""
    key, length = twitch_id(row.get("id")), row.get("duration")
    told = _LENGTH.fullmatch(length) if isinstance(length, str) else None
    if not key or not told or (row.get("type"), row.get("viewable")) != ("archive", "public"):
        return None
    hours, minutes, seconds = (int(part or 0) for part in told.groups())
    began = epoch_seconds(row.get("created_at"))
    return Archive(key, began, began + hours * 3600 + minutes * 60 + seconds) if began else None


def category_from(row: Row) -> Category | None:
    """``None`` when the row names no category."""
    name, art = clean(row.get("name"), MAX_TITLE_LENGTH), row.get("box_art_url")
    art = art.replace("{width}x{height}", "52x72") if isinstance(art, str) else ""
    shown = art.startswith(BOX_ART_HOST) and len(art) <= 300 and art.isprintable()
    return Category(name, art if shown else "") if name else None
