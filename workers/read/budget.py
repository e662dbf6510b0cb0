"""May optional work be done now?"""

from __future__ import annotations

import time
from collections.abc import Callable

BANNER_SHARE = 0.1
"""Of a reader's time. A banner says two seconds sooner that a match has ended than a second look without a counter
does, at the price of twenty looks: when many matches end at once, the others must not wait for that."""
BANNER_MAX_SECONDS = 1.0
AGAIN_SHARE = 0.1
"""Of a reader's time, for other sizes where the finder is in doubt: each such look costs two to four."""
AGAIN_MAX_SECONDS = 1.0


class Budget:
    """A share of the time, saved up to a limit; in one thread."""

    def __init__(
        self, share: float, max_seconds: float, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._share, self._most_seconds, self._clock = share, max_seconds, clock
        self._saved_seconds, self._counted_at = max_seconds, clock()

    def allows(self) -> bool:
        now = self._clock()
        saved = self._saved_seconds + self._share * (now - self._counted_at)
        self._saved_seconds, self._counted_at = min(self._most_seconds, saved), now
        return self._saved_seconds > 0

    def spend(self, seconds: float) -> None:
        self._saved_seconds -= seconds


def banner_budget() -> Budget:
    return Budget(BANNER_SHARE, BANNER_MAX_SECONDS)


def again_budget() -> Budget:
    return Budget(AGAIN_SHARE, AGAIN_MAX_SECONDS)
