"""Which streams are live?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, cast

from scoreboard.models import Stream
from scoreboard.store.changes import mark_found
from scoreboard.store.due import due_keys
from scoreboard.store.part import Part, text
from scoreboard.store.rows import Rows

if TYPE_CHECKING:
    from redis import Redis

PASSED_EXPIRES_SECONDS = 300

# Ends a discovery: the lock is deleted by whoever holds it. One that has outlived its lease says nothing while another
# is under way. KEYS: discovering, discovered. ARGV: owner, version of the catalog.
_END_DISCOVERING = """
local owner = redis.call('GET', KEYS[1])
if owner and owner ~= ARGV[1] then return 0 end
redis.call('SET', KEYS[2], ARGV[2])
redis.call('DEL', KEYS[1])
return 1
"""


class Streams(Part):
    """What discovery found."""

    def __init__(self, redis: Redis) -> None:
        super().__init__(redis)
        self._streams = Rows(self.rows, "streams", Stream.from_json)
        self._end_discovering = redis.register_script(_END_DISCOVERING)

    def streams(self) -> dict[str, Stream]:
        found = cast("dict[bytes, bytes]", self.redis.hgetall("streams"))
        return self._streams.parsed(found)

    def stream(self, channel: str) -> Stream | None:
        row = cast("bytes | None", self.redis.hget("streams", channel))
        return self.rows.one("streams", Stream.from_json, row)

    def put_passed_over(self, game: str, reasons: Mapping[str, str]) -> None:
        """Live channels of the game that the last discovery did not take, each with the reason."""
        pipe = self.redis.pipeline()
        pipe.delete(f"passed:{game}")
        if reasons:
            pipe.hset(f"passed:{game}", items=[word for pair in reasons.items() for word in pair])
            pipe.expire(f"passed:{game}", PASSED_EXPIRES_SECONDS)
        pipe.execute()

    def passed_over(self, games: Iterable[str], channels: Sequence[str]) -> dict[str, str]:
        """Those of ``channels`` that were not taken, each with the reason."""
        if not channels:
            return {}
        pipe = self.redis.pipeline(transaction=False)
        for game in games:
            pipe.hmget(f"passed:{game}", channels)
        rows = cast("list[list[bytes | None]]", pipe.execute())
        return {
            channel: text(reason)
            for row in rows
            for channel, reason in zip(channels, row, strict=True)
            if reason
        }

    def put_streams(self, streams: Iterable[Stream], first_due: Mapping[str, float]) -> None:
        """Store what was found; a stream that has no due time yet gets the one in ``first_due``."""
        pipe, channels = self.redis.pipeline(), []
        for stream in streams:
            channels.append(stream.channel)
            pipe.hset("streams", stream.channel, stream.to_json())
            pipe.zadd(f"due:{stream.game}", {stream.channel: first_due[stream.channel]}, nx=True)
            pipe.sadd("due_games", stream.game)
            pipe.sadd("dirty", stream.game)
        if channels:
            mark_found(pipe, channels)
        pipe.execute()

    def start_discovering(self, lease_seconds: float, owner: str = "1") -> bool:
        """False while another discovers."""
        return bool(self.redis.set("discovering", owner, nx=True, px=int(lease_seconds * 1000)))

    def end_discovering(self, catalog_version: str, owner: str = "1") -> None:
        """``catalog_version``: of the catalog that the streams were found by."""
        self._end_discovering(keys=["discovering", "discovered"], args=[owner, catalog_version])

    def category_id(self, platform: str, name: str) -> str:
        """What the platform last called the category of this name; empty when that is not known."""
        return text(self.redis.hget("categories", _category(platform, name)))

    def put_category_id(self, platform: str, name: str, category: str) -> None:
        self.redis.hset("categories", _category(platform, name), category)

    def has_discovered(self) -> bool:
        """Whether any discovery went by a catalog since Redis began."""
        return bool(self.redis.get("discovered"))

    def wants_discovery(self) -> bool:
        """Whether the catalog has changed since the last discovery, and none is under way."""
        keys = ("catalog:published", "discovered", "discovering")
        published, discovered, discovering = cast("list[bytes | None]", self.redis.mget(keys))
        return published != discovered and not discovering

    def drop_streams(self, streams: Iterable[Stream]) -> None:
        pipe, channels = self.redis.pipeline(), []
        for stream in streams:
            channels.append(stream.channel)
            pipe.hdel("streams", stream.channel)
            for key in (*due_keys(stream.game), "looks"):
                pipe.zrem(key, stream.channel)
            pipe.hdel("standings", stream.channel)
            pipe.hdel("tracks", stream.channel)
            pipe.delete(f"remembered:{stream.channel}")
            pipe.sadd("dirty", stream.game)
        if channels:
            mark_found(pipe, channels)
        pipe.execute()
        if channels:
            self._drop_pictures(channels)

    def _drop_pictures(self, channels: Iterable[str]) -> None:
        """Last, since they expire."""
        pipe = self.bulk.pipeline(transaction=False)
        for channel in channels:
            pipe.delete(
                *(f"{name}:{channel}" for name in ("look", "banner", "preview", "last-looks"))
            )
            pipe.zrem("looks-kept", channel)
        pipe.execute()


def _category(platform: str, name: str) -> str:
    """Twitch's are kept under their names alone, as by versions that knew no other platform."""
    return name if platform == "twitch" else f"{platform}|{name}"
