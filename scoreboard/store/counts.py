"""What was counted, and which faults stand?"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, cast

from scoreboard.store.part import Part, text


class Counts(Part):
    """Counters since Redis began, and the last fault of each step."""

    def count(self, name: str, label: str = "", by: int = 1) -> None:
        self.redis.hincrby("counters", f"{name}|{label}", by)

    def count_all(self, counts: Mapping[tuple[str, str], int]) -> None:
        pipe = self.redis.pipeline(transaction=False)
        for (name, label), by in counts.items():
            pipe.hincrby("counters", f"{name}|{label}", by)
        pipe.execute()

    def counters(self) -> dict[tuple[str, str], int]:
        rows = cast("dict[bytes, bytes]", self.redis.hgetall("counters"))
        return {
            (name, label): int(value)
            for key, value in rows.items()
            for name, _, label in [text(key).partition("|")]
        }

    def put_fault(self, step: str, subject: str, sentence: str, now: float) -> None:
        self.redis.hset(
            "faults", f"{step}|{subject}", json.dumps({"sentence": sentence, "at": now})
        )

    def clear_fault(self, step: str, subject: str) -> None:
        self.redis.hdel("faults", f"{step}|{subject}")

    def faults(self) -> dict[tuple[str, str], dict[str, Any]]:
        rows = cast("dict[bytes, bytes]", self.redis.hgetall("faults"))
        return {
            (step, subject): json.loads(row)
            for key, row in rows.items()
            for step, _, subject in [text(key).partition("|")]
        }
