"""What happened lately?"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain
from typing import cast

from scoreboard.history import MOMENT_SECONDS, AliveChange, Highlight
from scoreboard.store.part import Part

MOMENTS_KEPT = 300
"""Of each kind: a director who switches as often as he may fills ten minutes of five boards."""
MOMENT_KEYS = {kind: f"moments:{kind}" for kind in ("switch", "finish")}
ALIVE_KEPT = 60
ALIVE_EXPIRES_SECONDS = 1800


class Lately(Part):
    """Moments, and each match's history."""

    def put_moments(self, moments: Iterable[Highlight]) -> None:
        pipe = self.redis.pipeline()
        for moment in moments:
            pipe.lpush(MOMENT_KEYS[moment.kind], moment.to_json())
            pipe.ltrim(MOMENT_KEYS[moment.kind], 0, MOMENTS_KEPT - 1)
        pipe.execute()

    def moments(self, now: float) -> list[Highlight]:
        """Those of the last ten minutes, the newest first."""
        pipe = self.redis.pipeline()
        for key in MOMENT_KEYS.values():
            pipe.lrange(key, 0, -1)
        rows = chain.from_iterable(cast("list[list[bytes]]", pipe.execute()))
        lately = [
            moment for moment in map(Highlight.from_json, rows) if now - moment.at <= MOMENT_SECONDS
        ]
        return sorted(lately, key=lambda moment: moment.at, reverse=True)

    def put_alive(self, changes: Iterable[AliveChange]) -> None:
        pipe = self.redis.pipeline(transaction=False)
        for change in changes:
            key = f"alive:{change.channel}"
            if change.is_new_match:
                pipe.delete(key)
            pipe.rpush(key, f"{change.at:.1f} {change.alive}")
            pipe.ltrim(key, -ALIVE_KEPT, -1)
            pipe.expire(key, ALIVE_EXPIRES_SECONDS)
        pipe.execute()

    def alive_histories(self, channels: Iterable[str]) -> dict[str, list[tuple[float, int]]]:
        """For each channel when its number was which, in the match under way."""
        names = list(channels)
        pipe = self.redis.pipeline(transaction=False)
        for name in names:
            pipe.lrange(f"alive:{name}", 0, -1)
        rows = cast("list[list[bytes]]", pipe.execute())
        return {
            name: [(float(at), int(alive)) for at, alive in map(bytes.split, points)]
            for name, points in zip(names, rows, strict=True)
            if points
        }
