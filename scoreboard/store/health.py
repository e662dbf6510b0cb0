"""How healthy is the system: workers, queues, discoveries, the last hours?"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any, cast

from scoreboard.health import PlatformState, Sample, Worker
from scoreboard.store.part import Part
from scoreboard.store.rows import facts

SAMPLES_KEPT = 1440
"""A day of minutes."""
WORKER_GONE_SECONDS = 30.0


class Health(Part):
    """Workers that report, discoveries, samples by the minute."""

    def put_worker(self, name: str, worker: Worker) -> None:
        self.redis.hset("workers", name, worker.to_json())

    def forget_worker(self, name: str) -> None:
        self.redis.hdel("workers", name)

    def workers(self, now: float) -> dict[str, dict[str, Any]]:
        """Those that reported lately, as ``Worker``; the others are forgotten. ``age``: seconds since the report.

        Redis' clock says which; ``now`` may come from a machine whose clock is wrong, so each ``at`` is moved to it.
        """
        pipe = self.redis.pipeline(transaction=False)
        pipe.hgetall("workers")
        pipe.time()
        rows, (redis_now, _) = pipe.execute()
        known = self.rows.by_name("workers", Worker.from_json, rows)
        ages = {name: max(0.0, redis_now - worker.at) for name, worker in known.items()}
        gone = [name for name, age in ages.items() if age > WORKER_GONE_SECONDS]
        if gone:
            self.redis.hdel("workers", *gone)
        return {
            name: {**asdict(worker), "at": now - ages[name], "age": ages[name]}
            for name, worker in sorted(known.items())
            if name not in gone
        }

    def put_found(self, streams: Mapping[str, int], now: float) -> None:
        """How many streams of each game the last discovery found."""
        for game, count in streams.items():
            self.redis.hset("found", game, json.dumps({"streams": count, "at": now}))

    def found(self) -> dict[str, dict[str, Any]]:
        rows = cast("dict[bytes, bytes]", self.redis.hgetall("found"))
        return self.rows.by_name("found", facts("streams", "at"), rows)

    def put_platforms(self, states: Mapping[str, PlatformState]) -> None:
        """What the last discovery made of each platform that it asked."""
        twitch = states.get("twitch")
        pipe = self.redis.pipeline()
        pipe.delete("platforms", "twitch-left")
        if states:
            pipe.hset("platforms", mapping={name: row.to_json() for name, row in states.items()})
        if twitch and twitch.quota_left is not None:
            left = {"questions": twitch.quota_left, "at": twitch.at}
            pipe.set("twitch-left", json.dumps(left))
        pipe.execute()

    def platforms(self) -> dict[str, PlatformState]:
        """In the order of their names. Workers that knew Twitch alone told only what was left of its quota."""
        pipe = self.redis.pipeline(transaction=False)
        pipe.hgetall("platforms")
        pipe.get("twitch-left")
        rows, left = pipe.execute()
        found = self.rows.by_name("platforms", PlatformState.from_json, rows)
        older = self.rows.one("twitch-left", facts("questions", "at"), left)
        if older and not found:
            found["twitch"] = PlatformState("Twitch", older["at"], older["questions"])
        return dict(sorted(found.items()))

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
        return self.rows.many("samples", Sample.from_json, rows)
