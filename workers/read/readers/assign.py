"""Which of the places found is which counter?"""

from __future__ import annotations

from collections.abc import Mapping

from workers.look.look import Gray
from workers.read.networks.kinds import WHOLE, Profile
from workers.read.networks.place import Place
from workers.read.networks.scale import left_word_strip, word_strip
from workers.read.networks.words import read_words
from workers.read.readers.by_sign import by_sign
from workers.read.readers.counters import Counter, Counters, Number, follows

PLAIN_WORD = 0.9
"""A word that says alive with this chance beside a clock contradicts it: neither is believed."""
OUTDONE = 0.6
"""Of two numbers on both sides of one word, one this far behind the other in heat does not own it; a clock
behind a number that is this much fainter is none."""
_TWO = Counters(reason="two numbers could be the count")
_NOT_BEGUN = "the match has not begun"


def assign(picture: Gray, places: Mapping[str, list[Place]], profile: Profile) -> Counters:
    """By the sign to the left of a number, or by the word beside it."""
    return _by_word(picture, places, profile) if profile.worded else by_sign(places, profile)


def _by_word(picture: Gray, places: Mapping[str, list[Place]], profile: Profile) -> Counters:
    """Of the numbers with their word at the right the players' stands last; one to its left counts the kills.

    Observers of a tournament see each word to the left of its number, and a clock behind the last one.
    """
    plates, observed, clocks = (
        _hot(places, kind) for kind in (profile.worded, profile.observed, profile.clock)
    )
    if not plates and not observed:
        return Counters()
    numbers, seen = _named(picture, plates, observed)
    numbers = [each for each in numbers if not _has_behind(each, clocks)]
    players, observers = _players(numbers, clocks), [each for each in seen if each.names_players]
    if players is None or _outdone(players, observers):
        return _of_observers(observers)
    if _outdoes(players, observers):
        return _of_plates(players, numbers, clocks)
    return _TWO


def _hot(places: Mapping[str, list[Place]], kind: str) -> list[Place]:
    return [place for place in places.get(kind, ()) if place.chance > WHOLE]


def _named(
    picture: Gray, plates: list[Place], observed: list[Place]
) -> tuple[list[Number], list[Number]]:
    """Each number with its word: of ``plates`` to the right, of ``observed`` to the left."""
    strips = [word_strip(picture, at.x + at.width / 2, at.y, at.height) for at in plates]
    strips += [left_word_strip(picture, at.x - at.width / 2, at.y, at.height) for at in observed]
    said = read_words(strips)
    named = [Number(*pair) for pair in zip(plates + observed, said, strict=True)]
    return named[: len(plates)], named[len(plates) :]


def _has_behind(number: Number, clocks: list[Place]) -> bool:
    """Whether a clock as plain as the number stands behind it, where observers see it."""
    return any(
        follows(clock, number.place) and clock.chance >= OUTDONE * number.place.chance
        for clock in clocks
    )


def _players(numbers: list[Number], clocks: list[Place]) -> Number | None:
    """The one furthest right whose word names them; behind a clock any word may, in scripts that nobody taught."""
    named = [
        each
        for each in numbers
        if each.names_players
        or (each.word == "none" and any(follows(each.place, clock) for clock in clocks))
    ]
    return max(named, key=lambda each: each.place.x, default=None)


def _outdone(players: Number, observers: list[Number]) -> bool:
    """Whether the word to its right belongs to the number after it."""
    return any(
        players.place.chance < OUTDONE * each.place.chance
        for each in observers
        if follows(each.place, players.place)
    )


def _outdoes(players: Number, observers: list[Number]) -> bool:
    return all(
        each.place.chance < OUTDONE * players.place.chance
        for each in observers
        if follows(each.place, players.place)
    )


def _of_observers(observers: list[Number]) -> Counters:
    if len(observers) > 1:
        return _TWO
    return _counters(observers[0]) if observers else Counters()


def _of_plates(players: Number, numbers: list[Number], clocks: list[Place]) -> Counters:
    """Whatever the word says, a clock before the number means no match: a player's own match shows none."""
    clock = next((each for each in clocks if follows(players.place, each)), None)
    if clock is None:
        return _counters(players, numbers)
    if players.said["alive"] > PLAIN_WORD:
        return Counters(reason="a clock stands beside the number of players")
    return Counters(waiting=max(clock.chance, players.said["joined"]), reason=_NOT_BEGUN)


def _counters(players: Number, numbers: list[Number] | None = None) -> Counters:
    if players.chance < 0.5:
        return Counters(reason="the word beside the number is unclear")
    if players.word == "joined":
        return Counters(waiting=players.chance, reason=_NOT_BEGUN)
    kills = [
        each
        for each in numbers or ()
        if each.said["killed"] > 0.5 and follows(players.place, each.place)
    ]
    nearest = max(kills, key=lambda each: each.place.x, default=None)
    return Counters(
        Counter(players.place, players.chance),
        Counter(nearest.place, nearest.said["killed"]) if nearest else None,
    )
