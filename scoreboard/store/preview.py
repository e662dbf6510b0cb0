"""What does a stream look like, small?"""

from __future__ import annotations

from collections.abc import Iterable
from typing import cast

from scoreboard.history import Highlight
from scoreboard.store.history import MOMENT_KEYS, MOMENTS_KEPT
from scoreboard.store.part import Part


class Previews(Part):
    """Small JPEG pictures: of each stream a fresh one, of each match's end one for as long as the end is told of."""

    def put_preview(self, channel: str, jpeg: bytes, expire_seconds: float) -> None:
        self.redis.set(f"preview:{channel}", jpeg, px=int(expire_seconds * 1000))

    def preview(self, channel: str) -> bytes | None:
        return cast("bytes | None", self.redis.get(f"preview:{channel}"))

    def keep_preview(self, channel: str, at: float, expire_seconds: float) -> bool:
        """The stream's picture becomes that of the moment ``at``, too; false when there is none."""
        key = _of_moment(channel, at)
        if not self.redis.copy(f"preview:{channel}", key, replace=True):
            return False
        self.redis.pexpire(key, int(expire_seconds * 1000))
        self._forget_oldest(key)
        return True

    def _forget_oldest(self, newest: str) -> None:
        """Of no more moments than are told of is a picture kept, however fast matches end."""
        too_many = self.redis.rpush("moment-previews", newest) - MOMENTS_KEPT
        if too_many > 0:
            self.redis.delete(*cast("list[bytes]", self.redis.lpop("moment-previews", too_many)))

    def moment_preview(self, channel: str, at: float) -> bytes | None:
        return cast("bytes | None", self.redis.get(_of_moment(channel, at)))

    def forget_moments(self, channels: Iterable[str]) -> None:
        """Nothing is told of these channels any more, nor shown."""
        names = set(channels)
        for key in MOMENT_KEYS.values():
            for row in cast("list[bytes]", self.redis.lrange(key, 0, -1)):
                moment = Highlight.from_json(row)
                if moment.channel in names:
                    self.redis.lrem(key, 0, cast("str", row))
                    self.redis.delete(_of_moment(moment.channel, moment.at))


def _of_moment(channel: str, at: float) -> str:
    return f"moment-preview:{channel}:{at * 1000:.0f}"
