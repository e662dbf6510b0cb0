"""Of which channels is a recording wanted, and which were found?"""

from __future__ import annotations

from collections.abc import Iterable
from typing import cast

from scoreboard.requests import Recording
from scoreboard.store.part import Part, text

WANTED_KEPT = 2000
FOUND_KEPT = 1000


class Recordings(Part):
    """Asked for by the site, found by a worker, taken by the site."""

    def want_recordings(self, channels: Iterable[str], due_at: float) -> None:
        """A channel that waits already keeps its turn. Those that came last go when there are too many."""
        wanted = dict.fromkeys(channels, due_at)
        if wanted:
            pipe = self.redis.pipeline()
            pipe.zadd("recordings-wanted", wanted, nx=True)
            pipe.zremrangebyrank("recordings-wanted", WANTED_KEPT, -1)
            pipe.execute()

    def recordings_wanted(self, now: float, most: int) -> list[str]:
        """Whose turn it is, those that wait longest first; they stay until ``end_wanting``."""
        rows = self.redis.zrangebyscore("recordings-wanted", "-inf", now, start=0, num=most)
        return [text(row) for row in cast("list[bytes]", rows)]

    def end_wanting(self, channels: Iterable[str]) -> None:
        names = list(channels)
        if names:
            self.redis.zrem("recordings-wanted", *names)

    def put_recordings(self, found: Iterable[Recording]) -> None:
        lines = [recording.to_json() for recording in found]
        if lines:
            pipe = self.redis.pipeline()
            pipe.rpush("recordings", *lines)
            pipe.ltrim("recordings", -FOUND_KEPT, -1)
            pipe.execute()

    def recordings(self) -> list[Recording]:
        """The oldest ones; they stay until ``forget_recordings``."""
        rows = cast("list[bytes]", self.redis.lrange("recordings", 0, -1))
        return self.rows.many("recordings", Recording.from_json, rows)

    def forget_recordings(self, taken: int) -> None:
        """The oldest ``taken``."""
        self.redis.ltrim("recordings", taken, -1)
