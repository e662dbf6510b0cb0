"""How is a game read whose HUD the networks know: find the counters, then read their digits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from scoreboard.models import Reading
from workers.look.look import Gray
from workers.read.networks.digits import Digits, read_strips
from workers.read.networks.kinds import Profile
from workers.read.networks.scale import NARROW_STRIP_WIDTH, STRIP_DIGIT_PIXELS, STRIP_WIDTH, strip
from workers.read.readers.banner import read_banner
from workers.read.readers.count import MAX_KILLS, Counted, counted
from workers.read.readers.counters import Counter, Counters
from workers.read.readers.layout import search

MIN_PIXELS = 8
NARROW_PIXELS = 26.0
"""Digits no wider than this are read from a narrow strip: OpenCV does its columns in three tiles, not five."""
PLAIN = 0.99
"""Digits read with less chance than this are looked at again."""


class ProfileReader:
    """Reads the ``hud`` region of a game with a trained profile."""

    def __init__(self, profile: Profile, most_players: int) -> None:
        self._profile = profile
        self._most_players = most_players

    def read(self, crops: Mapping[str, Gray], frame_height: int) -> Reading:
        if "hud" not in crops or min(crops["hud"].shape) < MIN_PIXELS:
            return Reading(None, None, "unknown", 0.0, "the HUD is outside the frame")
        hud = crops["hud"]
        counters = [*search(hud, frame_height, self._profile)]
        readings = [self._reading(hud, each) for each in counters if each.alive or each.waiting]
        return _agreed(readings) if readings else _without_counter(crops, counters[-1].reason)

    def _reading(self, hud: Gray, counters: Counters) -> Reading:
        alive, kills = _read(hud, counters, self._most_players)
        if counters.waiting:
            return Reading(
                alive.number,
                kills.number,
                "waiting",
                counters.waiting,
                alive.reason,
                kills_confidence=kills.confidence,
            )
        return Reading(
            alive.number,
            kills.number,
            "playing",
            alive.confidence,
            alive.reason or kills.reason,
            kills_confidence=kills.confidence,
            mode="teams" if counters.squad else "",
        )


def _agreed(readings: list[Reading]) -> Reading:
    """Of several layouts that each found players the one that read a number; two that read different ones read none."""
    said = [reading for reading in readings if reading.alive is not None]
    if len({reading.alive for reading in said}) > 1:
        return Reading(None, None, "unknown", 0.0, "two layouts show different counts")
    return max(said or readings, key=lambda reading: reading.confidence)


def _without_counter(crops: Mapping[str, Gray], reason: str) -> Reading:
    banner = read_banner(crops["banner"]) if "banner" in crops else None
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


def _read(hud: Gray, counters: Counters, most_players: int) -> tuple[Counted, Counted]:
    shown = [counter for counter in (counters.alive, counters.kills) if counter]
    digits = dict(zip(shown, _digits(hud, shown), strict=True)) if shown else {}

    def count_of(counter: Counter | None, missing: str, least: int, most: int) -> Counted:
        if counter is None:
            return Counted(None, 0.0, missing)
        read = digits[counter]
        if _doubtful(hud, counter, read):
            return Counted(None, 0.0, "only part of the digits is legible")
        return counted(read.text, counter.chance * read.chance, least, most)

    return (
        count_of(counters.alive, counters.reason, 1, most_players),
        count_of(counters.kills, "no kills are shown", 0, MAX_KILLS),
    )


def _doubtful(hud: Gray, counter: Counter, read: Digits) -> bool:
    """Whether a digit may have been lost at an edge: seen a little wider and a little smaller it must read the same."""
    place = counter.place
    if len(read.text) == 1 and place.width > place.height:
        return True
    if not read.text or read.chance >= PLAIN:
        return False
    again = _digits(
        hud,
        [
            replace(counter, place=replace(place, width=place.width * 1.5)),
            replace(counter, place=replace(place, height=place.height * 1.12)),
        ],
    )
    return any(other.text != read.text or other.chance < 0.6 for other in again)


def _digits(hud: Gray, counters: list[Counter]) -> list[Digits]:
    """All strips as wide as the widest needs: what is left out costs nothing."""
    places = [counter.place for counter in counters]
    widths = [place.width * STRIP_DIGIT_PIXELS / place.height for place in places]
    strip_width = NARROW_STRIP_WIDTH if max(widths) <= NARROW_PIXELS else STRIP_WIDTH
    return read_strips(
        [strip(hud, place.x, place.y, place.height, strip_width) for place in places], widths
    )
