"""What happened in the last minutes?"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain
from typing import cast

from scoreboard.history import MOMENT_SECONDS, MOMENTS_KEPT, AliveChange, Highlight
from scoreboard.store.part import Part

MOMENT_KEYS = {kind: f"moments:{kind}" for kind in ("switch", "finish")}
ALIVE_KEPT = 60
ALIVE_EXPIRES_SECONDS = 1800


class History(Part):
    """Moments with their pictures, and each match's history."""

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
        found = self.rows.many("moments", Highlight.from_json, rows)
        lately = [moment for moment in found if now - moment.at <= MOMENT_SECONDS]
        return sorted(lately, key=lambda moment: moment.at, reverse=True)

    def forget_moments(self, channels: Iterable[str]) -> None:
        """Forget these channels: their moments are no longer listed, nor their pictures kept."""
        names = set(channels)
        for key in MOMENT_KEYS.values():
            for row in cast("list[bytes]", self.redis.lrange(key, 0, -1)):
                moment = self.rows.one("moments", Highlight.from_json, row)
                if moment and moment.channel in names:
                    self.redis.lrem(key, 0, cast("str", row))
                    self.redis.delete(_picture_key(moment.channel, moment.at))

    def keep_preview(self, channel: str, at: float, expire_seconds: float) -> bool:
        """The stream's picture becomes that of the moment ``at``, too; false when there is none."""
        key = _picture_key(channel, at)
        if not self.redis.copy(f"preview:{channel}", key, replace=True):
            return False
        self.redis.pexpire(key, int(expire_seconds * 1000))
        self._forget_oldest(key)
        return True

    def _forget_oldest(self, newest: str) -> None:
        """No more pictures are kept than moments are listed, however fast matches end."""
        too_many = self.redis.rpush("moment-previews", newest) - MOMENTS_KEPT
        if too_many > 0:
            self.redis.delete(*cast("list[bytes]", self.redis.lpop("moment-previews", too_many)))

    def moment_preview(self, channel: str, at: float) -> bytes | None:
        return cast("bytes | None", self.redis.get(_picture_key(channel, at)))

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
        found = {
            name: self.rows.many("alive", _point, points)
            for name, points in zip(names, rows, strict=True)
        }
        return {name: points for name, points in found.items() if points}


def _point(row: bytes) -> tuple[float, int]:
    at, alive = row.split()
    return float(at), int(alive)


def _picture_key(channel: str, at: float) -> str:
    return f"moment-preview:{channel}:{at * 1000:.0f}"
