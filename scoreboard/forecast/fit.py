"""Which line, and which spread around it, do the matches that passed a number give?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp

from scoreboard.forecast.table import AGES, Fit

RIDGE = 0.3
"""Slopes that few matches support are drawn towards none."""
MIN_SAMPLES = 15.0
"""A slope from matches that weigh less is noise."""
MIN_LEFT = 5.0
"""Once fewer than these still stand at a number, the last spread is kept."""
FIRST_SLOPES: tuple[dict[str, float], ...] = (
    {"halved": 0.0},
    {"length": 1.0, "clock": 0.0},
    {"length": 1.0, "clock": 0.0, "halved": 0.0},
)
"""What is fitted, and the slopes that the ridge draws towards: a match twice as long has twice as much left."""
PERCENTILES = (0.1, 0.5, 0.9)


@dataclass(frozen=True, slots=True)
class Sample:
    """A match that passed a number."""

    weight: float
    left: float
    """The logarithm of the seconds left, each divided by the share of a match that is usually left."""
    length: float | None
    """As in ``Visit``."""
    clock: float | None
    halved: float | None
    """The logarithm of the seconds it took to halve."""
    hold: float
    """Seconds until the next number, divided in the same way."""


Line = tuple[float, ...]
"""Base, and the slope of each of what is known."""


def fitted(samples: Sequence[Sample]) -> tuple[Fit, ...]:
    """With what is known of a match: nothing, how long it took to halve, its length and clock, all three."""
    fits = [_fit(samples, (), ())]
    for slopes in FIRST_SLOPES:
        names = tuple(slopes)
        usable = [one for one in samples if all(getattr(one, name) is not None for name in names)]
        if sum(sample.weight for sample in usable) >= MIN_SAMPLES:
            fits.append(_fit(usable, names, tuple(slopes.values())))
    return tuple(fits)


def _line(samples: Sequence[Sample], names: Sequence[str], first: Sequence[float]) -> Line:
    """Weighted least squares around the means, with a ridge towards the slopes ``first``."""
    total = sum(sample.weight for sample in samples)
    columns = [[getattr(sample, name) for sample in samples] for name in names]
    weights = [sample.weight for sample in samples]
    target = [
        sample.left
        - sum(slope * column[place] for slope, column in zip(first, columns, strict=True))
        for place, sample in enumerate(samples)
    ]
    means, middle = (
        [_mean(column, weights, total) for column in columns],
        _mean(target, weights, total),
    )
    parts = _centred(columns, means)
    (rest,) = _centred([target], [middle])
    slopes = _solve(
        [[_cross(one, other, weights) for other in parts] for one in parts],
        [_cross(one, rest, weights) for one in parts],
    )
    base = middle - sum(slope * mean for slope, mean in zip(slopes, means, strict=True))
    return (base, *(one + slope for one, slope in zip(first, slopes, strict=True)))


def _mean(column: Sequence[float], weights: Sequence[float], total: float) -> float:
    return sum(x * weight for x, weight in zip(column, weights, strict=True)) / total


def _centred(columns: Sequence[Sequence[float]], means: Sequence[float]) -> list[list[float]]:
    return [[x - mean for x in column] for column, mean in zip(columns, means, strict=True)]


def _cross(one: Sequence[float], other: Sequence[float], weights: Sequence[float]) -> float:
    return sum(x * y * weight for x, y, weight in zip(one, other, weights, strict=True))


def _solve(matrix: Sequence[Sequence[float]], right: Sequence[float]) -> list[float]:
    """By Gauss; a positive diagonal, which the ridge adds to, needs no pivot."""
    rows = [
        [*row[:place], row[place] + RIDGE, *row[place + 1 :], right[place]]
        for place, row in enumerate(matrix)
    ]
    for place, row in enumerate(rows):
        for other in rows[:place] + rows[place + 1 :]:
            factor = other[place] / row[place]
            other[:] = [x - factor * y for x, y in zip(other, row, strict=True)]
    return [row[-1] / row[place] for place, row in enumerate(rows)]


def _fit(samples: Sequence[Sample], names: Sequence[str], first: Sequence[float]) -> Fit:
    line = _line(samples, names, first)
    parts = []
    for sample in samples:
        known = (getattr(sample, name) for name in names)
        expected = line[0] + sum(slope * x for slope, x in zip(line[1:], known, strict=True))
        parts.append((exp(sample.left - expected), sample.hold / exp(expected), sample.weight))
    parts.sort()
    spread: list[float] = []
    for age in AGES:
        after = [(left - age, weight) for left, hold, weight in parts if hold >= age and left > age]
        enough = sum(weight for _, weight in after) >= MIN_LEFT
        spread += [percentile(after, share) for share in PERCENTILES] if enough else spread[-3:]
    slopes = dict(zip(names, (round(slope, 4) for slope in line[1:]), strict=True))
    return Fit(round(line[0], 4), tuple(round(part, 4) for part in spread), **slopes)


def percentile(values: Sequence[tuple[float, float]], share: float) -> float:
    """Of (value, weight), sorted; in a straight line between two, a little wider for few (Weibull's position)."""
    total = sum(weight for _, weight in values)
    wanted = share * (total + 1.0)
    passed = 0.0
    before = values[0][0]
    for value, weight in values:
        if passed + weight >= wanted:
            return before + (value - before) * min(1.0, max(0.0, (wanted - passed) / weight))
        passed += weight
        before = value
    return values[-1][0]
