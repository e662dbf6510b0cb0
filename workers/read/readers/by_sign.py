"""Which number is which counter, where a sign to its left tells?"""

from __future__ import annotations

from collections.abc import Mapping

from workers.read.networks.kinds import FOUND, WHOLE, Profile
from workers.read.networks.place import Place
from workers.read.readers.counters import Counter, Counters

RIVAL = 0.6
"""A second place this near the first in heat makes both doubtful."""


def by_sign(places: Mapping[str, list[Place]], profile: Profile) -> Counters:
    """The players, the kills, and the sign that the match has not begun."""
    waiting = places[profile.waiting][0].chance if profile.waiting else 0.0
    alive = _hottest(places[profile.alive], WHOLE)
    in_row = _next_in_row(alive, places[profile.kills], profile.least_kills_chance)
    kills = _hottest(places[profile.kills], profile.least_kills_chance) or in_row
    if alive and kills and _near(alive.place, kills.place):
        return Counters(reason="one number could be either count")
    reason = (
        "no counter found"
        if places[profile.alive][0].chance <= WHOLE
        else "two numbers could be the count"
    )
    squad = in_row is not None
    return Counters(alive, kills, waiting if waiting > FOUND else 0.0, reason, squad)


def _hottest(places: list[Place], least: float) -> Counter | None:
    best, second = places[0], places[1]
    if best.chance <= least or second.chance > RIVAL * best.chance:
        return None
    return Counter(best, 1.0)


def _next_in_row(alive: Counter | None, places: list[Place], least: float) -> Counter | None:
    """Of two that could be the kills the first one after the players; the other is the squad's."""
    places = places[:2]
    if alive is None or any(place.chance <= least for place in places):
        return None
    row = [
        place
        for place in places
        if abs(place.y - alive.place.y) < alive.place.height / 2
        and place.x > alive.place.x + alive.place.height
    ]
    return Counter(min(row, key=lambda place: place.x), 1.0) if len(row) == len(places) else None


def _near(one: Place, other: Place) -> bool:
    return abs(one.x - other.x) < one.height and abs(one.y - other.y) < one.height
