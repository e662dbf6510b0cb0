"""What do admins request from workers, and what do they see of looks?"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, cast

from scoreboard.models import Standing, Stream
from scoreboard.requests import ASK_EXPIRES_SECONDS, Ask, Seen, StreamStatus
from scoreboard.store.due import PAUSED, due_keys
from scoreboard.store.part import Part, text
from scoreboard.store.rows import facts

if TYPE_CHECKING:
    from redis import Redis

ASKS_KEPT = 100
ASKS_AT_ONCE = 10
ANSWER_EXPIRES_SECONDS = 120
FRAME_EXPIRES_SECONDS = 1800
SEEN_EXPIRES_SECONDS = 120
INTEREST_SECONDS = 15

# Ends a pause and nothing else: a look may have begun since the pause ended.
# KEYS: lease, then the due sets. ARGV: the value of a pause, channel, now.
_RESUME = """
if redis.call('GET', KEYS[1]) == ARGV[1] then redis.call('DEL', KEYS[1]) end
for place = 2, #KEYS do redis.call('ZADD', KEYS[place], 'XX', ARGV[3], ARGV[2]) end
"""


class Requests(Part):
    """Questions and answers, frames, the last cut-outs, pauses."""

    def __init__(self, redis: Redis) -> None:
        super().__init__(redis)
        self._resume = redis.register_script(_RESUME)

    def ask(self, ask: Ask) -> None:
        ask = replace(ask, at=self.now())  # by the clock that the worker knows, too
        pipe = self.redis.pipeline()
        pipe.rpush("asked", ask.to_json())
        pipe.ltrim("asked", -ASKS_KEPT, -1)
        pipe.execute()

    def take_asked(self, now: float) -> list[Ask]:
        """What nobody has answered yet; what is too old to be waited for is dropped."""
        rows = cast("list[bytes] | None", self.redis.lpop("asked", ASKS_AT_ONCE))
        asks = self.rows.many("asked", Ask.from_json, rows or [])
        return [ask for ask in asks if now - ask.at <= ASK_EXPIRES_SECONDS]

    def put_answer(self, ask_id: str, answer: dict[str, Any]) -> None:
        self.redis.set(f"answer:{ask_id}", json.dumps(answer), ex=ANSWER_EXPIRES_SECONDS)

    def answer(self, ask_id: str) -> dict[str, Any] | None:
        row = cast("bytes | None", self.redis.get(f"answer:{ask_id}"))
        return self.rows.one("answer", facts(), row)

    def forget_answer(self, ask_id: str) -> None:
        """Before the same question is put again."""
        self.redis.delete(f"answer:{ask_id}")

    def put_frame(self, frame_id: str, picture: bytes) -> None:
        self.redis.set(f"frame:{frame_id}", picture, ex=FRAME_EXPIRES_SECONDS)

    def renew_frame(self, frame_id: str) -> bool:
        """False: it is gone."""
        return bool(self.redis.expire(f"frame:{frame_id}", FRAME_EXPIRES_SECONDS))

    def frame(self, frame_id: str) -> bytes | None:
        return cast("bytes | None", self.redis.get(f"frame:{frame_id}"))

    def mark_viewed(self, channels: Iterable[str]) -> None:
        """Keep what is seen of these channels for the next seconds: an admin looks at them."""
        names = list(channels)
        if names:
            pipe = self.redis.pipeline()
            pipe.sadd("interest", *names)
            pipe.expire("interest", INTEREST_SECONDS)
            pipe.execute()

    def interest(self) -> frozenset[str]:
        return frozenset(map(text, cast("set[bytes]", self.redis.smembers("interest"))))

    def put_seen(self, seen: Seen) -> None:
        self.redis.set(f"seen:{seen.channel}", seen.to_json(), ex=SEEN_EXPIRES_SECONDS)

    def pause(self, channel: str, seconds: float) -> None:
        """A pause is a lease that no look holds: the look under way no longer counts, and none is started."""
        self.redis.set(f"lease:{channel}", PAUSED, px=int(seconds * 1000))

    def resume(self, channel: str, game: str, now: float) -> None:
        self._resume(keys=[f"lease:{channel}", *due_keys(game)], args=[PAUSED, channel, now])

    def look_at_all(self, game: str, now: float) -> None:
        """All streams of ``game`` are due: what was changed about them shows with their next look."""
        due = cast("list[bytes]", self.redis.zrange(f"due:{game}", 0, -1))
        if due:
            self.redis.zadd(f"due:{game}", dict.fromkeys(due, now), xx=True)

    def watched(self, channels: Sequence[str]) -> dict[str, tuple[Stream | None, Standing | None]]:
        """What was found and is believed of each of ``channels``, in one turn."""
        if not channels:
            return {}
        pipe = self.redis.pipeline(transaction=False)
        pipe.hmget("streams", channels)
        pipe.hmget("standings", channels)
        streams, standings = cast("list[list[bytes | None]]", pipe.execute())
        return {
            channel: (
                self.rows.one("streams", Stream.from_json, stream),
                self.rows.one("standings", Standing.from_json, standing),
            )
            for channel, stream, standing in zip(channels, streams, standings, strict=True)
        }

    def places(self, games: Mapping[str, str]) -> dict[str, StreamStatus]:
        """Of each channel in ``games``, which says the game that it is watched for."""
        pipe = self.redis.pipeline(transaction=False)
        for channel, game in games.items():
            pipe.zscore(f"due:{game}", channel)
            pipe.get(f"lease:{channel}")
            pipe.pttl(f"lease:{channel}")
            pipe.get(f"seen:{channel}")
        rows = iter(pipe.execute())
        return {
            channel: self._place(*four)
            for channel, four in zip(games, zip(rows, rows, rows, rows, strict=True), strict=True)
        }

    def _place(
        self, due: float | None, lease: bytes | None, left_milliseconds: int, seen: bytes | None
    ) -> StreamStatus:
        paused = max(0, left_milliseconds) / 1000 if text(lease) == PAUSED else 0.0
        return StreamStatus(due, paused, self.rows.one("seen", Seen.from_json, seen))
