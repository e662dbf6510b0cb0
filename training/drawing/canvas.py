"""How are plates, icons and digits put on a picture?

Everything is measured in ``unit``: the height of the HUD's digits, ``UNIT`` pixels on the canvas.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field

import cv2
import numpy as np
from numpy.typing import NDArray

from training.drawing.fonts import Font, text_mask

UNIT = 30.0


@dataclass(frozen=True, slots=True)
class Label:
    """A counter that is drawn: what it is, what it says, and the box around its digits in canvas pixels."""

    kind: str
    text: str
    x: float
    y: float
    width: float
    height: float


@dataclass(slots=True)
class Canvas:
    """A picture being drawn, brightness 0 to 255, and the labels of what was drawn on it."""

    pixels: NDArray[np.float32]
    labels: list[Label] = field(default_factory=list)
    hidden: set[str] = field(default_factory=set)
    """Kinds of which one was drawn and then covered or cut, in part at least."""
    note: str = ""
    """What is special on it, in a word or two; empty where nothing is. Measured as a row of its own."""
    through: NDArray[np.float32] | None = None
    """How much of the ground shows through each pixel, 0 to 1; kept only where the ground is to move."""

    def mark(self, note: str) -> None:
        """Of several special things the first one counts."""
        self.note = self.note or note

    def hide(self, x: float, y: float, width: float, height: float) -> None:
        """What stands there was painted over: in part at least, it is no longer shown."""
        self._drop([label for label in self.labels if _overlaps(label, x, y, width, height)])

    def cut(self) -> None:
        """Of what reaches over an edge only a part is shown."""
        self._drop([label for label in self.labels if not self.holds(label)])

    def holds(self, label: Label) -> bool:
        """Whether all of it is on the picture."""
        right, bottom = label.x + label.width, label.y + label.height
        return label.x >= 0 and label.y >= 0 and right <= self.width and bottom <= self.height

    def _drop(self, gone: list[Label]) -> None:
        self.hidden |= {label.kind for label in gone}
        self.labels[:] = [label for label in self.labels if label not in gone]

    @property
    def width(self) -> int:
        return int(self.pixels.shape[1])

    @property
    def height(self) -> int:
        return int(self.pixels.shape[0])

    def blend(
        self, x: float, y: float, mask: NDArray[np.uint8], shade: float, opacity: float = 1.0
    ) -> None:
        """Paint ``shade`` through ``mask`` with its top left corner at (x, y); what lies outside is cut."""
        left, top = round(x), round(y)
        x0, y0 = max(0, left), max(0, top)
        x1, y1 = min(self.width, left + mask.shape[1]), min(self.height, top + mask.shape[0])
        if x0 >= x1 or y0 >= y1:
            return
        alpha = mask[y0 - top : y1 - top, x0 - left : x1 - left].astype(np.float32) * (
            opacity / 255
        )
        target = self.pixels[y0:y1, x0:x1]
        target += (shade - target) * alpha
        if self.through is not None:
            self.through[y0:y1, x0:x1] *= 1 - alpha

    def light(self, gain: float | NDArray[np.float32], offset: float = 0.0) -> None:
        """Brighten or darken everything that is drawn so far."""
        self.pixels *= gain
        self.pixels += offset
        if self.through is not None:
            self.through *= gain

    def polygon(
        self, points: list[tuple[float, float]], shade: float, opacity: float = 1.0
    ) -> None:
        array = np.array(points, np.float32)
        left, top = np.floor(array.min(0)).astype(int) - 1
        width, height = (np.ceil(array.max(0)).astype(int) + 2) - (left, top)
        mask = np.zeros((max(1, int(height)), max(1, int(width))), np.uint8)
        cv2.fillPoly(
            mask, [np.round((array - (left, top)) * 16).astype(np.int32)], 255, cv2.LINE_AA, 4
        )
        self.blend(float(left), float(top), mask, shade, opacity)

    def outline(
        self,
        points: list[tuple[float, float]],
        shade: float,
        thickness: float,
        opacity: float = 1.0,
    ) -> None:
        array = np.array(points, np.float32)
        left, top = np.floor(array.min(0)).astype(int) - 4
        width, height = (np.ceil(array.max(0)).astype(int) + 5) - (left, top)
        mask = np.zeros((max(1, int(height)), max(1, int(width))), np.uint8)
        cv2.polylines(
            mask,
            [np.round((array - (left, top)) * 16).astype(np.int32)],
            True,
            255,
            max(1, round(thickness)),
            cv2.LINE_AA,
            4,
        )
        self.blend(float(left), float(top), mask, shade, opacity)

    def disc(
        self,
        x: float,
        y: float,
        radius: float,
        shade: float,
        opacity: float = 1.0,
        ring: float = 0.0,
    ) -> None:
        side = int(2 * radius + 4)
        mask = np.zeros((side, side), np.uint8)
        center = (round(side * 8), round(side * 8))
        cv2.circle(
            mask,
            center,
            round(radius * 16),
            255,
            max(1, round(ring)) if ring else -1,
            cv2.LINE_AA,
            4,
        )
        self.blend(x - side / 2, y - side / 2, mask, shade, opacity)

    def box(
        self, x: float, y: float, width: float, height: float, shade: float, opacity: float = 1.0
    ) -> None:
        self.blend(
            x,
            y,
            np.full((max(1, round(height)), max(1, round(width))), 255, np.uint8),
            shade,
            opacity,
        )


def _overlaps(label: Label, x: float, y: float, width: float, height: float) -> bool:
    across = min(x + width, label.x + label.width) - max(x, label.x)
    down = min(y + height, label.y + label.height) - max(y, label.y)
    return across > 1 and down > 1


@dataclass(frozen=True, slots=True)
class Ink:
    """How a HUD writes."""

    font: Font
    shade: float
    opacity: float = 1.0
    stretch: float = 1.0
    spacing: float = 0.0
    shadow: float = 0.0
    """Opacity of a dark edge around the letters."""
    size: float = 1.0
    """Height of its digits, in units."""

    def width(self, text: str) -> float:
        return float(self.mask(text).shape[1])

    def mask(self, text: str) -> NDArray[np.uint8]:
        return text_mask(self.font, text, UNIT * self.size, self.stretch, self.spacing)


def write(canvas: Canvas, ink: Ink, text: str, x: float, middle: float, kind: str = "") -> float:
    """Write ``text`` from ``x`` around the height ``middle``, label it as ``kind`` if named; return its right end."""
    mask = ink.mask(text)
    y = middle - mask.shape[0] / 2
    if ink.shadow:
        grown = cv2.GaussianBlur(
            cv2.copyMakeBorder(mask, 4, 4, 4, 4, cv2.BORDER_CONSTANT), (0, 0), 1.6
        )
        canvas.blend(x - 3, y - 3, grown.astype(np.uint8, copy=False), 0, ink.shadow)
    canvas.blend(x, y, mask, ink.shade, ink.opacity)
    if kind:
        canvas.labels.append(Label(kind, text, x, y, mask.shape[1], mask.shape[0]))
    return x + float(mask.shape[1])


def count(rng: random.Random, most: int) -> str:
    """A count as matches show it: every length often, every digit in every place."""
    digits = rng.random()
    if digits < 0.25:
        return str(rng.randint(0 if rng.random() < 0.3 else 1, 9))
    if digits < 0.9 or most < 100:
        return str(rng.randint(10, min(99, most)))
    return str(rng.randint(100, most)) if most > 100 else "100"
