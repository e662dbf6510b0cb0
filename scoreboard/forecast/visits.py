"""When did each match pass which number, and how long did it still run?

Most matches are lost sight of before they end, because the streamer dies. In time that is no fair sample: where
players die fast, streamers do. In the number alive it is: whoever dies next, it is the streamer with the same chance.
So a match that was lost sight of goes on as another one did that passed the number after this death (the weight is
handed on to those that lasted longer, as the Kaplan-Meier estimator does: Efron 1967, "The two sample problem with
censored data"), in storm time; where that is not known, longer or shorter in proportion to its pace.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import exp, log

from scoreboard.forecast.curve import Curve
from scoreboard.forecast.levels import level_of
from scoreboard.forecast.marks import halved_in, marked
from scoreboard.forecast.shape import share_left
from scoreboard.forecast.storm import Lengths, Storm

DONORS = 6
"""Of so many matches with about the same pace one is taken at random: their spread stays."""
MAX_SCALE = 0.7
FAR = 10.0
"""Matches that are known by other things are no neighbours as long as there are better ones."""


@dataclass(slots=True)
class Visit:
    """The moment at which a match was first seen with about as many alive."""

    level: int
    alive: int
    reached: float
    """Seconds since the first number was seen."""
    length: float | None
    """The logarithm of the match's length as it seemed then; ``None`` when the start was not seen."""
    halved_in: float
    """Seconds since twice as many were alive; 0 when that was not seen."""
    hold: float
    """Seconds until the next number."""
    left: float | None = None
    """Seconds until the end; ``None`` until it is known."""

    def passes(self, storm: Storm, seconds: float) -> float:
        """Storm time in so many seconds from this moment on."""
        scale = exp(-(self.length or 0.0))
        return storm.passed(scale * (self.reached + seconds)) - storm.passed(scale * self.reached)

    def lasts(self, storm: Storm, passed: float) -> float:
        """Seconds from this moment on until so much storm time has passed."""
        scale = exp(-(self.length or 0.0))
        return storm.when(storm.passed(scale * self.reached) + passed) / scale - self.reached


@dataclass(slots=True)
class Match:
    """The visits of one match, and how long after the last one it was still watched, in seconds."""

    visits: list[Visit]
    ended: bool
    watched: float


def visits_of(
    curves: Iterable[Curve], storm: Storm | None, players: int, from_start: float
) -> list[Match]:
    """By match, the levels it passed; the one in which it was joined was not reached before our eyes."""
    made = (
        _match(curve, storm if curve.points[0][1] >= from_start * players else None)
        for curve in curves
    )
    return [match for match in made if match.visits]


def _match(curve: Curve, storm: Storm | None) -> Match:
    """``storm``: of a match that was seen from the start."""
    points, visits, marks = curve.points, list[Visit](), marked((), 0, curve.points[0][1])
    seen: list[tuple[Visit, int]] = []
    for place in range(1, len(points)):
        at, alive = points[place]
        marks, level = marked(marks, round(at), alive), level_of(alive)
        if visits and visits[-1].level == level:
            continue
        then = points[place + 1][0] if place + 1 < len(points) else curve.until
        left = max(1.0, curve.until - at) if curve.ended else None
        halved, hold = halved_in(marks, alive, at), max(0.0, then - at)
        visits.append(Visit(level, alive, at, None, halved, hold, left))
        seen.append((visits[-1], len(marks) - 1))
    if storm:
        _set_lengths(seen, storm.lengths_after(marks))
    watched = curve.until - visits[-1].reached if visits else 0.0
    return Match(visits, curve.ended, max(0.0, watched))


def _set_lengths(seen: Iterable[tuple[Visit, int]], lengths: Sequence[Lengths]) -> None:
    for visit, last_mark in seen:
        visit.length = lengths[last_mark].middle


def complete(
    matches: Sequence[Match],
    storm: Storm | None,
    players: int,
    length: float,
    rng: random.Random,
) -> None:
    """Sets ``left`` of every visit. ``length``: of a match, for numbers from which none was seen to go on."""
    known: dict[int, list[Visit]] = {}
    for match in matches:
        if match.ended:
            _enter(known, match)
    lost = [match for match in matches if not match.ended]
    for match in sorted(lost, key=lambda match: match.visits[-1].level):
        last = match.visits[-1]
        rest = _storm_rest(last, match.watched, storm, known, rng)
        rest = rest or _rest(last, match.watched, players, known, rng)
        if rest is None:
            rest = max(match.watched + 1.0, share_left(last.alive / players) * length)
        for visit in match.visits:
            visit.left = rest + last.reached - visit.reached
        _enter(known, match)


def _enter(known: dict[int, list[Visit]], match: Match) -> None:
    for visit in match.visits:
        known.setdefault(visit.level, []).append(visit)


def _storm_rest(
    visit: Visit,
    held: float,
    storm: Storm | None,
    known: dict[int, list[Visit]],
    rng: random.Random,
) -> float | None:
    """Seconds left at ``visit``: watched for ``held`` more of them; then the streamer was the next to die."""
    if storm is None or visit.length is None:
        return None
    levels = (level_of(max(2, visit.alive - 1)), visit.level)
    for level in levels:
        donors = [other for other in known.get(level, ()) if other.length is not None]
        if len(donors) >= DONORS:
            donor = rng.choice(donors)
            after = donor.passes(storm, donor.left or 0.0)
            return visit.lasts(storm, visit.passes(storm, held) + after)
    return None


def _rest(
    visit: Visit, held: float, players: int, known: dict[int, list[Visit]], rng: random.Random
) -> float | None:
    """Seconds left at ``visit``, whose match was watched for ``held`` more of them; nothing when none went on."""
    near = (other for step in (0, 1, -1) for other in known.get(visit.level + step, ()))
    rated = [(*_scale(visit, other, players), other) for other in near]
    longer = [each for each in rated if each[1] * (each[2].left or 0.0) > held]
    if not longer:
        return None
    longer.sort(key=lambda each: each[0])
    _, scale, donor = rng.choice(longer[:DONORS])
    return scale * (donor.left or 0.0)


def _scale(visit: Visit, other: Visit, players: int) -> tuple[float, float]:
    """How far apart the two are, and by which factor more is left of the match of ``visit``."""
    numbers = share_left(visit.alive / players) / share_left(other.alive / players)
    if visit.halved_in and other.halved_in:
        pace = log(visit.halved_in / other.halved_in)
        return abs(pace), numbers * exp(max(-MAX_SCALE, min(MAX_SCALE, pace)))
    return FAR, numbers
