"""What is a labelled frame, and how does it look to whoever compares it with others?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

import cv2
import numpy as np

from scoreboard.taught.profile import UNIT
from workers.look.cut import without_bars
from workers.look.look import Gray
from workers.read.networks.scale import scaled
from workers.read.readers.taught.gradients import Gradients, gradients

BESIDE, ABOVE = 80, 38
"""How far from the digits' middle a sign may reach, in pixels of a view: eight and four times their height."""
BORDER = 130
"""Nothing, around a view: what is near a frame's edge is compared as well."""
NEARLY = 1.2
"""How many times as high as usual, or as low, digits may be in a view that another counter's have chosen."""
STEP = 20
"""Views are as high as a multiple of this, so that one frame less makes no others."""


@dataclass(frozen=True, slots=True)
class Box:
    """Around digits, in pixels of the game's picture; the middle, the width and the height."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """A frame, and what is said of it."""

    file: str
    luma: Gray
    """The game's picture, bars taken off."""
    unit: float
    """What fractions across are fractions of, in pixels, counted from the right edge."""
    shown: dict[str, int | None] = field(default_factory=dict)
    """By field; ``None``: not shown. A field that is left out is not known."""
    boxes: dict[str, Box] = field(default_factory=dict)
    waiting: bool = False

    @property
    def height(self) -> int:
        return int(self.luma.shape[0])

    def shows(self, field: str) -> bool:
        return self.shown.get(field) is not None


def frame_of(file: str, picture: Gray) -> Frame:
    """A frame of which nothing is said."""
    return frame_at(file, picture)[0]


def frame_at(file: str, picture: Gray) -> tuple[Frame, int, int]:
    """The frame, and where it begins in ``picture``."""
    seen = without_bars(picture)
    left, top = round(seen.left), round(seen.top)
    luma = picture[top : top + round(seen.height), left : left + round(seen.width)]
    return Frame(file, luma, seen.unit), left, top


@dataclass(frozen=True, slots=True)
class Spot:
    """Where digits are in a view: their middle, and their size in pixels of it."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True, eq=False)
class View:
    """A frame at the size at which signs are compared, with a border."""

    frame: Frame
    lines: float
    """How many pixels of the view the frame is high."""
    field: Gradients

    @property
    def factor(self) -> float:
        """Pixels of the view for one of the frame."""
        return self.lines / self.frame.height

    def at(self, x: float, y: float) -> tuple[float, float]:
        """Where a place of the frame is in the view."""
        return x * self.factor + BORDER, y * self.factor + BORDER

    def spot(self, box: Box) -> Spot:
        return Spot(*self.at(box.x, box.y), box.width * self.factor, box.height * self.factor)

    def back(self, x: float, y: float) -> tuple[float, float]:
        return (x - BORDER) / self.factor, (y - BORDER) / self.factor

    def piece(self, x: float, y: float, beside: float = BESIDE, above: float = ABOVE) -> Gradients:
        """What is around (x, y), to the nearest pixel: shape (2 above + 1, 2 beside + 1, 2)."""
        column, row, across, down = round(x), round(y), round(beside), round(above)
        rows = slice(max(0, row - down), max(0, row + down + 1))
        columns = slice(max(0, column - across), max(0, column + across + 1))
        return self.field[rows, columns]


@lru_cache(maxsize=256)
def view_of(frame: Frame, lines: float) -> View:
    """The frame as high as ``lines`` pixels."""
    factor = lines / frame.height
    field = gradients(scaled(frame.luma, factor))
    bordered = cv2.copyMakeBorder(field, BORDER, BORDER, BORDER, BORDER, cv2.BORDER_CONSTANT)
    return View(frame, lines, bordered.astype(np.float32, copy=False))


def lines_of(boxes: Mapping[Frame, Box], beside: float = 0.0) -> float:
    """How high a view is in which the digits are ``UNIT`` pixels high, by most of the boxes.

    Where a view of ``beside`` lines does nearly as well, that one: one look then makes one view of both counters.
    """
    share = float(np.median([box.height / frame.height for frame, box in boxes.items()]))
    lines = round(UNIT / share / STEP) * STEP
    return beside if lines / NEARLY <= beside <= lines * NEARLY else lines
