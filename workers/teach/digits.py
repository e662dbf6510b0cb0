"""Where exactly are the digits beside a sign: what lets the network read what the labels say?"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np

from scoreboard.taught.profile import Align
from workers.look.look import Gray
from workers.read.networks.digits import chances_of
from workers.read.networks.scale import NARROW_STRIP_WIDTH
from workers.read.readers.count import DIGIT_WIDTH, ONE_WIDTH
from workers.read.readers.taught.slot import Slot, strips_at
from workers.teach.align import ALIGNS, Kind, offsets, spread
from workers.teach.view import Spot, View

LEAST = 0.05
"""A label is no less likely than this: one that is wrong, or hidden, must not outweigh the others."""
LIKELY, MOST = 0.5, 0.7
"""With less chance than this a label is not read; and of how many it must be read."""
TRUST_HEIGHT, TRUST_WIDTH, TRUST_PLACE = 0.2, 0.05, 0.02
"""How much the boxes are trusted: so much the likelihood must rise for a size e times as large, and for a place a pixel
off; four times as much for two pixels. A hand that errs by a pixel errs by a tenth of a digit's width."""
SIZES = (0.85, 0.92, 1.0, 1.08, 1.17)
STEPS = (-1.5, -0.75, 0.0, 0.75, 1.5)
"""In pixels of a view: a twentieth to a seventh of a digit's height."""
ROUNDS = 2
GAIN = 0.02
"""What is less likelier is as likely: then the edge that keeps its place best decides, or the middle of all that is."""
SHARPNESS = 6
"""How much less what is less likely counts for the middle: twice as much as the likelihood falls by 0.12."""
NARROWEST, WIDEST = 0.6, 1.4
"""Boxes around digits this much narrower or wider than usual are drawn badly."""


@dataclass(frozen=True, slots=True)
class Beside:
    """Where digits are from the middle of their sign, in pixels of a view."""

    x: float
    """Of the edge, or the middle, that ``align`` names."""
    y: float
    height: float
    align: Align
    digit_width: float = DIGIT_WIDTH
    one_width: float = ONE_WIDTH
    score: float = -math.inf
    """The mean logarithm of how likely the labels are."""

    def slot(self, x: float, y: float, pixel: float) -> Slot:
        """Where the middle of the sign is at (x, y), and its pixels are ``pixel`` times as large."""
        return Slot(
            x + self.x * pixel,
            y + self.y * pixel,
            self.height * pixel,
            self.align,
            self.digit_width,
            self.one_width,
        )


def beside(kind: Kind, spots: Mapping[View, Spot], texts: Mapping[View, str]) -> Beside:
    """From what the boxes say on: the edge and the size with which the labels are likeliest."""
    kinds = sorted((replace(kind, align=align) for align in ALIGNS), key=lambda k: spread(k, spots))
    usual = float(np.median([spot.height for spot in spots.values()]))
    wide = _width_share(spots, texts)
    widths = DIGIT_WIDTH * wide, ONE_WIDTH * wide
    starts = {
        each.align: Beside(*offsets(each, spots), usual, each.align, *widths) for each in kinds
    }
    if not texts:
        return starts[kinds[0].align]

    def likeliest(some: Iterator[Beside]) -> Beside:
        """The middle of all that is likely, or the likeliest where that is not between others."""
        tried = [_scored(each, starts[each.align], kind, texts) for each in some]
        middle = _middle(tried)
        return _best([_scored(middle, starts[middle.align], kind, texts), *tried])

    best = _best([likeliest(_across(start)) for start in starts.values()])
    for _ in range(ROUNDS):
        for others in (_down, _higher, _wider, _across):
            best = likeliest(others(best))
    return best


def _width_share(spots: Mapping[View, Spot], texts: Mapping[View, str]) -> float:
    """How many times as wide as usual the digits are by most of the boxes."""
    shares = []
    for view, text in texts.items():
        ones = text.count("1")
        usual = ONE_WIDTH * ones + DIGIT_WIDTH * (len(text) - ones)
        shares.append(spots[view].width / spots[view].height / usual)
    return float(np.clip(np.median(shares), NARROWEST, WIDEST)) if shares else 1.0


def keeps_its_place(found: Beside, kind: Kind, texts: Mapping[View, str]) -> bool:
    """Whether most labels can be read there: what stays where it is while the number moves is no sign of it."""
    chances = chances_in(found, kind, texts).values()
    return sum(chance >= LIKELY for chance in chances) >= MOST * len(chances)


def _best(some: list[Beside]) -> Beside:
    """The first one than which none is likelier by ``GAIN``."""
    most = max(each.score for each in some)
    return next(each for each in some if each.score >= most - GAIN)


def _middle(tried: list[Beside]) -> Beside:
    """Of all that is likely: what just is, is no longer where a sign is found half a pixel beside its place."""
    weights = [math.exp(SHARPNESS * each.score) for each in tried]
    x, y, height, digit, one = (
        float(np.average(values, weights=weights))
        for values in zip(
            *((t.x, t.y, t.height, t.digit_width, t.one_width) for t in tried), strict=True
        )
    )
    return replace(tried[0], x=x, y=y, height=height, digit_width=digit, one_width=one)


def _higher(best: Beside) -> Iterator[Beside]:
    """Higher digits are narrower in heights of them."""
    for factor in SIZES:
        yield replace(best, height=best.height * factor)


def _wider(best: Beside) -> Iterator[Beside]:
    for factor in SIZES:
        widths = best.digit_width * factor, best.one_width * factor
        yield replace(best, digit_width=widths[0], one_width=widths[1])


def _across(best: Beside) -> Iterator[Beside]:
    for step in STEPS:
        yield replace(best, x=best.x + step)


def _down(best: Beside) -> Iterator[Beside]:
    for step in STEPS:
        yield replace(best, y=best.y + step)


def _scored(tried: Beside, start: Beside, kind: Kind, texts: Mapping[View, str]) -> Beside:
    """By how likely the labels are both ways in which a look reads them, and by how far it is from the boxes."""
    chances = [
        *chances_in(tried, kind, texts).values(),
        *chances_in(tried, kind, texts, with_room=True).values(),
    ]
    likely = sum(math.log(max(LEAST, chance)) for chance in chances) / max(1, len(chances))
    likely -= TRUST_HEIGHT * abs(math.log(tried.height / start.height))
    likely -= TRUST_WIDTH * abs(math.log(tried.digit_width / start.digit_width))
    likely -= TRUST_PLACE * ((tried.x - start.x) ** 2 + (tried.y - start.y) ** 2)
    return replace(tried, score=likely)


def chances_in(
    tried: Beside, kind: Kind, texts: Mapping[View, str], with_room: bool = False
) -> dict[View, float]:
    """How likely the network finds each label where the digits would be, alone or with room for another one."""
    strips: dict[View, tuple[Gray, float]] = {}
    for view in kind.placed:
        if view in texts:
            found = kind.placed[view]
            slot = tried.slot(*view.back(found.x, found.y), 1 / view.factor)
            room = "0" * max(2, len(texts[view])) if with_room else texts[view]
            (strip,), (width,) = strips_at(view.frame.luma, [slot.place_of(room)])
            strips[view] = strip, width
    chances: dict[View, float] = {}
    for narrow in (True, False):
        some = [v for v in strips if (strips[v][0].shape[1] == NARROW_STRIP_WIDTH) is narrow]
        if some:
            cut, widths = zip(*(strips[view] for view in some), strict=True)
            read = chances_of([texts[view] for view in some], [*cut], [*widths])
            chances.update(zip(some, read, strict=True))
    return chances
