"""How do simulated streamers play? Matches of many lengths, deaths at random places, eight seconds of victory."""

from __future__ import annotations

import random
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate

from scoreboard.models import Mode

WINNER_SECONDS = 8.0
"""The counter shows whoever is left for so long; then the end screen comes."""
OVER_SECONDS = (6.0, 20.0)
LOBBY_SECONDS = (40.0, 180.0)
SPECTATORS = 0.5
"""Of those who die, so many watch on; the others leave within seconds."""
LEAVE_SECONDS = (3.0, 12.0)
MATES_SECONDS = 60.0
"""The members of a squad fall within this time before it is out."""
SKILL = 2
"""Who streams plays better than most: with 1 every place would be as likely; with 2 one in ten of a hundred wins."""
EARLY = 0.3
"""Of all deaths, in the first fifth of the match."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A game and mode: how many play, in squads of how many, and how long on average."""

    game: str
    mode: Mode
    players: int
    squad: int
    minutes: float


KINDS = (
    Kind("pubg", "solo", 96, 1, 27),
    Kind("pubg", "teams", 96, 4, 27),
    Kind("fortnite", "solo", 100, 1, 20),
    Kind("fortnite", "teams", 100, 2, 21),
    Kind("apex", "teams", 60, 3, 18),
    Kind("warzone", "teams", 150, 3, 24),
)


@dataclass(frozen=True, slots=True)
class Match:
    """One match as one streamer plays it; times are seconds of the simulation."""

    kind: Kind
    began: float
    deaths: tuple[float, ...]
    """When a player died, in order."""
    ends_at: float
    """When one squad was left."""
    out_at: float
    """When the streamer's own squad was out; ``ends_at`` for the winner and for the one that fell last."""
    gone_at: float
    """When the stream stopped showing this match's counter."""
    place: int

    def alive(self, at: float) -> int:
        return self.kind.players - bisect_right(self.deaths, at)

    def shows_end(self) -> bool:
        """Whether whoever watches sees a streamer at the end of it, and not a spectator."""
        return self.out_at >= self.ends_at


def career(kind: Kind, chance: random.Random) -> Iterator[tuple[float, Match]]:
    """Match after match, each with the time when the stream is back in a lobby after it."""
    at = -chance.uniform(0, 2 * kind.minutes * 60)
    while True:
        match = play(kind, at + chance.uniform(*LOBBY_SECONDS), chance)
        at = match.gone_at + chance.uniform(*OVER_SECONDS)
        yield at, match


def play(kind: Kind, began: float, chance: random.Random) -> Match:
    length = kind.minutes * 60 * chance.uniform(0.65, 1.35)
    squads = kind.players // kind.squad
    outs = sorted(_out_shares(squads - 1, chance))
    outs = [began + length * share / outs[-1] for share in outs]
    deaths = [moment for out in outs for moment in _falls(out, began, kind.squad, chance)]
    survivors = chance.randint(1, kind.squad)
    early = [chance.choice(deaths) for _ in range(kind.squad - survivors)]
    place = 1 + int(squads * chance.random() ** SKILL)
    out_at = outs[-1] if place <= 2 else outs[squads - place]
    return Match(
        kind,
        began,
        tuple(sorted(deaths + early)),
        outs[-1],
        out_at,
        _gone_at(outs[-1], out_at, chance),
        place,
    )


def _out_shares(count: int, chance: random.Random) -> Iterator[float]:
    """When squads are out: many right after landing, then in bursts where a ring closes."""
    rings = list(accumulate(chance.uniform(0.6, 1.4) * 0.85**ring for ring in range(6)))
    for number in range(count):
        if number < EARLY * count:
            yield chance.uniform(0.02, 0.2)
        elif chance.random() < 0.4:
            ring = rings[bisect_left(rings, chance.uniform(0, rings[-1]))] / rings[-1]
            yield 0.2 + 0.8 * max(0.0, min(1.0, ring - chance.uniform(0, 0.1)))
        else:
            yield chance.uniform(0.2, 1)


def _falls(out: float, began: float, squad: int, chance: random.Random) -> list[float]:
    return [out] + [
        max(began + 1, out - chance.uniform(0, MATES_SECONDS)) for _ in range(squad - 1)
    ]


def _gone_at(ends_at: float, out_at: float, chance: random.Random) -> float:
    if out_at >= ends_at:
        return ends_at + WINNER_SECONDS
    if chance.random() >= SPECTATORS:
        return min(out_at + chance.uniform(*LEAVE_SECONDS), ends_at + WINNER_SECONDS)
    # Some watch to the end, some only for a while.
    watches = chance.uniform(0, 2) * (ends_at - out_at)
    return min(out_at + watches, ends_at + WINNER_SECONDS)
