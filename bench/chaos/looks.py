"""Which looks at the good channels were on time? By the bench's own clock, since that of a worker may be wrong."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from workers.schedule.pace import JITTER

SPARE_SECONDS = 2.0
"""A second between two polls, and a second for the look."""
HOSTILE = "hostile"
"""How the channels begin that count for nothing here."""


@dataclass
class Looks:
    """A look is late when it is seen more than ``late_seconds`` after the one before."""

    interval_seconds: float
    ended: list[tuple[float, bool]] = field(default_factory=list)
    """When each look was seen or became late, and whether it was on time."""
    _looked_at: dict[str, float] = field(default_factory=dict)
    _seen_at: dict[str, float] = field(default_factory=dict)

    @property
    def late_seconds(self) -> float:
        return self.interval_seconds * (1 + JITTER) + SPARE_SECONDS

    def follow(self, looked_at: Mapping[str, float], now: float) -> list[str]:
        """The channels whose look is long overdue. ``looked_at``: as their standings say."""
        for channel, at in looked_at.items():
            if channel.startswith(HOSTILE) or self._looked_at.get(channel) == at:
                continue
            if channel in self._seen_at:
                late_at = self._seen_at[channel] + self.late_seconds
                self.ended.append((min(now, late_at), now <= late_at))
            self._looked_at[channel], self._seen_at[channel] = at, now
        return self._overdue(now, 2 * self.late_seconds)

    def count(self, since: float, until: float) -> tuple[int, int]:
        """How many looks were on time and late; those that are overdue at the end are late."""
        found = [on_time for at, on_time in self.ended if since <= at < until]
        overdue = [
            channel
            for channel in self._overdue(until, self.late_seconds)
            if self._seen_at[channel] + self.late_seconds >= since
        ]
        return sum(found), len(found) - sum(found) + len(overdue)

    def _overdue(self, now: float, seconds: float) -> list[str]:
        return sorted(channel for channel, at in self._seen_at.items() if now - at > seconds)
