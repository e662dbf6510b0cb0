"""When do players die in a game's matches, by a clock that all of them share?

Every match follows the same storm, some faster and some slower: deaths come at the rate ``pace[alive] *
hazard[time]``, with the time divided by the match's length. The hazards that have passed add up to *storm time*. In it
what is left of a match from a number on spreads alike, whenever that number was reached (time rescaling: Brown et al.
2002, "The time-rescaling theorem and its application to neural spike train data analysis"), and how long a match is
shows in when its number fell. Times are seconds of the usual match, unless said otherwise.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, pairwise
from math import exp, log
from typing import Any

from scoreboard.forecast.levels import LEVELS, level_of
from scoreboard.models import Record

LENGTH_STEP = 0.01
"""Lengths are told apart by so much, as logarithms."""
PARTS = 4
"""Of such a step, in the clock; a fall is noticed about as many of them late."""
LEAST_SECONDS, MOST_SECONDS = 20.0, 4 * 3600.0
"""Of a match's own time: what was before tells nothing of its length, and none is longer."""
UNLIKELY = 40.0
"""Lengths whose likelihood is smaller by this logarithm are given up: the landing alone has misled by 20."""
MOST_ALIVE = 1000
MOST = 1e9
"""No rate is larger, and its inverse is none smaller."""
TINY = 1e-12
Mark = tuple[float, int]
"""Seconds since the match began, players alive."""


@dataclass(frozen=True, slots=True)
class Lengths:
    """Which lengths of a match are not out of the question, and how likely they are."""

    shortest: float
    """The logarithm of the first that the storm tells apart,"""
    first: int
    """and by how many steps the first of these is longer."""
    weights: Sequence[float]
    """Of each, as a logarithm."""
    is_told: bool = False
    """Whether anything was seen of this match."""

    def narrowed(self, weights: Sequence[float]) -> Lengths:
        """Without those at either end that are out of the question now."""
        least = max(weights) - UNLIKELY
        begin, end = 0, len(weights)
        while weights[begin] < least:
            begin += 1
        while weights[end - 1] < least:
            end -= 1
        return Lengths(self.shortest, self.first + begin, weights[begin:end], True)

    @property
    def middle(self) -> float | None:
        """Half of what is likely is shorter; ``None``: nothing was seen of this match."""
        if not self.is_told:
            return None
        most = max(self.weights)
        shares = list(accumulate(exp(weight - most) for weight in self.weights))
        half = shares[-1] / 2
        place = bisect_left(shares, half)
        before = shares[place - 1] if place else 0.0
        part = (half - before) / (shares[place] - before)
        return self.shortest + LENGTH_STEP * (self.first + place - 0.5 + part)


@dataclass(frozen=True)
class Storm(Record):
    """How fast players die, by the time in the match and by how many are alive, and how long matches are."""

    bin_seconds: float
    hazards: tuple[float, ...]
    """How much storm time passes in each bin; after the last one it goes on as there."""
    paces: tuple[float, ...]
    """By level of players alive: deaths in one unit of storm time."""
    shortest: float
    """The logarithm of the shortest length, in units of the usual one."""
    lengths: tuple[float, ...]
    """The logarithm of how often matches are so long, in steps of ``LENGTH_STEP`` from the shortest."""

    @classmethod
    def from_dict(cls, values: dict[str, Any]) -> Storm:
        storm = super().from_dict(values)
        if not storm.lengths or not storm.hazards or len(storm.paces) != len(LEVELS):
            raise ValueError("a storm has hazards, lengths, and a pace for each level")
        rates = (storm.bin_seconds, *storm.hazards, *storm.paces)
        if not 1 / MOST <= min(rates) <= max(rates) <= MOST:
            raise ValueError("in a storm time passes and nobody comes back")
        if not -20 < storm.shortest < 20 or len(storm.lengths) > 1000:
            raise ValueError("a storm has lengths that no match has")
        return storm

    @cached_property
    def _sums(self) -> list[float]:
        return [0.0, *accumulate(self.hazards)]

    def passed(self, seconds: float) -> float:
        """Storm time then."""
        bins = max(0.0, seconds) / self.bin_seconds
        last = min(int(bins), len(self.hazards) - 1)
        return self._sums[last] + (bins - last) * self.hazards[last]

    def when(self, passed: float) -> float:
        """The time at which so much storm time has passed."""
        last = min(max(bisect_left(self._sums, passed) - 1, 0), len(self.hazards) - 1)
        return (last + (passed - self._sums[last]) / self.hazards[last]) * self.bin_seconds

    def length(self, marks: Sequence[Mark]) -> float | None:
        """The logarithm of a match's length, in units of the usual one; nothing from a number that has not fallen."""
        return self.lengths_after(marks)[-1].middle if len(marks) > 1 else None

    def lengths_after(self, marks: Sequence[Mark]) -> list[Lengths]:
        """What is known of it after each of the marks."""
        start = Lengths(self.shortest, 0, self.lengths)
        steps = accumulate(
            pairwise(marks), lambda known, pair: self.after(known, *pair), initial=start
        )
        return list(steps)

    def after(self, known: Lengths, before: Mark, mark: Mark) -> Lengths:
        """What is known of a match's length, of which this was known before ``mark``."""
        (since, more), (at, fewer) = before, mark
        if not (at > max(since, LEAST_SECONDS) and MOST_ALIVE >= more > fewer >= 0):
            return known
        more_likely = self._likelihood(known.first, len(known.weights), since, at, more, fewer)
        weights = [one + other for one, other in zip(known.weights, more_likely, strict=True)]
        return known.narrowed(weights)

    def _likelihood(
        self, first: int, count: int, since: float, at: float, more: int, fewer: int
    ) -> Iterator[float]:
        """By length, as a logarithm: that so many die between the two times, one of them just before the second."""
        begins, ends = _place(since), _place(at)
        before, just, now = (
            self._grid[place + PARTS * first : place + PARTS * (first + count) : PARTS]
            for place in (begins, ends + PARTS, ends)
        )
        pace = (more - fewer) / (self._needs[more] - self._needs[fewer])
        times, others = zip(before, just, now, strict=True), more - fewer - 1
        if not others:
            return (log(c - b + TINY) - pace * (c - a) for a, b, c in times)
        return (
            log(c - b + TINY) + others * log(c - a + TINY) - pace * (c - a) for a, b, c in times
        )

    @cached_property
    def _needs(self) -> list[float]:
        """By players alive: in how much storm time so many die, one after the other."""
        each = (1 / self.paces[level_of(alive) - 1] for alive in range(1, MOST_ALIVE + 1))
        return list(accumulate(each, initial=0.0))

    @cached_property
    def _grid(self) -> list[float]:
        """Storm time at ``MOST_SECONDS`` of the shortest match, and at times before it that fall in equal parts."""
        part = LENGTH_STEP / PARTS
        latest = log(MOST_SECONDS) - self.shortest
        count = _place(LEAST_SECONDS) + PARTS * (len(self.lengths) + 1) + 1
        return [self.passed(exp(latest - part * place)) for place in range(count)]


def _place(seconds: float) -> int:
    """In the grid, of the shortest match; for each longer one it is ``PARTS`` more."""
    kept = min(MOST_SECONDS, max(LEAST_SECONDS, seconds))
    return round(log(MOST_SECONDS / kept) * PARTS / LENGTH_STEP)
