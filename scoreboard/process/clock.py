"""What time is it by Redis' clock, which all processes share?"""

from __future__ import annotations

import time
from collections.abc import Callable
from statistics import median

from redis.exceptions import RedisError

ROUNDS = 5
MAX_ROUND_TRIP_SECONDS = 1.0
"""An answer that took longer says too little about the moment it was given."""
RETRY_SECONDS = 1.0


class Clock:
    """Follows Redis' clock by this machine's steady one, so that setting the machine's time changes nothing.

    Until Redis has answered once it is this machine's time.
    """

    def __init__(
        self,
        ask: Callable[[], float],
        wall: Callable[[], float] = time.time,
        steady: Callable[[], float] = time.monotonic,
    ) -> None:
        self._ask, self._wall, self._steady = ask, wall, steady
        self._ahead: float | None = None
        """Redis' time less the steady one's."""
        self._retry_at = 0.0

    def now(self) -> float:
        """Epoch seconds."""
        if self._ahead is None and self._steady() >= self._retry_at:
            self._retry_at = self._steady() + RETRY_SECONDS
            self.measure()
        return self._wall() if self._ahead is None else self._steady() + self._ahead

    def measure(self) -> bool:
        """Ask Redis a few times and believe the median; false when it does not answer or too slowly."""
        try:
            found = [one for one in (self._once() for _ in range(ROUNDS)) if one is not None]
        except RedisError:
            return False
        if found:
            self._ahead = median(found)
        return bool(found)

    def offset_seconds(self) -> float | None:
        """How far this machine's clock is ahead of Redis'; negative: behind. ``None`` until it was measured."""
        return None if self._ahead is None else self._wall() - self._steady() - self._ahead

    def _once(self) -> float | None:
        before = self._steady()
        answer = self._ask()
        after = self._steady()
        return None if after - before > MAX_ROUND_TRIP_SECONDS else answer - (before + after) / 2
