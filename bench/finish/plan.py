"""How well could the end of an arena's match be foreseen at best? By whoever knows its plan, but not its future."""

from __future__ import annotations

import random
from functools import lru_cache
from statistics import median

from arena.script.course import STEPS, Course, meetings, when

DRAWS = 1001


def seconds_left(match: Course, at: float) -> float:
    """The median over all matches of the same length and storm, with as many alive then and in the end."""
    alive, survivors = match.alive_at(at), match.players - len(match.falls)
    if alive <= survivors:
        return 0.0
    passed = _met_by(at / match.length) + _still_to_meet(alive, survivors)
    return when(passed, meetings()) * match.length - at


def _met_by(share: float) -> float:
    met = meetings()
    step = min(int(share * STEPS), STEPS - 1)
    return met[step] + (share * STEPS - step) * (met[step + 1] - met[step])


@lru_cache
def _still_to_meet(alive: int, survivors: int) -> float:
    """How often a pair must meet until no more are left, in half of the matches; each pair of foes is as likely to."""
    rng = random.Random(alive * 100 + survivors)
    rates = [number * (number - survivors) for number in range(survivors + 1, alive + 1)]
    return median(sum(map(rng.expovariate, rates)) for _ in range(DRAWS))
