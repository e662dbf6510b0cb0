"""How long does a match still run, by what was learned of its game?"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from math import exp, log
from typing import Any

from scoreboard.forecast.marks import Marks, halved_in
from scoreboard.forecast.shape import share_left
from scoreboard.forecast.storm import Lengths, Storm
from scoreboard.models import EndsIn, Mode, Record

AGES = (0.0, 0.1, 0.25, 0.5, 1.0, 2.0)
"""How long the number has stood still, in units of the time that was expected when it was reached."""
FROM_START = 0.9
"""A first number of at least this share of a full lobby: since then the whole match was seen."""
MAX_REMEMBERED = 4000
"""So many matches' lengths: a new mark costs microseconds then, and a millisecond otherwise."""


@dataclass(frozen=True, slots=True)
class Fit(Record):
    """The expected seconds left are ``share_left(alive)`` times ``exp`` of a line of what is known of the match."""

    base: float
    spread: tuple[float, ...]
    """For each of ``AGES`` the 10th, 50th and 90th percentile of what is left, in units of the expected seconds."""
    halved: float | None = None
    """The slope; ``None``: this fit does not ask how long the number took to halve."""


@dataclass(frozen=True, slots=True)
class Level(Record):
    """What is known of matches with about ``alive`` players."""

    alive: int
    curves: float
    fits: tuple[Fit, ...]
    """For matches whose start was not seen. The last one that asks for nothing unknown is the best."""
    waits: tuple[float, ...] = ()
    """The 10th, 50th and 90th percentile of what is left, in storm time; empty where that is not known."""

    @classmethod
    def from_dict(cls, values: dict[str, Any]) -> Level:
        # Before there were storms, fits asked for a length of another kind, too.
        fits = [fit for fit in values["fits"] if fit.get("length") is None]
        level = super(Level, cls).from_dict({**values, "fits": fits})
        if not level.fits or any(len(fit.spread) != 3 * len(AGES) for fit in level.fits):
            raise ValueError("a level has no fit, or one without its spread")
        if level.alive < 1:
            raise ValueError("a level is of a number that nobody can be alive with")
        if len(level.waits) not in (0, 3) or [0.0, *level.waits] != sorted([0.0, *level.waits]):
            raise ValueError("what is left has three percentiles")
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
    storm: Storm | None = None

    @classmethod
    def from_dict(cls, values: dict[str, Any]) -> Table:
        table = super().from_dict(values)
        if not table.levels or table.players < 2:
            raise ValueError("a table has no level, or no players")
        return table

    @cached_property
    def _counts(self) -> list[float]:
        """Half way between the levels, by their logarithm."""
        counts = [log(level.alive) for level in self.levels]
        return [(one + other) / 2 for one, other in pairwise(counts)]

    @cached_property
    def _known(self) -> dict[Marks, Lengths]:
        return {}

    def ends_in(self, alive: int, marks: Marks, reached: float, age: float) -> EndsIn:
        """Seconds from now on. ``reached``: when ``alive`` was, since the first mark; ``age``: since then."""
        if alive <= 1:
            return EndsIn(0.0, 0.0, 0.0)
        level = self.levels[bisect_left(self._counts, log(alive))]
        length = self._length(marks)
        if self.storm and level.waits and length is not None:
            return _by_storm(self.storm, level.waits, length, reached + age)
        halved = halved_in(marks, alive, reached)
        fit = next(fit for fit in reversed(level.fits) if halved or fit.halved is None)
        line = fit.base + (fit.halved * log(halved) if fit.halved is not None else 0.0)
        expected = share_left(alive / max(self.players, alive)) * exp(max(-20.0, min(20.0, line)))
        low, median, high = at_age(fit.spread, age / expected)
        return EndsIn(
            round(expected * low, 1), round(expected * median, 1), round(expected * high, 1)
        )

    def _length(self, marks: Marks) -> float | None:
        """As a logarithm; ``None`` of a match whose start was not seen."""
        if self.storm is None or not marks or marks[0][1] < FROM_START * self.players:
            return None
        known = self._known.get(marks)
        if known is None:
            before = self._known.pop(marks[:-1], None)
            if before is None:
                known = self.storm.lengths_after(marks)[-1]
            else:
                known = self.storm.after(before, marks[-2], marks[-1])
            if len(self._known) >= MAX_REMEMBERED:
                self._known.clear()
            self._known[marks] = known
        return known.middle


def _by_storm(storm: Storm, waits: Sequence[float], length: float, since: float) -> EndsIn:
    """``since``: seconds since the match began."""
    slower = exp(length)
    passed = storm.passed(since / slower)
    low, median, high = (
        max(0.0, round(slower * storm.when(passed + wait) - since, 1)) for wait in waits
    )
    return EndsIn(low, median, high)


def at_age(spread: Sequence[float], age: float) -> tuple[float, float, float]:
    """Between two of ``AGES`` in a straight line; beyond the last one as there."""
    place = min(max(bisect_left(AGES, age), 1), len(AGES) - 1)
    part = min(1.0, (age - AGES[place - 1]) / (AGES[place] - AGES[place - 1]))
    low, median, high = (
        spread[3 * place - 3 + number] * (1 - part) + spread[3 * place + number] * part
        for number in range(3)
    )
    return low, median, high
