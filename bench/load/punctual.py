"""Which looks came on time?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from scoreboard.models import Standing


@dataclass
class Punctuality:
    """Follows the looks at each channel. One is on time when it comes no later after the one before than
    ``max_seconds``; a channel whose next look is overdue at the end counts as a late one."""

    max_seconds: float
    looked_at: dict[str, float] = field(default_factory=dict)
    on_time: int = 0
    late: int = 0
    worst_seconds: float = 0.0
    states: dict[str, int] = field(default_factory=dict)

    def follow(self, standings: Iterable[Standing]) -> None:
        for standing in standings:
            before = self.looked_at.get(standing.channel)
            if before is not None and standing.looked_at > before:
                self._count(standing.looked_at - before)
                self.states[standing.state] = self.states.get(standing.state, 0) + 1
            self.looked_at[standing.channel] = standing.looked_at

    def end(self, now: float) -> None:
        for looked_at in self.looked_at.values():
            if now - looked_at > self.max_seconds:
                self._count(now - looked_at)

    @property
    def share(self) -> float:
        return self.on_time / max(1, self.on_time + self.late)

    def _count(self, seconds: float) -> None:
        self.worst_seconds = max(self.worst_seconds, seconds)
        if seconds <= self.max_seconds:
            self.on_time += 1
        else:
            self.late += 1
