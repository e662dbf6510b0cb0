"""What do other sizes show, where the finder is in doubt?"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Protocol

from workers.look.look import Gray
from workers.read.networks.place import Place
from workers.read.readers.count import Counted
from workers.read.readers.counters import Counter, Counters, Doubt
from workers.read.readers.numbers import read_numbers

ZOOMS = (1.12, 1.25, 0.8)
"""How many times as large the finder sees the region again, until two agree. Of 164 rendered regions and frames of 240
to 360 lines that show players and were in doubt these made 23 right and none wrong, 0.8 and 1.25 alone 12."""
SAME = 0.5
"""Two places no further apart than this much of the digits' height are one."""

Search = Callable[[float], Counters]
"""The counters of the region, seen this many times as large as usual."""


class Spending(Protocol):
    """A share of the time for what can be left out."""

    def allows(self) -> bool: ...
    def spend(self, seconds: float) -> None: ...


@dataclass(frozen=True, slots=True)
class Agreed:
    """What two sizes show alike."""

    counters: Counters
    alive: Counted
    kills: Counted


def look_again(hud: Gray, search: Search, most_players: int) -> Agreed | None:
    """What two sizes say of the players, if they say the same, at one place."""
    return _agreed(_sizes(hud, search, most_players))


def nearly_read(hud: Gray, doubt: Doubt, most_players: int) -> int | None:
    """What the digits at the doubtful place say."""
    near = read_numbers(hud, Counters(Counter(doubt.place, 1.0)), most_players)[0]
    return near.nearly if near.number is None else near.number


def _sizes(hud: Gray, search: Search, most_players: int) -> Iterator[Agreed]:
    for zoom in ZOOMS:
        counters = search(zoom)
        yield Agreed(counters, *read_numbers(hud, counters, most_players))


def _agreed(sizes: Iterator[Agreed]) -> Agreed | None:
    """The first pair that agrees; a sign that no match is played, or another number, is the end of it."""
    first: Agreed | None = None
    for seen in sizes:
        if seen.counters.waiting:
            return None
        if seen.counters.alive is None or seen.alive.number is None:
            continue
        if first is None:
            first = seen
            continue
        return _both(first, seen)
    return None


def _both(one: Agreed, other: Agreed) -> Agreed | None:
    assert one.counters.alive
    assert other.counters.alive
    same = one.alive.number == other.alive.number
    if not same or not _near(one.counters.alive.place, other.counters.alive.place):
        return None
    surer, less = (one, other) if one.alive.confidence >= other.alive.confidence else (other, one)
    alike = one.kills.number == other.kills.number
    kills = less.kills if alike else Counted(None, 0.0, "two looks show different kills")
    return Agreed(surer.counters, less.alive, kills)


def _near(one: Place, other: Place) -> bool:
    most = SAME * min(one.height, other.height)
    return abs(one.x - other.x) <= most and abs(one.y - other.y) <= most
