"""What happened in the last minutes?"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain
from typing import cast

from redis.exceptions import ResponseError

from scoreboard.history import MOMENT_SECONDS, MOMENTS_KEPT, AliveChange, Highlight
from scoreboard.store.part import Part
from scoreboard.store.preview import FLIPBOOKS_KEPT, looks_key

MOMENT_KEYS = {kind: f"moments:{kind}" for kind in ("switch", "finish")}
ALIVE_KEPT = 200
"""Hardly any match is seen with more numbers; the first ones would be missing."""
ALIVE_EXPIRES_SECONDS = 3600


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
                    self.bulk.delete(
                        _picture_key(moment.channel, moment.at),
                        _looks_key(moment.channel, moment.at),
                    )

    def keep_preview(self, channel: str, at: float, expire_seconds: float) -> bool:
        """The stream's picture becomes that of the moment ``at``, too; false when there is none."""
        key = _picture_key(channel, at)
        if not self.bulk.copy(f"preview:{channel}", key, replace=True):
            return False
        self.bulk.pexpire(key, int(expire_seconds * 1000))
        self._forget_oldest("moment-previews", key, MOMENTS_KEPT)
        return True

    def keep_looks(self, channel: str, at: float, expire_seconds: float) -> bool:
        """What was kept of the stream near its end is of the match that ended ``at``, and of none after it.

        False when nothing was kept.
        """
        key = _looks_key(channel, at)
        try:
            self.bulk.rename(looks_key(channel), key)
        except ResponseError:  # there are none
            return False
        self.bulk.pexpire(key, int(expire_seconds * 1000))
        self.bulk.zrem("looks-kept", channel)
        self._forget_oldest("moment-looks", key, FLIPBOOKS_KEPT)
        return True

    def _forget_oldest(self, listed: str, newest: str, most: int) -> None:
        """No more of them are kept than ``most``, however fast matches end."""
        too_many = self.bulk.rpush(listed, newest) - most
        if too_many > 0:
            self.bulk.delete(*cast("list[bytes]", self.bulk.lpop(listed, too_many)))

    def moment_preview(self, channel: str, at: float) -> bytes | None:
        return cast("bytes | None", self.bulk.get(_picture_key(channel, at)))

    def moment_looks(self, channel: str, at: float) -> list[bytes]:
        """The last pictures before the finish at ``at``, the oldest first; none once the site has taken them."""
        return cast("list[bytes]", self.bulk.lrange(_looks_key(channel, at), 0, -1))

    def forget_looks(self, moments: Iterable[tuple[str, float]]) -> None:
        """Those of finishes, each a channel and a time, of which the site has made what it wants."""
        keys = [_looks_key(channel, at) for channel, at in moments]
        if keys:
            self.bulk.delete(*keys)

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


def _looks_key(channel: str, at: float) -> str:
    return f"moment-looks:{channel}:{at * 1000:.0f}"


def _picture_key(channel: str, at: float) -> str:
    return f"moment-preview:{channel}:{at * 1000:.0f}"
