"""What happened lately?"""

from __future__ import annotations

from collections.abc import Iterable
from typing import cast

from scoreboard.lately import MOMENT_SECONDS, AliveChange, Moment
from scoreboard.store.part import Part

MOMENTS_KEPT = 1000
ALIVE_KEPT = 60
ALIVE_EXPIRES_SECONDS = 1800


class Lately(Part):
    """Moments, and each match's history."""

    def put_moments(self, moments: Iterable[Moment]) -> None:
        lines = [moment.to_json() for moment in moments]
        if lines:
            self.redis.lpush("moments", *lines)
            self.redis.ltrim("moments", 0, MOMENTS_KEPT - 1)

    def moments(self, now: float) -> list[Moment]:
        """Those of the last ten minutes, the newest first."""
        rows = cast("list[bytes]", self.redis.lrange("moments", 0, -1))
        return [moment for moment in map(Moment.from_json, rows) if now - moment.at <= MOMENT_SECONDS]

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
        return {name: [(float(at), int(alive)) for at, alive in map(bytes.split, points)]
                for name, points in zip(names, rows, strict=True) if points}
