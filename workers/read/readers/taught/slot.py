"""Which number stands beside a sign that was found?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

from scoreboard.rules import SAY
from scoreboard.taught.profile import Align, Sign
from workers.look.look import Gray
from workers.read.networks.digits import Digits, read_strips
from workers.read.networks.place import Place
from workers.read.networks.scale import NARROW_STRIP_WIDTH, STRIP_DIGIT_PIXELS, STRIP_WIDTH, strip
from workers.read.readers.count import SMALL_PIXELS, SMALL_SAY, Counted, counted
from workers.read.readers.taught.search import Found

NARROW_PIXELS = 26.0
AGREES: Mapping[Align, float] = {"left": 0.4, "center": 0.35, "right": 0.4}
"""What is seen with room for more digits, but with less chance than this, confirms nothing. The middle of two digits
is no digit: where one of them is lost, a look at the middle confirms nothing either."""
PLAIN = 0.99
"""Digits around a middle that are read with this chance are all that there are: with more room than they fill the
network is unsure of them where others may have been lost."""
EVEN = 0.25
"""A digit with less of the contrast of the plainest one is none: noise beside a white digit is read as another."""
HINT = 0.2
"""Three digits seen with this chance are not two."""


@dataclass(frozen=True, slots=True)
class Slot:
    """Where a number begins, ends or has its middle, in pixels of a picture."""

    x: float
    y: float
    height: float
    align: Align
    digit_width: float
    one_width: float

    def width_of(self, text: str) -> float:
        ones = text.count("1")
        return self.height * (self.one_width * ones + self.digit_width * (len(text) - ones))

    def columns_of(self, text: str) -> Iterator[tuple[float, float]]:
        """Where each digit of ``text`` begins and ends."""
        place = self.place_of(text)
        left = place.x - place.width / 2
        for digit in text:
            right = left + self.width_of(digit)
            yield left, right
            left = right

    def place_of(self, text: str) -> Place:
        """Where ``text`` would be."""
        width = self.width_of(text)
        shift = {"left": width / 2, "center": 0.0, "right": -width / 2}[self.align]
        return Place(self.x + shift, self.y, width, self.height, 1.0)


def slot_of(sign: Sign, found: Found, frame_height: int) -> Slot:
    """In pixels of the picture, from a place in pixels of the sign."""
    pixel = frame_height / sign.lines
    return Slot(
        (found.x + sign.digits_x * found.size) * pixel,
        (found.y + sign.digits_y * found.size) * pixel,
        sign.digit_height * found.size * pixel,
        sign.align,
        sign.digit_width,
        sign.one_width,
    )


@dataclass(frozen=True, slots=True)
class Asked:
    """A counter that was found, and what it may show."""

    slot: Slot
    least: int
    most: int
    likeness: float
    """0 to 1: how sure it is that this counter is here."""


def read_slots(picture: Gray, counters: Sequence[Asked]) -> list[Counted]:
    """The number of each, read with room for more digits and with room for its own alike."""
    pairs = digits_at(picture, [asked.slot.place_of("00") for asked in counters])
    return [_number(picture, *each) for each in zip(counters, pairs, strict=True)]


def _number(picture: Gray, asked: Asked, pair: Digits) -> Counted:
    wide = _of_three(picture, asked, pair) if _may_be_part(pair.text, asked.most) else pair
    if not wide.text or len(wide.text) > len(str(asked.most)):
        reason = "too many digits are shown" if wide.text else "no digits are shown"
        return Counted(None, wide.chance, reason)
    plain = wide.chance >= PLAIN
    close = digits_at(picture, [asked.slot.place_of(wide.text)])[0]
    if close.text != wide.text or wide.chance < AGREES[asked.slot.align]:
        return Counted(None, 0.0, "only part of the digits is legible")
    if asked.slot.align == "center" and len(wide.text) == 2 and not plain:
        middle = digits_at(picture, [asked.slot.place_of("0")])[0]
        if len(middle.text) == 1 and middle.chance >= PLAIN:
            return Counted(None, 0.0, "only part of the digits is legible")
    if not _is_even(picture, asked.slot, wide.text):
        return Counted(None, 0.0, "only part of the digits is legible")
    say = SMALL_SAY if asked.slot.height <= SMALL_PIXELS else SAY
    return counted(close.text, asked.likeness * close.chance, asked.least, asked.most, say)


def _is_even(picture: Gray, slot: Slot, text: str) -> bool:
    """Whether the digits have about one contrast."""
    top, bottom = round(slot.y - slot.height / 2), round(slot.y + slot.height / 2)
    rows = picture[max(0, top) : max(0, bottom) + 1]
    contrasts = []
    for left, right in slot.columns_of(text):
        pixels = rows[:, max(0, round(left)) : max(0, round(right)) + 1]
        if pixels.size:
            low, high = np.percentile(pixels, (5, 95))
            contrasts.append(float(high - low))
    return min(contrasts, default=0.0) >= EVEN * max(contrasts, default=0.0)


def _of_three(picture: Gray, asked: Asked, pair: Digits) -> Digits:
    """The three digits of which two may be a part, if there are three; even such as are no plausible number."""
    three = digits_at(picture, [asked.slot.place_of("000")])[0]
    return three if len(three.text) == 3 and three.chance >= HINT else pair


@cache
def _may_be_part(text: str, most: int) -> bool:
    """Whether a number of three digits up to ``most`` holds ``text``."""
    return any(text in str(number) for number in range(100, most + 1))


def digits_at(picture: Gray, places: Sequence[Place]) -> list[Digits]:
    return read_strips(*strips_at(picture, places))


def strips_at(picture: Gray, places: Sequence[Place]) -> tuple[list[Gray], list[float]]:
    """What the digit network is given of each place: its strip, and how much of it the digits fill."""
    widths = [place.width * STRIP_DIGIT_PIXELS / place.height for place in places]
    strip_width = NARROW_STRIP_WIDTH if max(widths) <= NARROW_PIXELS else STRIP_WIDTH
    strips = [strip(picture, place.x, place.y, place.height, strip_width) for place in places]
    return strips, [min(width, strip_width) for width in widths]
