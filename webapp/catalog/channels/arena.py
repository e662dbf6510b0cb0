"""Which channels does an arena broadcast? All of them are watched, and no others of that arena."""

from __future__ import annotations

import json
import time
from http.client import HTTPException, IncompleteRead
from typing import Any
from urllib.request import urlopen

from django.db import close_old_connections, transaction

from webapp.catalog.channels.add import AlreadyWatched, prepare_channel
from webapp.catalog.models import Channel

ARENA_SECONDS = 5.0
"""This often an arena is polled: it may begin, end, or add channels."""
TIMEOUT_SECONDS = 5.0
MAX_BYTES = 50_000_000
_CHUNK_BYTES = 64 * 1024


def watch_arena(arena: str) -> bool:
    """One turn: whether the catalog had to change. An arena that is absent or unresponsive changes nothing.

    Raises errors of the database, and ``ValueError`` for a response that is not an arena's.
    """
    if not arena:
        return False
    try:
        broadcast = {str(row["url"]): row for row in json.loads(_truth(arena))["channels"]}
    except (OSError, HTTPException):  # it may end in the middle of a response
        return False
    except (KeyError, TypeError, RecursionError):
        raise ValueError("it lists no channels") from None
    close_old_connections()
    try:
        return _take(arena, broadcast)
    finally:
        close_old_connections()


def _truth(arena: str) -> bytes:
    """Within ``TIMEOUT_SECONDS`` for all of it, however slowly it arrives."""
    ends_at, body = time.monotonic() + TIMEOUT_SECONDS, bytearray()
    with urlopen(f"{arena}/truth", timeout=TIMEOUT_SECONDS) as response:  # noqa: S310 - the settings check its scheme
        while chunk := response.read1(_CHUNK_BYTES):
            body += chunk
            if len(body) > MAX_BYTES:
                raise ValueError("the response is too large")
            if time.monotonic() > ends_at:
                raise TimeoutError("the response is too slow")
        promised = response.headers.get("Content-Length")
    if promised and promised.isdecimal() and len(body) < int(promised):
        raise IncompleteRead(bytes(body))
    return bytes(body)


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
