"""How are shapes and words laid over a picture without jagged edges?"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from arena.hud.fonts import Face, face

# HUDs are measured in units of a frame 1080 high; they are drawn at twice that and shrunk to 720.
FINE = 2
SHRINK = 3

Colour = tuple[int, int, int]
Point = tuple[float, float]
WHITE: Colour = (255, 255, 255)
BLACK: Colour = (0, 0, 0)


@dataclass(frozen=True)
class Overlay:
    """A translucent layer in the pixels of the broadcast: colour (BGR) and opacity (0 to 1), top left at (x, y)."""

    x: int
    y: int
    colour: NDArray[np.uint8]
    opacity: NDArray[np.float32]


class Canvas:
    """A rectangle of the frame to draw on; all coordinates are 1080-units of the whole frame, colours RGB."""

    def __init__(self, left: int, top: int, width: int, height: int) -> None:
        # Multiples of 3 units are multiples of 2 pixels at 720 lines, as the colour planes want them.
        self.left, self.top = left - left % 3, top - top % 3
        self._size = (FINE * (width + -width % 3), FINE * (height + -height % 3))
        self._colour = np.zeros((self._size[1], self._size[0], 3), np.float32)
        self._opacity = np.zeros((self._size[1], self._size[0]), np.float32)

    def polygon(self, points: Sequence[Point], colour: Colour, opacity: float = 1) -> None:
        mask, draw = self._mask()
        draw.polygon([self._place(x, y) for x, y in points], fill=255)
        self._lay(mask, colour, opacity)

    def line(
        self, points: Sequence[Point], width: float, colour: Colour, opacity: float = 1
    ) -> None:
        mask, draw = self._mask()
        draw.line(
            [self._place(x, y) for x, y in points],
            fill=255,
            width=round(width * FINE),
            joint="curve",
        )
        self._lay(mask, colour, opacity)

    def box(
        self,
        left: float,
        top: float,
        right: float,
        bottom: float,
        colour: Colour,
        opacity: float = 1,
    ) -> None:
        self.polygon([(left, top), (right, top), (right, bottom), (left, bottom)], colour, opacity)

    def disc(self, x: float, y: float, radius: float, colour: Colour, opacity: float = 1) -> None:
        self.oval(x - radius, y - radius, x + radius, y + radius, colour, opacity)

    def oval(
        self,
        left: float,
        top: float,
        right: float,
        bottom: float,
        colour: Colour,
        opacity: float = 1,
    ) -> None:
        mask, draw = self._mask()
        draw.ellipse([self._place(left, top), self._place(right, bottom)], fill=255)
        self._lay(mask, colour, opacity)

    def ring(
        self, x: float, y: float, radius: float, width: float, colour: Colour, opacity: float = 1
    ) -> None:
        mask, draw = self._mask()
        corners = [self._place(x - radius, y - radius), self._place(x + radius, y + radius)]
        draw.ellipse(corners, outline=255, width=round(width * FINE))
        self._lay(mask, colour, opacity)

    def text(
        self,
        words: str,
        at: Point,
        height: float,
        name: Face,
        colour: Colour = WHITE,
        *,
        align: Literal["l", "m", "r"] = "l",
        opacity: float = 1,
        shadow: float = 0,
    ) -> None:
        """Words whose digits span from `at` (left, middle or right; top) down `height` units."""
        x, y = self._place(at[0], at[1] + height)
        letters = face(name, height * FINE)
        if shadow:
            mask, draw = self._mask()
            draw.text(
                (x + 2, y + 2), words, font=letters, fill=255, anchor=f"{align}s", stroke_width=2
            )
            self._lay(mask, BLACK, shadow)
        mask, draw = self._mask()
        draw.text((x, y), words, font=letters, fill=255, anchor=f"{align}s")
        self._lay(mask, colour, opacity)

    def overlay(self) -> Overlay:
        size = (self._size[0] // SHRINK, self._size[1] // SHRINK)
        opacity = cv2.resize(self._opacity, size, interpolation=cv2.INTER_AREA)
        colour = cv2.resize(self._colour, size, interpolation=cv2.INTER_AREA)
        plain = colour / np.maximum(opacity, 1e-3)[..., None]
        bgr = np.clip(plain[..., ::-1], 0, 255).astype(np.uint8)
        return Overlay(
            self.left * FINE // SHRINK, self.top * FINE // SHRINK, bgr, opacity.astype(np.float32)
        )

    def _place(self, x: float, y: float) -> Point:
        return (x - self.left) * FINE, (y - self.top) * FINE

    def _mask(self) -> tuple[Image.Image, ImageDraw.ImageDraw]:
        mask = Image.new("L", self._size)
        return mask, ImageDraw.Draw(mask)

    def _lay(self, mask: Image.Image, colour: Colour, opacity: float) -> None:
        bounds = mask.getbbox()
        if bounds is None:
            return
        left, top, right, bottom = bounds
        cover = np.asarray(mask.crop(bounds), np.float32) * (opacity / 255)
        shown = self._colour[top:bottom, left:right]
        shown *= (1 - cover)[..., None]
        shown += cover[..., None] * np.array(colour, np.float32)
        self._opacity[top:bottom, left:right] *= 1 - cover
        self._opacity[top:bottom, left:right] += cover


def text_width(words: str, height: float, name: Face) -> float:
    """In units, set so that digits are `height` high."""
    return face(name, height * FINE).getlength(words) / FINE
