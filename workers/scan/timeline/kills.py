"""When did the streamer kill whom the counter counts? Pure."""

from __future__ import annotations

from collections.abc import Sequence

from workers.scan.timeline.records import Kill, Row
from workers.track.confirm import KILLS_AT_ONCE


def kills_of(rows: Sequence[Row]) -> tuple[tuple[Kill, ...], int | None]:
    """Of one match, and how many they are in all; ``None``: no number was read.

    Kills from before the first picture count, but nobody knows when they were.
    """
    found: list[Kill] = []
    total: int | None = None
    looks = 0
    for row in rows:
        if row.alive is None:
            continue
        looks += 1
        if row.kills is None or row.kills == total:
            continue
        found = [kill for kill in found if kill.total <= row.kills]
        before = total if total is not None else 0
        if before < row.kills and _was_seen(total, row.kills, looks):
            found.append(Kill(row.at, row.kills, row.kills - before, row.alive))
        total = row.kills
    return tuple(found), total


def _was_seen(total: int | None, kills: int, looks: int) -> bool:
    """Whether these kills were since the look before: games that draw no zero begin to count with the first."""
    return total is not None or (looks > 1 and kills <= KILLS_AT_ONCE)
