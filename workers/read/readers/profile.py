"""How is a game read whose HUD the networks know: find the counters, then read their digits."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import replace
from functools import partial

from scoreboard.models import Reading
from workers.look.look import BANNER, Gray
from workers.read.networks.kinds import Profile
from workers.read.networks.place import Place
from workers.read.readers.again import Spending, look_again
from workers.read.readers.banner import Banner, read_banner
from workers.read.readers.count import Counted
from workers.read.readers.counters import Counters
from workers.read.readers.layout import counters_in, search
from workers.read.readers.numbers import read_numbers

MIN_PIXELS = 8


class ProfileReader:
    """Reads the ``hud`` region of a game with a trained profile."""

    def __init__(self, profile: Profile, most_players: int) -> None:
        self._profile = profile
        self._most_players = most_players

    def read(
        self, crops: Mapping[str, Gray], frame_height: int, again: Spending | None = None
    ) -> Reading:
        if "hud" not in crops or min(crops["hud"].shape) < MIN_PIXELS:
            return Reading(None, None, "unknown", 0.0, "the HUD is outside the frame")
        hud = crops["hud"]
        counters = [*search(hud, frame_height, self._profile)]
        readings = [
            self._reading(hud, frame_height, each)
            for each in counters
            if each.alive or each.waiting
        ]
        if readings:
            return _agreed(readings)
        told = self._again(hud, frame_height, counters, again)
        if told and told.phase == "playing":
            return told
        reading = _without_counter(crops, counters[0].reason)
        return (
            replace(told, reason=reading.reason) if told and reading.phase == "unknown" else reading
        )

    def _reading(self, hud: Gray, frame_height: int, counters: Counters) -> Reading:
        alive, kills = read_numbers(hud, counters, self._most_players)
        if counters.waiting:
            return Reading(
                alive.number,
                kills.number,
                "waiting",
                counters.waiting,
                alive.reason,
                kills_confidence=kills.confidence,
            )
        return _playing(counters, alive, kills, frame_height)

    def _again(
        self, hud: Gray, frame_height: int, counters: list[Counters], again: Spending | None
    ) -> Reading | None:
        """What another size agrees on, or else what the digits at the doubtful place say: that is no number yet."""
        doubt, doubted = max(
            ((each.doubt, each) for each in counters if each.doubt),
            key=lambda pair: pair[0].place.chance,
            default=(None, None),
        )
        if doubt is None or doubted is None or (again and not again.allows()):
            return None
        began = time.perf_counter()
        search_again = partial(counters_in, hud, frame_height, doubt.profile)
        told = look_again(hud, doubted, search_again, self._most_players)
        if again:
            again.spend(time.perf_counter() - began)
        if told.counters:
            return _playing(told.counters, told.alive, told.kills, frame_height)
        near = told.alive.nearly if told.alive.number is None else told.alive.number
        nothing = Reading(None, None, "unknown", 0.0)
        return None if near is None else _faint(nothing, near, doubt.place, frame_height)


def _playing(counters: Counters, alive: Counted, kills: Counted, frame_height: int) -> Reading:
    reading = Reading(
        alive.number,
        kills.number,
        "playing",
        alive.confidence,
        alive.reason or kills.reason,
        kills_confidence=kills.confidence,
        mode="teams" if counters.squad else "",
    )
    if alive.nearly is None or counters.alive is None:
        return reading
    return _faint(reading, alive.nearly, counters.alive.place, frame_height)


def _faint(reading: Reading, number: int, place: Place, frame_height: int) -> Reading:
    x, y = place.x / frame_height, place.y / frame_height
    return replace(reading, faint=number, faint_x=round(x, 4), faint_y=round(y, 4))


def _agreed(readings: list[Reading]) -> Reading:
    """Of several layouts that each found players the one that read a number; two that read different ones read none."""
    said = [reading for reading in readings if reading.alive is not None]
    if len({reading.alive for reading in said}) > 1:
        return Reading(None, None, "unknown", 0.0, "two layouts show different counts")
    return max(said or readings, key=lambda reading: reading.confidence)


def _banner(crops: Mapping[str, Gray]) -> Banner | None:
    try:
        return read_banner(crops[BANNER])  # which may be fetched for it
    except KeyError:
        return None


def _without_counter(crops: Mapping[str, Gray], reason: str) -> Reading:
    banner = _banner(crops)
    if banner is None:
        return Reading(None, None, "unknown", 0.0, reason)
    sure = 1.0 if banner.result else 0.0
    return Reading(
        None,
        None,
        "over",
        1.0,
        "the match has ended",
        result=banner.result,
        place=banner.place,
        result_confidence=sure,
    )
