"""How is the machine doing: who works, how long does what wait, what did the last hours look like?"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, cast

from scoreboard.health import Sample
from scoreboard.store.part import Part, text

SAMPLES_KEPT = 1440
"""A day of minutes."""
WORKER_GONE_SECONDS = 30.0


class Health(Part):
    """Workers that show themselves, queues, discoveries, samples by the minute."""

    def put_worker(self, name: str, version: str, now: float) -> None:
        self.redis.hset("workers", name, json.dumps({"version": version, "at": now}))

    def workers(self, now: float) -> dict[str, dict[str, Any]]:
        """Those that showed themselves lately; the others are forgotten."""
        rows = cast("dict[bytes, bytes]", self.redis.hgetall("workers"))
        known = {text(name): json.loads(row) for name, row in rows.items()}
        gone = [name for name, row in known.items() if now - row["at"] > WORKER_GONE_SECONDS]
        if gone:
            self.redis.hdel("workers", *gone)
        return {name: row for name, row in sorted(known.items()) if name not in gone}

    def put_found(self, streams: Mapping[str, int], now: float) -> None:
        """How many streams of each game the last discovery found."""
        for game, count in streams.items():
            self.redis.hset("found", game, json.dumps({"streams": count, "at": now}))

    def found(self) -> dict[str, dict[str, Any]]:
        rows = cast("dict[bytes, bytes]", self.redis.hgetall("found"))
        return {text(game): json.loads(row) for game, row in rows.items()}

    def put_twitch_left(self, questions: int, now: float) -> None:
        self.redis.set("twitch-left", json.dumps({"questions": questions, "at": now}))

    def twitch_left(self) -> dict[str, Any] | None:
        """How many more questions Twitch allows for now, and when it said so."""
        row = cast("bytes | None", self.redis.get("twitch-left"))
        return cast("dict[str, Any]", json.loads(row)) if row else None

    def memory_bytes(self) -> int:
        return int(self.redis.info("memory")["used_memory"])

    def start_sampling(self, seconds: float) -> bool:
        """False while this minute has its sample."""
        return bool(self.redis.set("sampling", "1", nx=True, px=int(seconds * 1000)))

    def put_sample(self, sample: Sample) -> None:
        pipe = self.redis.pipeline()
        pipe.rpush("samples", sample.to_json())
        pipe.ltrim("samples", -SAMPLES_KEPT, -1)
        pipe.execute()

    def samples(self, newest: int) -> list[Sample]:
        """The oldest of them first."""
        rows = cast("list[bytes]", self.redis.lrange("samples", -newest, -1))
        return [Sample.from_json(row) for row in rows]
