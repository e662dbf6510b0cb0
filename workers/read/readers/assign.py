"""Which of the places found is which counter?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from workers.look.look import Gray
from workers.read.networks.kinds import FOUND, WHOLE, Profile
from workers.read.networks.place import Place
from workers.read.networks.words import read_words

RIVAL = 0.6
"""A second place this near the first in heat makes both doubtful."""


@dataclass(frozen=True, slots=True)
class Counter:
    """A counter and how sure it is to be that one."""

    place: Place
    chance: float


@dataclass(frozen=True, slots=True)
class Counters:
    """The counters of a HUD region."""

    alive: Counter | None = None
    kills: Counter | None = None
    waiting: float = 0.0
    """0 to 1: how sure it is that the match has not begun."""
    reason: str = "no counter found"
    """Why ``alive`` is missing, where it is."""
    squad: bool = False
    """Whether the squad's kills stand beside the streamer's: no squad, no such counter."""

    @property
    def shown(self) -> bool:
        """Whether anything of this HUD was found."""
        return bool(self.alive or self.kills or self.waiting)


def assign(picture: Gray, places: Mapping[str, list[Place]], profile: Profile) -> Counters:
    """By the sign to the left of a number, or by the word to its right."""
    if profile.worded:
        return _by_word(picture, places[profile.worded])
    waiting = places[profile.waiting][0].chance if profile.waiting else 0.0
    alive = _by_sign(places[profile.alive])
    in_row = _next_in_row(alive, places[profile.kills])
    kills = _by_sign(places[profile.kills]) or in_row
    if alive and kills and _near(alive.place, kills.place):
        return Counters(reason="one number could be either count")
    reason = (
        "no counter found"
        if places[profile.alive][0].chance <= WHOLE
        else "two numbers could be the count"
    )
    squad = in_row is not None
    return Counters(alive, kills, waiting if waiting > FOUND else 0.0, reason, squad)


def _by_sign(places: list[Place]) -> Counter | None:
    best, second = places[0], places[1]
    if best.chance <= WHOLE or second.chance > RIVAL * best.chance:
        return None
    return Counter(best, 1.0)


def _next_in_row(alive: Counter | None, places: list[Place]) -> Counter | None:
    """Of two that could be the kills the first one after the players; the other is the squad's."""
    if alive is None or any(place.chance <= WHOLE for place in places):
        return None
    row = [
        place
        for place in places
        if abs(place.y - alive.place.y) < alive.place.height / 2
        and place.x > alive.place.x + alive.place.height
    ]
    return Counter(min(row, key=lambda place: place.x), 1.0) if len(row) == len(places) else None


def _by_word(picture: Gray, places: list[Place]) -> Counters:
    """The plate furthest right counts the players, alive or joined; one to its left counts the kills."""
    found = sorted((place for place in places if place.chance > WHOLE), key=lambda place: -place.x)
    if not found:
        return Counters()
    right, *others = zip(found, read_words(picture, found), strict=True)
    place, word = right
    if max(word, key=lambda said: word[said]) not in ("alive", "joined"):
        return Counters()
    alive = word["alive"] / (word["alive"] + word["joined"])
    if alive < 0.5:
        return Counters(waiting=1 - alive, reason="the match has not begun")
    kills = next(
        (Counter(other, said["killed"]) for other, said in others if said["killed"] > 0.5), None
    )
    return Counters(Counter(place, alive), kills)


def _near(one: Place, other: Place) -> bool:
    return abs(one.x - other.x) < one.height and abs(one.y - other.y) < one.height
