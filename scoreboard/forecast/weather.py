"""Which storm do the curves of a game's matches follow?

In turns: the lengths by the storm, and the storm by the lengths; in the storm in turns as well, how fast players die by
the time and how fast by the number alive, each as deaths by exposure. A match that was lost sight of counts until then.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import ceil, exp, log
from statistics import fmean

from scoreboard.forecast.curve import Curve
from scoreboard.forecast.levels import LEVELS, level_of
from scoreboard.forecast.marks import Marks, marks_of
from scoreboard.forecast.storm import LEAST_SECONDS, LENGTH_STEP, Storm

TURNS = 4
FIRST_TURNS = 4
BINS = 200
BESIDE = 3
"""So many bins on either side stand in for one in which few died,"""
DEATHS = 3.0
"""and count as so many deaths; so do the levels on either side of one."""
LAST_DEATHS = 30.0
"""After the time at which no more than these died, all bins are one."""
LATEST = 0.98
"""The share of the matches that are over, or lost sight of, when the last bin ends."""
LOOK_SECONDS = 10.0
"""A death is seen at the next look: in the middle it was half as long before."""
WIDTH = 0.05
"""Lengths beside those that were seen are likely, too."""
ANY = 0.01
"""How likely any other is."""


@dataclass(frozen=True, slots=True)
class Stand:
    """A number that stood for a while, in bins since the match began, and how many died at its end."""

    since: float
    until: float
    level: int
    deaths: int


def storm_of(curves: Sequence[Curve]) -> Storm:
    """``curves``: those of matches that were seen from the start; at least one."""
    marks = [marks_of(curve.points) for curve in curves]
    lengths, storm = _first_lengths(marks), None
    for turn in range(TURNS):
        storm = _fitted(curves, lengths, storm)
        every = 1 if turn == TURNS - 1 else 2
        found = [storm.length(each[::every]) or 0.0 for each in marks]
        usual = fmean(found)
        lengths = [length - usual for length in found]
    return _fitted(curves, lengths, storm)


def _first_lengths(matches: Sequence[Marks]) -> list[float]:
    """By how much later than usual each match's numbers were passed, on average, as a logarithm."""
    logs = [[(level_of(n), log(at)) for at, n in marks if at >= LEAST_SECONDS] for marks in matches]
    lengths = [0.0] * len(logs)
    for _ in range(FIRST_TURNS):
        by_level: dict[int, list[float]] = {}
        for seen, length in zip(logs, lengths, strict=True):
            for level, at in seen:
                by_level.setdefault(level, []).append(at - length)
        means = {level: fmean(ats) for level, ats in by_level.items()}
        lengths = [fmean(at - means[n] for n, at in seen) if seen else 0.0 for seen in logs]
    return lengths


def _fitted(curves: Sequence[Curve], lengths: Sequence[float], before: Storm | None) -> Storm:
    pairs = list(zip(curves, lengths, strict=True))
    ends = sorted(curve.until * exp(-length) for curve, length in pairs)
    width = max(1.0, ends[int(LATEST * (len(ends) - 1))]) / BINS
    stands = [stand for curve, length in pairs for stand in _stands(curve, exp(-length) / width)]
    paces = list(before.paces) if before else [(level / 10) ** 2 for level in LEVELS]
    hazards = _hazards(stands, paces)
    paces = _paces(stands, hazards, paces)
    shortest, likely = _likely(lengths)
    return Storm(width, _rounded(hazards), _rounded(paces), shortest, likely)


def _stands(curve: Curve, scale: float) -> Iterator[Stand]:
    """``scale``: bins in a second."""
    since, alive = curve.points[0]
    for (before, _), (at, fewer) in pairwise(curve.points):
        fell = at - min(LOOK_SECONDS, at - before) / 2
        yield Stand(since * scale, fell * scale, level_of(alive) - 1, alive - fewer)
        since, alive = fell, fewer
    if not curve.ended and curve.until > since:
        yield Stand(since * scale, curve.until * scale, level_of(alive) - 1, 0)


def _hazards(stands: Iterable[Stand], paces: Sequence[float]) -> list[float]:
    deaths, exposed = [0.0] * BINS, [0.0] * BINS
    for stand in stands:
        pace, first, last = paces[stand.level], _bin(stand.since), _bin(stand.until)
        deaths[last] += stand.deaths
        exposed[first] -= pace * (stand.since - first)
        exposed[last] += pace * (stand.until - last)
        for place in range(first, last):
            exposed[place] += pace
    rates = [_rate(deaths, exposed, place) for place in range(BINS)]
    return _held(rates, deaths, exposed)


def _bin(at: float) -> int:
    return min(int(at), BINS - 1)


def _rate(deaths: Sequence[float], exposed: Sequence[float], place: int) -> float:
    beside = slice(max(0, place - BESIDE), place + BESIDE + 1)
    died, stood = sum(deaths[beside]) + 0.5, sum(exposed[beside])
    stood += 0.5 * (sum(exposed) + 1.0) / (sum(deaths) + 1.0)
    return (deaths[place] + DEATHS) / (exposed[place] + DEATHS * stood / died)


def _held(rates: list[float], deaths: Sequence[float], exposed: Sequence[float]) -> list[float]:
    """The end, which few matches reach, as one."""
    last = BINS - 1
    while last > 1 and sum(deaths[last:]) < LAST_DEATHS:
        last -= 1
    rate = (sum(deaths[last:]) + 0.5) / (sum(exposed[last:]) + 0.5 / rates[last])
    return [*rates[:last], *[rate] * (BINS - last)]


def _paces(
    stands: Iterable[Stand], hazards: Sequence[float], before: Sequence[float]
) -> list[float]:
    deaths, passed = [0.0] * len(LEVELS), [0.0] * len(LEVELS)
    for stand in stands:
        first, last = _bin(stand.since), _bin(stand.until)
        hazard = sum(hazards[first:last])
        hazard += hazards[last] * (stand.until - last) - hazards[first] * (stand.since - first)
        deaths[stand.level] += stand.deaths
        passed[stand.level] += hazard * before[stand.level]
    return [pace * _faster(deaths, passed, level) for level, pace in enumerate(before)]


def _faster(deaths: Sequence[float], passed: Sequence[float], level: int) -> float:
    """Than was thought; where few were seen, as on the levels beside."""
    beside = slice(max(0, level - 1), level + 2)
    usual = (sum(deaths[beside]) + 1.0) / (sum(passed[beside]) + 1.0)
    return (deaths[level] + DEATHS * usual) / (passed[level] + DEATHS)


def _likely(lengths: Sequence[float]) -> tuple[float, tuple[float, ...]]:
    """The shortest length, and from it on how often matches are so long, as logarithms."""
    shortest, longest = min(lengths) - 3 * WIDTH, max(lengths) + 3 * WIDTH
    places = range(ceil((longest - shortest) / LENGTH_STEP) + 1)
    shares = [
        fmean(
            exp(-(((shortest + LENGTH_STEP * place - each) / WIDTH) ** 2) / 2) for each in lengths
        )
        for place in places
    ]
    return round(shortest, 4), tuple(round(log(share + ANY), 2) for share in shares)


def _rounded(values: Iterable[float]) -> tuple[float, ...]:
    return tuple(float(f"{value:.4g}") for value in values)
