"""Which numbers do the counters show that were found?"""

from __future__ import annotations

from dataclasses import replace

from scoreboard.rules import SAY
from workers.look.look import Gray
from workers.read.networks.digits import Digits, read_strips
from workers.read.networks.scale import NARROW_STRIP_WIDTH, STRIP_DIGIT_PIXELS, STRIP_WIDTH, strip
from workers.read.readers.count import (
    LOOSE,
    MAX_KILLS,
    SMALL_PIXELS,
    SMALL_SAY,
    TOO_LITTLE,
    TOO_MUCH,
    Counted,
    counted,
    looseness,
)
from workers.read.readers.counters import Counter, Counters

NARROW_PIXELS = 26.0
"""Digits no wider than this are read from a narrow strip: OpenCV does its columns in three tiles, not five."""
PLAIN = 0.99
"""Digits read with less chance than this are looked at again."""
WIDER, SMALLER = 2.0, 1.12
"""How much of what is beside a box a second look takes in, and how much larger it takes the digits to be."""
AGREES = 0.6
"""With less chance than this a second look contradicts the first."""


def read_numbers(hud: Gray, counters: Counters, most_players: int) -> tuple[Counted, Counted]:
    """The players alive, at most ``most_players``, and the kills."""
    shown = [counter for counter in (counters.alive, counters.kills) if counter]
    digits = dict(zip(shown, _digits(hud, shown), strict=True)) if shown else {}

    def count_of(counter: Counter | None, missing: str, least: int, most: int) -> Counted:
        if counter is None:
            return Counted(None, 0.0, missing)
        read = digits[counter]
        say = SMALL_SAY if counter.place.height <= SMALL_PIXELS else SAY
        count = counted(read.text, counter.chance * read.chance, least, most, say)
        silent = count.number is None and count.nearly is None
        if silent or not _doubtful(hud, counter, read):
            return count
        return Counted(None, 0.0, "only part of the digits is legible")

    return (
        count_of(counters.alive, counters.reason, 1, most_players),
        count_of(counters.kills, "no kills are shown", 0, MAX_KILLS),
    )


def _doubtful(hud: Gray, counter: Counter, read: Digits) -> bool:
    """Whether a digit may have been lost: the box must fit, and, seen wider and a little smaller, it reads the same."""
    place = counter.place
    loose = looseness(read.text, place.width, place.height)
    one_is_lost = len(read.text) == 1 and place.width > place.height
    if one_is_lost or not TOO_LITTLE <= loose <= TOO_MUCH:
        return True
    if read.chance >= PLAIN and loose <= LOOSE:
        return False
    wider = replace(place, width=place.width * WIDER)
    smaller = replace(place, height=place.height * SMALLER)
    again = _digits(hud, [replace(counter, place=each) for each in (wider, smaller)])
    return any(other.text != read.text or other.chance < AGREES for other in again)


def _digits(hud: Gray, counters: list[Counter]) -> list[Digits]:
    """All strips as wide as the widest needs: what is left out costs nothing."""
    places = [counter.place for counter in counters]
    widths = [place.width * STRIP_DIGIT_PIXELS / place.height for place in places]
    strip_width = NARROW_STRIP_WIDTH if max(widths) <= NARROW_PIXELS else STRIP_WIDTH
    return read_strips(
        [strip(hud, place.x, place.y, place.height, strip_width) for place in places], widths
    )
