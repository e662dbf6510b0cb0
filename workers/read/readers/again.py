"""What does another size show, where the finder is in doubt?"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from workers.look.look import Gray
from workers.read.networks.place import Place
from workers.read.readers.count import Counted
from workers.read.readers.counters import Counter, Counters
from workers.read.readers.numbers import read_numbers

ZOOMS = (0.8, 1.12)
"""How many times as large the finder sees the region again, until it is sure: the cheapest first. Of 388 rendered
regions in doubt 20 showed players who were read this way, and no number was wrong; 1.25 would add two, for half as
much again."""
SAME = 0.5
"""Two places no further apart than this much of the digits' height are one."""

Search = Callable[[float], Counters]
"""The counters of the region, seen this many times as large as usual."""


class Spending(Protocol):
    """A share of the time for what can be left out."""

    def allows(self) -> bool: ...
    def spend(self, seconds: float) -> None: ...


@dataclass(frozen=True, slots=True)
class Told:
    """What two sizes show alike; without ``counters``, what the digits at the doubtful place say alone."""

    alive: Counted
    kills: Counted
    counters: Counters | None = None


def look_again(hud: Gray, doubted: Counters, search: Search, most_players: int) -> Told:
    """What a size at which the finder is sure says of the players, if the digits at the doubtful place say so, too.

    Those are read first, for a fraction of what a search costs: eight doubtful places in ten show no number.
    """
    assert doubted.doubt
    at = Counter(doubted.doubt.place, 1.0)
    once = Told(*read_numbers(hud, Counters(at, doubted.kills), most_players))
    if once.alive.number is None:
        return once
    for zoom in ZOOMS:
        counters = search(zoom)
        seen = Told(*read_numbers(hud, counters, most_players), counters)
        if counters.waiting or (counters.alive and seen.alive.number is not None):
            return _both(once, seen) if _agree(once, at.place, seen) else once
    return once


def _agree(once: Told, place: Place, seen: Told) -> bool:
    """A sign that no match is played, another number or another place contradicts it."""
    counters = seen.counters
    if not counters or counters.waiting or not counters.alive:
        return False
    return seen.alive.number == once.alive.number and _near(place, counters.alive.place)


def _both(once: Told, seen: Told) -> Told:
    """The numbers of ``seen``, as sure as the less sure of the two."""
    alive = min(once.alive, seen.alive, key=lambda counted: counted.confidence)
    if once.kills.number == seen.kills.number:
        return Told(alive, seen.kills, seen.counters)
    return Told(alive, Counted(None, 0.0, "two looks show different kills"), seen.counters)


def _near(one: Place, other: Place) -> bool:
    most = SAME * min(one.height, other.height)
    return abs(one.x - other.x) <= most and abs(one.y - other.y) <= most
