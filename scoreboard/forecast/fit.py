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
PERCENTILES = (0.1, 0.5, 0.9)


@dataclass(frozen=True, slots=True)
class Sample:
    """A match that passed a number."""

    weight: float
    left: float
    """The logarithm of the seconds left, each divided by the share of a match that is usually left."""
    halved: float | None
    """The logarithm of the seconds it took to halve."""
    hold: float
    """Seconds until the next number, divided in the same way."""


def fitted(samples: Sequence[Sample]) -> tuple[Fit, ...]:
    """With nothing known of a match, and with how long it took to halve."""
    fits = [_fit(samples, None)]
    usable = [one for one in samples if one.halved is not None]
    if sum(sample.weight for sample in usable) >= MIN_SAMPLES:
        fits.append(_fit(usable, _slope(usable)))
    return tuple(fits)


def _slope(samples: Sequence[Sample]) -> float:
    """Weighted least squares around the means, with a ridge towards none."""
    weights = [sample.weight for sample in samples]
    halved, left = [sample.halved or 0.0 for sample in samples], [sample.left for sample in samples]
    middle, usual = _mean(halved, weights), _mean(left, weights)
    parts = list(zip(halved, left, weights, strict=True))
    both = sum((x - middle) * (y - usual) * weight for x, y, weight in parts)
    return both / (RIDGE + sum((x - middle) ** 2 * weight for x, _, weight in parts))


def _mean(column: Sequence[float], weights: Sequence[float]) -> float:
    return sum(x * weight for x, weight in zip(column, weights, strict=True)) / sum(weights)


def _fit(samples: Sequence[Sample], slope: float | None) -> Fit:
    rests = [sample.left - (slope or 0.0) * (sample.halved or 0.0) for sample in samples]
    base = _mean(rests, [sample.weight for sample in samples])
    parts = sorted(
        (exp(rest - base), sample.hold / exp(sample.left - rest + base), sample.weight)
        for sample, rest in zip(samples, rests, strict=True)
    )
    spread: list[float] = []
    for age in AGES:
        after = [(left - age, weight) for left, hold, weight in parts if hold >= age and left > age]
        enough = sum(weight for _, weight in after) >= MIN_LEFT
        spread += [percentile(after, share) for share in PERCENTILES] if enough else spread[-3:]
    known = None if slope is None else round(slope, 4)
    return Fit(round(base, 4), tuple(round(part, 4) for part in spread), known)


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
