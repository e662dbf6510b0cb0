"""What was counted, and which faults are open?"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, cast

from scoreboard.store.part import REPORT_EVERY_SECONDS, Part
from scoreboard.store.rows import facts

if TYPE_CHECKING:
    from redis import Redis

ROW_FAULT_SECONDS = 2 * REPORT_EVERY_SECONDS
_AT_ONCE = 1000
"""Lua puts no more than some thousand words in one command."""

# Three commands, however many counts there are. KEYS: counters. ARGV: name and what to add, of each.
_ADD = """
local names, counts = {}, {}
for place = 1, #ARGV, 2 do names[#names + 1] = ARGV[place] end
for place, count in ipairs(redis.call('HMGET', KEYS[1], unpack(names))) do
  counts[2 * place - 1] = names[place]
  counts[2 * place] = string.format('%.0f', (tonumber(count or 0) or 0) + ARGV[2 * place])
end
redis.call('HSET', KEYS[1], unpack(counts))
"""


class Counts(Part):
    """Counters since Redis began, and the last fault of each step."""

    def __init__(self, redis: Redis) -> None:
        super().__init__(redis)
        self._add = redis.register_script(_ADD)

    def count(self, name: str, label: str = "", by: int = 1) -> None:
        self.redis.hincrby("counters", f"{name}|{label}", by)

    def count_all(self, counts: Mapping[tuple[str, str], int]) -> None:
        """All that a process has counted since it last did; up to a thousand in one turn."""
        words = [word for (name, label), by in counts.items() for word in (f"{name}|{label}", by)]
        for place in range(0, len(words), 2 * _AT_ONCE):
            self._add(keys=["counters"], args=words[place : place + 2 * _AT_ONCE])

    def counters(self) -> dict[tuple[str, str], int]:
        rows = cast("dict[bytes, bytes]", self.redis.hgetall("counters"))
        counts = self.rows.by_name("counters", int, rows)
        return {_two(key): count for key, count in counts.items()}

    def put_fault(self, step: str, subject: str, sentence: str, now: float) -> None:
        self.redis.hset(
            "faults", f"{step}|{subject}", json.dumps({"sentence": sentence, "at": now})
        )

    def clear_fault(self, step: str, subject: str) -> None:
        self.redis.hdel("faults", f"{step}|{subject}")

    def faults(self) -> dict[tuple[str, str], dict[str, Any]]:
        """Unreadable rows that were replaced since are forgotten."""
        pipe = self.redis.pipeline(transaction=False)
        pipe.hgetall("faults")
        pipe.time()
        rows, (now, _) = pipe.execute()
        known = self.rows.by_name("faults", facts("sentence", "at"), rows)
        over = [key for key, row in known.items() if _is_over(key, row, now)]
        if over:
            self.redis.hdel("faults", *over)
        return {_two(key): row for key, row in known.items() if key not in over}


def _two(key: str) -> tuple[str, str]:
    first, _, second = key.partition("|")
    return first, second


def _is_over(key: str, row: dict[str, Any], now: float) -> bool:
    return key.startswith("rows|") and now - row["at"] > ROW_FAULT_SECONDS
