"""Which of the places that were found is which counter?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from workers.look import Gray
from workers.read.find import Place
from workers.read.kinds import FOUND, Profile
from workers.read.words import read_words

RIVAL = 0.6
"""A second place this near the first in heat makes both doubtful."""


@dataclass(frozen=True, slots=True)
class Counter:
    """A counter and how sure it is to be that one."""

    place: Place
    chance: float


@dataclass(frozen=True, slots=True)
class Counters:
    """What stands in a HUD region."""

    alive: Counter | None = None
    kills: Counter | None = None
    waiting: float = 0.0
    """0 to 1: how sure it is that the match has not begun."""
    reason: str = "no counter found"


def assign(picture: Gray, places: Mapping[str, list[Place]], profile: Profile) -> Counters:
    """By the sign to the left of a number, or by the word to its right."""
    if profile.worded:
        return _by_word(picture, places[profile.worded])
    waiting = places[profile.waiting][0].chance if profile.waiting else 0.0
    alive, kills = _by_sign(places[profile.alive]), _by_sign(places[profile.kills])
    if alive and kills and _near(alive.place, kills.place):
        return Counters(reason="one number could be either count")
    reason = "no counter found" if places[profile.alive][0].chance <= FOUND else "two numbers could be the count"
    return Counters(alive, kills, waiting if waiting > FOUND else 0.0, reason)


def _by_sign(places: list[Place]) -> Counter | None:
    best, second = places[0], places[1]
    if best.chance <= FOUND or second.chance > RIVAL * best.chance:
        return None
    return Counter(best, 1.0)


def _by_word(picture: Gray, places: list[Place]) -> Counters:
    found = [place for place in places if place.chance > FOUND]
    if not found:
        return Counters()
    named = list(zip(found, read_words(picture, found), strict=True))
    joined = max((chance for _, (word, chance) in named if word == "joined"), default=0.0)
    alive, kills = _likeliest(named, "alive"), _likeliest(named, "killed")
    if joined and (not alive or joined > alive.chance):
        return Counters(waiting=joined, reason="the match has not begun")
    return Counters(alive, kills)


def _likeliest(named: Iterable[tuple[Place, tuple[str, float]]], wanted: str) -> Counter | None:
    counters = [Counter(place, chance) for place, (word, chance) in named if word == wanted]
    return max(counters, key=lambda counter: counter.chance, default=None)


def _near(one: Place, other: Place) -> bool:
    return abs(one.x - other.x) < one.height and abs(one.y - other.y) < one.height
