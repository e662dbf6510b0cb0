"""How does the number of players fall in one match, and how does it end for the streamer?

Pure, without a picture: ``play`` shows it, and ``bench.finish.forecast`` learns from hundreds of them.
"""

import random
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from typing import Literal

from arena.clips.clip import PLAYERS

Mode = Literal["solo", "teams"]
Result = Literal["won", "placed", "left"]

LENGTHS = {
    "pubg": ((1.35, 7), (0.9, 3)),
    "fortnite": ((1.0, 13), (0.55, 7)),
    "apex": ((0.8, 3), (0.56, 1)),
}
"""Of a game's maps and modes, beside one another, and how often each is played: large ones take about 30, 22 and 18
minutes, as players and magazines tell, the small ones half to two thirds of that."""
SPREAD = 0.12
"""Of a match's length around its map's, as the standard deviation of its logarithm."""
LANDING = 0.22
"""This share of the players dies where they land."""
# The storm, as shares of a whole match: until when the circle stands, until when it shrinks, and its diameter then.
# PUBG's on Erangel (https://pubg.wiki.gg/wiki/The_Playzone), in kilometres; the other games' storms go alike.
FIRST_DIAMETER = 6.0
PHASES = (
    (0.200, 0.354, 3.994),
    (0.446, 0.508, 2.397),
    (0.575, 0.620, 1.318),
    (0.682, 0.713, 0.725),
    (0.764, 0.795, 0.363),
    (0.841, 0.856, 0.181),
    (0.892, 0.908, 0.091),
    (0.939, 0.954, 0.045),
    (0.970, 1.000, 0.005),
)
MEETS, CROWDING, MOVING = 0.055, 1.25, 3.0
"""How often two players meet and one dies: ``MEETS`` for each pair and match in a circle of a kilometre, more often by
the power ``CROWDING`` where it is narrower, and ``MOVING`` times as often while it shrinks and all must move. So about
60, 51, 43, 34, 25, 18, 12, 7 and 4 of a hundred outlive one circle after the other."""
BUSY_LANDING = 0.06
"""Until then players die only where they land."""
STEPS = 500
TEAM = {"pubg": 4, "fortnite": 4, "apex": 3}
SURVIVORS = (0.15, 0.30, 0.30, 0.25)
"""How often one, two, three or four of the squad that wins are alive at the end."""
WINS, LEAVES_ALIVE = 0.3, 0.04
PLACES = {
    "solo": (2, 3, 4, 5, 6, 8, 10, 13, 17, 22, 28, 36, 47, 60, 78, 95),
    "teams": (2, 3, 4, 5, 6, 8, 10, 12, 15, 18, 22),
}
"""Those that can be drawn; of the others the next better one is told."""


@dataclass(frozen=True, eq=False)
class Course:
    """One match; times are seconds since it began."""

    mode: Mode
    players: int
    length: float
    """Of the storm."""
    falls: tuple[float, ...]
    """When each of those died who did not win; the last one ends the match."""
    result: Result
    """For the streamer."""
    place: int | None
    dies_at: float | None
    leaves_at: float
    """When the streamer goes to the next lobby; not before the end, unless he left or died."""

    @property
    def ends_at(self) -> float:
        return self.falls[-1]

    def alive_at(self, seconds: float) -> int:
        return self.players - bisect_right(self.falls, seconds)


def course(game: str, mode: Mode, rng: random.Random, seconds: float) -> Course:
    """A match of ``game`` where the typical one of all games lasts ``seconds``."""
    lengths, often = zip(*LENGTHS[game], strict=True)
    length = seconds * rng.choices(lengths, often)[0] * rng.lognormvariate(0, SPREAD)
    players = PLAYERS[game]
    survivors = rng.choices((1, 2, 3, 4), SURVIVORS)[0] if mode == "teams" else 1
    shares = _falls(players, min(survivors, TEAM[game]), rng)
    falls = tuple(share * length for share in shares)
    return _with_fate(mode, players, length, falls, game, rng)


def _falls(players: int, survivors: int, rng: random.Random) -> list[float]:
    """When each dies, as shares of a match: some where they land, then whenever two meet, until one side is left."""
    landed = sorted(
        0.03 + min(0.12, rng.expovariate(1 / 0.035))
        for _ in range(players)
        if rng.random() < LANDING
    )
    falls, alive, met = landed, players - len(landed), meetings()
    passed = met[int(BUSY_LANDING * STEPS)]
    while alive > survivors:
        passed += rng.expovariate(alive * (alive - survivors))
        falls.append(when(passed, met))
        alive -= 1
    return sorted(falls)


@lru_cache
def meetings() -> tuple[float, ...]:
    """By step of a match: how often a pair has met until then, on average."""
    return (0.0, *accumulate(_meet(step / STEPS) / STEPS for step in range(STEPS)))


def _meet(share: float) -> float:
    moves = any(stands <= share < shrunk for stands, shrunk, _ in PHASES)
    often: float = MEETS * (MOVING if moves else 1.0) / _diameter(share) ** CROWDING
    return often


def when(passed: float, met: tuple[float, ...]) -> float:
    """The share of the match at which a pair has met so often; at the rate of the last circle beyond its end."""
    step = bisect_left(met, passed)
    if step >= len(met):
        return 1.0 + (passed - met[-1]) / (met[-1] - met[-2]) / STEPS
    return (step - (met[step] - passed) / (met[step] - met[step - 1])) / STEPS if step else 0.0


def _diameter(share: float) -> float:
    before = FIRST_DIAMETER
    for stands, shrunk, after in PHASES:
        if share < stands:
            return before
        if share < shrunk:
            return before + (after - before) * (share - stands) / (shrunk - stands)
        before = after
    return before


def _with_fate(
    mode: Mode,
    players: int,
    length: float,
    falls: tuple[float, ...],
    game: str,
    rng: random.Random,
) -> Course:
    ends_at, chance = falls[-1], rng.random()
    if chance < WINS:
        return Course(mode, players, length, falls, "won", 1, None, ends_at)
    if chance < WINS + LEAVES_ALIVE:
        leaves_at = rng.uniform(0.05, 0.9) * ends_at
        return Course(mode, players, length, falls, "left", None, None, leaves_at)
    # Anybody may be the next to die, whatever the time: the better ones a little later.
    number = min(len(falls) - 1, int(len(falls) * rng.random() ** 0.8))
    dies_at, left = falls[number], players - number
    place = _drawable(mode, left if mode == "solo" else -(-left // TEAM[game]))
    leaves_at = _leaves(dies_at, ends_at, rng)
    return Course(mode, players, length, falls, "placed", place, dies_at, leaves_at)


def _leaves(dies_at: float, ends_at: float, rng: random.Random) -> float:
    """Most who died leave at once, some watch for a while, a few to the end."""
    watches = rng.choices((0.0, rng.expovariate(3 / (ends_at or 1)), ends_at), (60, 25, 15))[0]
    return min(ends_at, dies_at + watches)


def _drawable(mode: Mode, place: int) -> int:
    places = PLACES[mode]
    return places[max(0, bisect_right(places, place) - 1)]
