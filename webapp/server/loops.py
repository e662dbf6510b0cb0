"""Are the background loops of this process running?"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from django.db import DatabaseError
from redis.exceptions import RedisError

AWAY = (RedisError, DatabaseError)
"""Errors of a server that is away. A turn that ends in one has done what it could: the loop is healthy."""
EVENTS, CLOCK = "events", "clock"
"""Without these two a page stays as it was. The other loops serve admins, and every process runs them."""
RETRY_SECONDS = 1.0
LATE_PERIODS = 5
OVERDUE_SECONDS = 30.0
"""A turn takes at least this long before its loop counts as late: loading a large catalog takes seconds."""
log = logging.getLogger(__name__)


@dataclass(slots=True)
class Loop:
    """One background loop; times are of the monotonic clock."""

    name: str
    every_seconds: float
    turned_at: float
    """When the last turn was completed."""
    turns: int = 0
    failures: int = 0
    last_failure: str = ""

    def is_late(self, now: float) -> bool:
        return now - self.turned_at > max(OVERDUE_SECONDS, LATE_PERIODS * self.every_seconds)


loops: dict[str, Loop] = {}
"""Those that were started, by name."""


async def forever(turn: Callable[[], Awaitable[object]], every_seconds: float, name: str) -> None:
    """Call ``turn`` until cancelled. Whatever it raises is logged and counted; the next turn comes all the same."""
    loop = loops[name] = Loop(name, every_seconds, time.monotonic())
    while True:
        failed = await _one(loop, turn)
        await asyncio.sleep(max(RETRY_SECONDS, every_seconds) if failed else every_seconds)


async def _one(loop: Loop, turn: Callable[[], Awaitable[object]]) -> bool:
    try:
        await turn()
    except AWAY as fault:
        loop.failures += 1
        log.warning("loop %s: %s", loop.name, fault)
    except Exception as fault:
        loop.failures += 1
        loop.last_failure = f"{type(fault).__name__}: {fault}"[:200]
        log.exception("loop %s failed and will be retried", loop.name)
        return True
    else:
        loop.turned_at, loop.turns, loop.last_failure = time.monotonic(), loop.turns + 1, ""
        return False
    loop.turned_at = time.monotonic()
    return True


def late_loops(now: float) -> dict[str, str]:
    """The loops that do not turn, each with a sentence."""
    return {
        loop.name: f"no turn completed for {now - loop.turned_at:.0f} s"
        + (f" ({loop.last_failure})" if loop.last_failure else "")
        for loop in loops.values()
        if loop.is_late(now)
    }
