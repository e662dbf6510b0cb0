"""Where are the digits in frames whose labels give no box?  Wherever the digit network reads what the label says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from workers.look.look import Gray
from workers.read.networks.digits import chances_of, read_strips
from workers.read.networks.place import Place
from workers.read.networks.scale import scaled
from workers.read.readers.count import DIGIT_WIDTH, ONE_WIDTH
from workers.read.readers.taught.slot import strips_at
from workers.teach.view import Box, Frame

SEEN_LINES = 720
"""Digits are searched in frames of this height: the lowest ones are then five pixels high."""
DIGIT_SHARES = (0.008, 0.05)
"""How high digits are, as fractions of the frame's height."""
ASPECTS = (0.15, 1.1)
"""How wide a digit is, in heights of it."""
MAX_PLACES = 1500
"""In a frame; of more the largest are read."""
LEVELS = (25, 45, 70, 110, 150)
"""How much brighter or darker than what is around them, in gray levels, shapes may be."""
LEGIBLE = 0.8
"""With less chance than this the network does not read a label."""
APART = 0.06, 0.025
"""How far a counter moves between frames, across and down, in heights of the frame; its size by a fifth at most."""
SIZE = 1.2
SHARPNESS = 4
"""How much more a sure place counts than an unsure one."""
REACH, ALIKE = (14.0, 6.0), 1.6
"""How far from the players, across and down, other counters are, in heights of their digits; and how many times as
large, or as small, theirs are at most."""
MIN_FRAMES, MIN_NUMBERS = 3, 3
"""What is found in fewer frames, or always says the same, is chance."""
STEPS_ACROSS, STEPS_DOWN = np.arange(-2.5, 2.51, 0.3), np.arange(-1.0, 1.01, 0.25)
"""Where digits are tried around a place that other frames tell, in heights of them."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place where a label can be read."""

    frame: Frame
    box: Box
    chance: float

    @property
    def where(self) -> tuple[float, float, float]:
        """From the right edge, from the top, and the size, in heights of the frame."""
        frame, box = self.frame, self.box
        lines = frame.height
        return (frame.luma.shape[1] - box.x) / lines, box.y / lines, box.height / lines


def located(
    labels: Mapping[Frame, str], boxes: Mapping[Frame, Box], beside: Mapping[Frame, Box]
) -> dict[Frame, Box]:
    """A box for as many frames as it is found in; ``boxes`` are those that are given.

    Where there is one ``beside`` it, it is not far.
    """
    known = dict(boxes) or _anywhere(labels, beside)
    if not known:
        return {}
    places = [Candidate(frame, box, 1.0).where for frame, box in known.items()]
    usual = tuple(float(np.median(values)) for values in zip(*places, strict=True))
    for frame, text in labels.items():
        if frame not in known and (box := _near(frame, text, usual)):
            known[frame] = box
    return known


def _near(frame: Frame, text: str, where: Sequence[float]) -> Box | None:
    """The box around ``text`` near where other frames have theirs."""
    height = where[2] * frame.height
    x, y = frame.luma.shape[1] - where[0] * frame.height, where[1] * frame.height
    width = _width(text, height)
    places = [
        Place(x + float(across) * height, y + float(down) * height, width, height, 1.0)
        for down in STEPS_DOWN
        for across in STEPS_ACROSS
    ]
    chances = np.array(chances_of([text] * len(places), *strips_at(frame.luma, places)))
    best = places[int(chances.argmax())]
    if chances.max() < LEGIBLE:
        return None
    # The network reads digits that are somewhat off as well: the middle of all such places is theirs.
    near = [abs(place.x - best.x) <= height and abs(place.y - best.y) <= height for place in places]
    weights = chances**SHARPNESS * near
    x, y = (float(np.average(values, weights=weights)) for values in _coordinates(places))
    return Box(x, y, width, height)


def _coordinates(places: Sequence[Place]) -> tuple[list[float], list[float]]:
    return [place.x for place in places], [place.y for place in places]


def _anywhere(labels: Mapping[Frame, str], beside: Mapping[Frame, Box]) -> dict[Frame, Box]:
    """Where most frames have their label at one place, in one size."""
    found = [
        each
        for frame, text in labels.items()
        for each in _candidates(frame, text)
        if frame not in beside or _is_beside(each.box, beside[frame])
    ]
    best: dict[Frame, Candidate] = {}
    for each in found:
        group = _alike(each, found)
        if len({labels[frame] for frame in group}) >= MIN_NUMBERS and _weight(group) > _weight(
            best
        ):
            best = group
    return {frame: each.box for frame, each in best.items()} if len(best) >= MIN_FRAMES else {}


def _is_beside(box: Box, other: Box) -> bool:
    """In reach, and of another place and about its size."""
    across, down = (abs(box.x - other.x), abs(box.y - other.y))
    apart = across > (box.width + other.width) / 2 or down > (box.height + other.height) / 2
    near = across <= REACH[0] * other.height and down <= REACH[1] * other.height
    return near and apart and 1 / ALIKE <= box.height / other.height <= ALIKE


def _weight(group: Mapping[Frame, Candidate]) -> float:
    return sum(each.chance for each in group.values())


def _alike(one: Candidate, found: Sequence[Candidate]) -> dict[Frame, Candidate]:
    """The surest of each frame that is where ``one`` is."""
    group: dict[Frame, Candidate] = {}
    right, top, size = one.where
    for each in found:
        where = each.where
        near = abs(where[0] - right) <= APART[0] and abs(where[1] - top) <= APART[1]
        if near and 1 / SIZE <= where[2] / size <= SIZE:
            before = group.get(each.frame)
            if before is None or each.chance > before.chance:
                group[each.frame] = each
    return group


def _candidates(frame: Frame, text: str) -> Iterator[Candidate]:
    """Each place where the network reads ``text``."""
    factor = SEEN_LINES / frame.height
    small = scaled(frame.luma, factor)
    places = sorted(_rows(small, len(text)), key=lambda place: -place.height)[:MAX_PLACES]
    for start in range(0, len(places), 64):
        some = places[start : start + 64]
        for place, read in zip(some, read_strips(*strips_at(small, some)), strict=True):
            if read.text == text and read.chance >= LEGIBLE:
                box = Box(
                    *(side / factor for side in (place.x, place.y, place.width, place.height))
                )
                yield Candidate(frame, box, read.chance)


def _rows(picture: Gray, count: int) -> Iterator[Place]:
    """Wherever ``count`` shapes as digits are stand side by side, brighter or darker than what is around them."""
    side = round(picture.shape[0] * DIGIT_SHARES[1])
    for way in (cv2.MORPH_TOPHAT, cv2.MORPH_BLACKHAT):
        square = np.ones((side, side), np.uint8)
        raised = cv2.morphologyEx(picture, way, square).astype(np.uint8, copy=False)
        for level in LEVELS:
            yield from _row_of(_shapes(raised, level, picture.shape[0]), count)


def _shapes(raised: Gray, level: int, lines: int) -> list[tuple[int, int, int, int]]:
    """Left, top, width and height of each shape as large as a digit, from the left."""
    mask = (raised > level).astype(np.uint8)
    _, _, boxes, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    heights, widths = boxes[:, cv2.CC_STAT_HEIGHT], boxes[:, cv2.CC_STAT_WIDTH]
    low, high = (share * lines for share in DIGIT_SHARES)
    fit = (heights >= low) & (heights <= high)
    fit &= (widths >= ASPECTS[0] * heights) & (widths <= ASPECTS[1] * heights)
    return sorted((int(x), int(y), int(w), int(h)) for x, y, w, h in boxes[fit][:, :4])


def _row_of(shapes: Sequence[tuple[int, int, int, int]], count: int) -> Iterator[Place]:
    for index, (left, top, width, height) in enumerate(shapes):
        right = left + width
        found = 1
        for x, y, w, h in shapes[index + 1 :]:
            if found == count or x > right + height:
                break
            level = abs(y - top) <= 0.15 * height and abs(h - height) <= 0.2 * height
            if level and x >= right - 0.1 * height:
                right, found = x + w, found + 1
        if found == count:
            yield Place((left + right) / 2, top + height / 2, right - left, height, 1.0)


def _width(text: str, height: float) -> float:
    ones = text.count("1")
    return height * (ONE_WIDTH * ones + DIGIT_WIDTH * (len(text) - ones))
