"""What do the curves of a game's matches teach of the time that one still runs?"""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping, Sequence
from math import exp, log
from statistics import median

from scoreboard.forecast.curve import Curve
from scoreboard.forecast.fit import PERCENTILES, Sample, fitted, percentile
from scoreboard.forecast.levels import LEVELS
from scoreboard.forecast.shape import share_left
from scoreboard.forecast.storm import Storm
from scoreboard.forecast.table import FROM_START, Level, Table
from scoreboard.forecast.visits import Match, Visit, complete, visits_of
from scoreboard.forecast.weather import storm_of
from scoreboard.models import Mode

MIN_CURVES = 30
"""From fewer nothing is learned: what is known of the game from the start is better."""
MAX_CURVES = 400
"""The newest ones: more would take seconds, and a game changes."""
MIN_WHOLE = 20
"""From fewer that were seen from the start no storm is learned."""
MIN_WEIGHT = 6.0
"""A level that fewer matches passed says nothing; those beside it speak for it."""
HUD_TELLS = 0.1
"""This share of the matches that were lost sight of must be known to be played in squads: then the HUD tells it."""
NEIGHBOURS = ((0, 1.0), (1, 0.5), (-1, 0.5), (2, 0.25), (-2, 0.25))
"""Levels beside one another, and what a match that passed one of them weighs for the other."""
LEAST_WAIT = 0.001
"""In storm time."""


def tables_of(
    game: str, curves: Iterable[Curve], match_seconds: float = 0.0
) -> dict[tuple[str, Mode], Table]:
    """One of all modes; and where the HUD tells squads, one of squads and one of the others.

    That a squad won tells its mode, too, but of winners alone: it divides no game.
    """
    kept = list(curves)
    wanted: list[tuple[Mode, list[Curve]]] = [("", kept)]
    told = [curve.mode == "teams" for curve in kept if not curve.ended]
    if HUD_TELLS * len(told) <= sum(told) < len(told):
        wanted.append(("teams", [curve for curve in kept if curve.mode == "teams"]))
        wanted.append(("solo", [curve for curve in kept if curve.mode != "teams"]))
    found = {(game, mode): learn(game, mode, some, match_seconds) for mode, some in wanted}
    return {name: table for name, table in found.items() if table is not None}


def learn(
    game: str, mode: Mode, curves: Iterable[Curve], match_seconds: float = 0.0
) -> Table | None:
    """The table of ``game``; nothing from fewer than ``MIN_CURVES``.

    ``match_seconds``: how long a match lasts as far as is known, for numbers below which none was seen to go on.
    """
    kept = list(curves)[:MAX_CURVES]
    if len(kept) < MIN_CURVES:
        return None
    players = _full_lobby(kept)
    whole = [curve for curve in kept if curve.points[0][1] >= FROM_START * players]
    storm = storm_of(whole) if len(whole) >= MIN_WHOLE else None
    matches = visits_of(kept, storm, players, FROM_START)
    ended = [visit for match in matches if match.ended for visit in match.visits]
    length = match_seconds
    if ended:
        length = median((v.left or 0.0) / share_left(v.alive / players) for v in ended)
    if not length:
        return None
    chance = random.Random(game)  # the same curves, the same table
    complete(matches, storm, players, length, chance)
    levels = tuple(_levels(matches, players, storm))
    return Table(game, mode, len(kept), players, levels, storm) if levels else None


def _full_lobby(curves: Sequence[Curve]) -> int:
    """Of ten first numbers one is larger: most matches are seen from the start, and a few numbers are misread."""
    first = sorted(curve.points[0][1] for curve in curves)
    return max(2, first[len(first) * 9 // 10])


def _levels(matches: Sequence[Match], players: int, storm: Storm | None) -> Iterable[Level]:
    by_level: dict[int, list[Visit]] = {}
    for match in matches:
        for visit in match.visits:
            by_level.setdefault(visit.level, []).append(visit)
    usual = {place: _usual(visits, players) for place, visits in by_level.items()}
    waits = _waits(by_level, storm) if storm else {}
    for place in sorted(by_level):
        samples = [
            _sample(visit, weight, players, usual[place] - usual[place + step])
            for step, weight in NEIGHBOURS
            for visit in by_level.get(place + step, ())
            if visit.alive > 1
        ]
        weight = sum(sample.weight for sample in samples)
        if weight >= MIN_WEIGHT and LEVELS[place - 1] > 1:
            fits, wait = fitted(samples), waits.get(place, ())
            yield Level(LEVELS[place - 1], round(weight, 1), fits, wait)


def _waits(by_level: Mapping[int, Sequence[Visit]], storm: Storm) -> dict[int, tuple[float, ...]]:
    """By level: percentiles of the storm time left; levels beside one another help, each in its own units."""
    passed = {
        level: [
            max(LEAST_WAIT, visit.passes(storm, _left(visit)))
            for visit in visits
            if visit.length is not None and visit.alive > 1
        ]
        for level, visits in by_level.items()
    }
    usual = {level: median(waits) for level, waits in passed.items() if waits}
    found = {}
    for level in usual:
        near = [(place, weight) for step, weight in NEIGHBOURS if (place := level + step) in usual]
        waits = sorted(
            (wait * usual[level] / usual[place], weight)
            for place, weight in near
            for wait in passed[place]
        )
        if sum(weight for _, weight in waits) >= MIN_WEIGHT:
            found[level] = tuple(round(percentile(waits, share), 4) for share in PERCENTILES)
    return found


def _usual(visits: Sequence[Visit], players: int) -> float:
    """By how much more than ``share_left`` says is left at a level, as a logarithm."""
    left = sum(log(_left(visit) / share_left(visit.alive / players)) for visit in visits)
    return left / len(visits)


def _left(visit: Visit) -> float:
    return max(1.0, visit.left or 1.0)


def _sample(visit: Visit, weight: float, players: int, shift: float) -> Sample:
    """``shift``: from the level that was passed to the one that it speaks for."""
    shape = share_left(visit.alive / players) * exp(-shift)
    halved = log(visit.halved_in) if visit.halved_in else None
    return Sample(weight, log(_left(visit) / shape), halved, visit.hold / shape)
