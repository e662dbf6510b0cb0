"""Which channels does an arena broadcast? All of them are watched, and of that arena those alone."""

from __future__ import annotations

import json
from http.client import HTTPException
from typing import Any
from urllib.request import urlopen

from django.db import close_old_connections, transaction

from webapp.catalog.channels.add import AlreadyWatched, prepare_channel
from webapp.catalog.models import Channel

ARENA_SECONDS = 5.0
"""This often an arena is asked: it may begin, end, or come to broadcast more."""
TIMEOUT_SECONDS = 5.0
MAX_BYTES = 50_000_000


def watch_arena(arena: str) -> bool:
    """One turn: whether the catalog had to change. An arena that is not there, or does not answer, changes nothing.

    Raises errors of the database, and ``ValueError`` for an answer that is none.
    """
    if not arena:
        return False
    try:
        with urlopen(f"{arena}/truth", timeout=TIMEOUT_SECONDS) as answer:  # noqa: S310 - the settings look at its scheme
            broadcast = {
                str(row["url"]): row for row in json.loads(answer.read(MAX_BYTES))["channels"]
            }
    except (OSError, HTTPException):  # it may end in the middle of an answer
        return False
    except (KeyError, TypeError):
        raise ValueError("it names no channels") from None
    close_old_connections()
    try:
        return _take(arena, broadcast)
    finally:
        close_old_connections()


def _take(arena: str, broadcast: dict[str, dict[str, Any]]) -> bool:
    watched = Channel.objects.filter(url__startswith=f"{arena}/live/")
    known = set(watched.values_list("url", flat=True))
    if known == broadcast.keys():
        return False
    changed = False
    with transaction.atomic():
        for channel in watched.exclude(url__in=broadcast):
            channel.delete()
            changed = True
        for url in broadcast.keys() - known:
            row = broadcast[url]
            try:
                prepare_channel(url, row["game"], row["name"], row["channel"]).save()
                changed = True
            except AlreadyWatched:
                continue
    return changed
