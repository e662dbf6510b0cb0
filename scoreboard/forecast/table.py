"""How long does a match still run, by what was learned of its game?"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from math import exp, log
from typing import Any

from scoreboard.forecast.clock import Clock
from scoreboard.forecast.marks import Marks, halved_in
from scoreboard.forecast.shape import share_left
from scoreboard.models import EndsIn, Mode, Record

AGES = (0.0, 0.1, 0.25, 0.5, 1.0, 2.0)
"""How long the number has stood still, in units of the time that was expected when it was reached."""
FROM_START = 0.9
"""A first number of at least this share of a full lobby: since then the whole match was seen."""


@dataclass(frozen=True, slots=True)
class Fit(Record):
    """The expected seconds left are ``share_left(alive)`` times ``exp`` of a line of what is known of the match."""

    base: float
    spread: tuple[float, ...]
    """For each of ``AGES`` the 10th, 50th and 90th percentile of what is left, in units of the expected seconds."""
    halved: float | None = None
    """The slopes; ``None`` of what this fit does not ask for."""
    length: float | None = None
    clock: float | None = None


@dataclass(frozen=True, slots=True)
class Level(Record):
    """What is known of matches with about ``alive`` players."""

    alive: int
    curves: float
    fits: tuple[Fit, ...]
    """The last one that asks for nothing unknown is the best; the first asks for nothing."""

    @classmethod
    def from_dict(cls, values: dict[str, Any]) -> Level:
        level = super(Level, cls).from_dict(values)
        if not level.fits or any(len(fit.spread) != 3 * len(AGES) for fit in level.fits):
            raise ValueError("a level has no fit, or one without its spread")
        if level.alive < 1:
            raise ValueError("a level is of a number that nobody can be alive with")
        return level


@dataclass(frozen=True)
class Table(Record):
    """What the matches of a game, in one mode or in all of them, have taught."""

    game: str
    mode: Mode
    curves: int
    players: int
    """In a full lobby, as it was seen."""
    levels: tuple[Level, ...]
    """Rising; at least one."""
    clock: dict[str, tuple[float, ...]] = field(default_factory=dict)
    """By level: mean and weight, as in ``Clock``."""

    @classmethod
    def from_dict(cls, values: dict[str, Any]) -> Table:
        table = super().from_dict(values)
        if not table.levels or table.players < 2:
            raise ValueError("a table has no level, or no players")
        if any(len(pair) != 2 or not pair[1] > 0 for pair in table.clock.values()):
            raise ValueError("a clock has a mean and a weight for each level")
        if any(not (level.isascii() and level.isdigit()) for level in table.clock):
            raise ValueError("a clock has levels by their number")
        return table

    @cached_property
    def _counts(self) -> list[float]:
        """Half way between the levels, by their logarithm."""
        counts = [log(level.alive) for level in self.levels]
        return [(one + other) / 2 for one, other in pairwise(counts)]

    @cached_property
    def _clock(self) -> Clock:
        pairs = {int(level): pair for level, pair in self.clock.items()}
        means, weights = ({at: pair[part] for at, pair in pairs.items()} for part in (0, 1))
        return Clock(means, weights)

    def ends_in(self, alive: int, marks: Marks, reached: float, age: float) -> EndsIn:
        """Seconds from now on. ``reached``: when ``alive`` was, since the first mark; ``age``: since then."""
        if alive <= 1:
            return EndsIn(0.0, 0.0, 0.0)
        level = self.levels[bisect_left(self._counts, log(alive))]
        whole = bool(marks) and marks[0][1] >= FROM_START * self.players
        length = self._clock.length(marks) if whole else None
        halved = halved_in(marks, alive, reached)
        fit = next(
            fit
            for fit in reversed(level.fits)
            if (length is not None or fit.length is None) and (halved or fit.halved is None)
        )
        line = fit.base + (fit.halved * log(halved) if fit.halved is not None else 0.0)
        if fit.length is not None and length is not None:
            line += fit.length * length + (fit.clock or 0.0) * (log(max(reached, 1.0)) - length)
        expected = share_left(alive / max(self.players, alive)) * exp(max(-20.0, min(20.0, line)))
        low, median, high = at_age(fit.spread, age / expected)
        return EndsIn(
            round(expected * low, 1), round(expected * median, 1), round(expected * high, 1)
        )


def at_age(spread: Sequence[float], age: float) -> tuple[float, float, float]:
    """Between two of ``AGES`` in a straight line; beyond the last one as there."""
    place = min(max(bisect_left(AGES, age), 1), len(AGES) - 1)
    part = min(1.0, (age - AGES[place - 1]) / (AGES[place] - AGES[place - 1]))
    low, median, high = (
        spread[3 * place - 3 + number] * (1 - part) + spread[3 * place + number] * part
        for number in range(3)
    )
    return low, median, high
