"""What is the preview of a stream, and what did its last looks show?"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from scoreboard.store.part import Part

if TYPE_CHECKING:
    from redis import Redis

LOOKS_KEPT = 12
"""Of each stream near its end."""
MAX_LOOK_BYTES = 10_240
"""Twice what a usual one takes; a larger one is left out."""
FLIPBOOKS_KEPT = 128
"""Streams near their end whose looks are kept, and finished matches whose looks wait for the site: 30 MB at the very
most for both together, 13 MB with usual pictures."""
LOOKS_EXPIRE_SECONDS = 60
"""After the last one: what is older belongs to another match."""

# A stream that is new has to wait until there is room: with every look another one would lose its own.
# KEYS: the looks, streams by their last look. ARGV: channel, picture, looks kept, streams kept, seconds.
_KEEP_LOOK = """
local now = tonumber(redis.call('TIME')[1])
redis.call('ZREMRANGEBYSCORE', KEYS[2], '-inf', now - ARGV[5])
if not redis.call('ZSCORE', KEYS[2], ARGV[1]) and redis.call('ZCARD', KEYS[2]) >= tonumber(ARGV[4]) then return 0 end
redis.call('ZADD', KEYS[2], now, ARGV[1])
redis.call('RPUSH', KEYS[1], ARGV[2])
redis.call('LTRIM', KEYS[1], -ARGV[3], -1)
redis.call('EXPIRE', KEYS[1], ARGV[5])
return 1
"""


class Previews(Part):
    """A small, fresh JPEG of each stream, and the last ones of those near their end."""

    def __init__(self, redis: Redis) -> None:
        super().__init__(redis)
        self._keep_look = redis.register_script(_KEEP_LOOK)

    def put_preview(self, channel: str, jpeg: bytes, expire_seconds: float) -> None:
        self.bulk.set(f"preview:{channel}", jpeg, px=int(expire_seconds * 1000))

    def preview(self, channel: str) -> bytes | None:
        return cast("bytes | None", self.bulk.get(f"preview:{channel}"))

    def keep_look(self, channel: str, jpeg: bytes) -> None:
        """A page of the flipbook that the finish will have; not kept when there is no room for it."""
        if len(jpeg) <= MAX_LOOK_BYTES:
            self._keep_look(
                keys=[looks_key(channel), "looks-kept"],
                args=[channel, jpeg, LOOKS_KEPT, FLIPBOOKS_KEPT, LOOKS_EXPIRE_SECONDS],
                client=self.bulk,
            )


def looks_key(channel: str) -> str:
    return f"last-looks:{channel}"
