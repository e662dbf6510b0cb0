"""When did each match pass which number, and how long did it still run?

Most matches are lost sight of before they end, because the streamer dies. In time that is no fair sample: where
players die fast, streamers do. In the number alive it is: whoever dies next, it is the streamer with the same chance.
So a match that was lost sight of at a number goes on as another one did that passed the same number (the weight is
handed on to those that lasted longer, as the Kaplan-Meier estimator does: Efron 1967, "The two sample problem with
censored data"), of those with about the same pace, and longer or shorter in proportion to it.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import exp, log

from scoreboard.forecast.clock import Clock
from scoreboard.forecast.curve import Curve
from scoreboard.forecast.levels import level_of
from scoreboard.forecast.marks import Marks, halved_in, marked
from scoreboard.forecast.shape import share_left

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
    clock: float | None
    """The logarithm of the seconds since it began, in units of its length; ``None`` when the start was not seen."""
    length: float | None
    """The logarithm of its length as it seemed then, in units of the usual one."""
    halved_in: float
    """Seconds since twice as many were alive; 0 when that was not seen."""
    hold: float
    """Seconds until the next number."""
    left: float | None = None
    """Seconds until the end; ``None`` until it is known."""


@dataclass(slots=True)
class Match:
    """The visits of one match, and how long after the last one it was still watched, in seconds."""

    visits: list[Visit]
    ended: bool
    watched: float


def visits_of(
    curves: Iterable[Curve], clock: Clock, players: int, from_start: float
) -> list[Match]:
    """By match, the levels it passed; the one in which it was joined was not reached before our eyes."""
    made = (_match(curve, clock, players, from_start) for curve in curves)
    return [match for match in made if match.visits]


def _match(curve: Curve, clock: Clock, players: int, from_start: float) -> Match:
    points = curve.points
    whole = points[0][1] >= from_start * players
    marks: Marks = marked((), 0, points[0][1])
    visits: list[Visit] = []
    for place in range(1, len(points)):
        at, alive = points[place]
        marks, level = marked(marks, round(at), alive), level_of(alive)
        if visits and visits[-1].level == level:
            continue
        then = points[place + 1][0] if place + 1 < len(points) else curve.until
        length = clock.length(marks) if whole else None
        since = None if length is None else log(max(at, 1.0)) - length
        left = max(1.0, curve.until - at) if curve.ended else None
        halved = halved_in(marks, alive, at)
        visits.append(Visit(level, alive, at, since, length, halved, max(0.0, then - at), left))
    watched = curve.until - visits[-1].reached if visits else 0.0
    return Match(visits, curve.ended, max(0.0, watched))


def complete(matches: Sequence[Match], players: int, length: float, rng: random.Random) -> None:
    """Sets ``left`` of every visit. ``length``: of a match, for numbers from which none was seen to go on."""
    known: dict[int, list[Visit]] = {}
    for match in matches:
        if match.ended:
            _enter(known, match)
    lost = [match for match in matches if not match.ended]
    for match in sorted(lost, key=lambda match: match.visits[-1].level):
        last = match.visits[-1]
        rest = _rest(last, match.watched, players, known, rng)
        if rest is None:
            rest = max(match.watched + 1.0, share_left(last.alive / players) * length)
        for visit in match.visits:
            visit.left = rest + last.reached - visit.reached
        _enter(known, match)


def _enter(known: dict[int, list[Visit]], match: Match) -> None:
    for visit in match.visits:
        known.setdefault(visit.level, []).append(visit)


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
    if visit.clock is not None and other.clock is not None:
        assert visit.length is not None
        assert other.length is not None
        return abs(visit.clock - other.clock), numbers * exp(visit.length - other.length)
    if visit.halved_in and other.halved_in:
        pace = log(visit.halved_in / other.halved_in)
        return FAR + abs(pace), numbers * exp(max(-MAX_SCALE, min(MAX_SCALE, pace)))
    return 2 * FAR, numbers
