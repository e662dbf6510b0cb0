"""Which rows does the clock alone change, and when?"""

from __future__ import annotations

import math
from heapq import heappop, heappush

SLACK = 0.001
"""Of sums of times, in seconds: a row is looked at that much too early rather than too late."""


class RowClock:
    """A heap with one entry for a channel, at its time or before it: a new time later than that costs nothing."""

    def __init__(self) -> None:
        self._at: dict[str, float] = {}
        self._entered: dict[str, float] = {}
        self._heap: list[tuple[float, str]] = []

    def note(self, channel: str, at: float) -> None:
        """The row of ``channel`` holds until ``at``; for ever where that is infinite."""
        if at == math.inf:
            self._at.pop(channel, None)
            return
        self._at[channel] = at
        if at < self._entered.get(channel, math.inf):
            self._enter(channel, at)

    def due(self, now: float) -> set[str]:
        """Each is named once, and again only after a new ``note``."""
        found = set()
        while self._heap and self._heap[0][0] - SLACK <= now:
            entered, channel = heappop(self._heap)
            if self._entered.get(channel) != entered:
                continue
            del self._entered[channel]
            at = self._at.get(channel, math.inf)
            if at - SLACK <= now:
                found.add(channel)
            elif at < math.inf:
                self._enter(channel, at)
        return found

    def _enter(self, channel: str, at: float) -> None:
        self._entered[channel] = at
        heappush(self._heap, (at, channel))
