"""What does a camera see that moves over the ground, and how does a HUD lie on it?"""

from __future__ import annotations

import random
from dataclasses import dataclass
from math import pi, sin

import cv2
import numpy as np
from numpy.typing import NDArray

from training.drawing.backgrounds import Backgrounds
from training.drawing.canvas import UNIT, Canvas
from training.drawing.hud import Hud
from workers.look.look import Gray
from workers.read.networks.scale import scaled

WIDTH, HEIGHT = 1280, 720
WORLD_WIDTH, WORLD_HEIGHT = 1800, 1100
GRAIN = 12.0
"""Deviation in gray levels of what the drawn grounds lack: grass, gravel, bark."""
STIR = (2.0, 12.0)
"""The same of what moves by itself, leaves, rain, fire: no frame foretells the next. At 1 Mbit/s the keyframes of
three films between 3 and 10 had quantizers of 28 to 39."""


class Shot:
    """Some seconds in one place, the camera swinging to and fro by up to 18 pixels a frame."""

    def __init__(self, rng: random.Random, grounds: Backgrounds) -> None:
        drawn = grounds.cut(rng, WORLD_WIDTH, WORLD_HEIGHT)
        noise = np.random.default_rng(rng.getrandbits(32)).standard_normal(drawn.shape, np.float32)
        noise = cv2.GaussianBlur(noise, (0, 0), 1.0).astype(np.float32, copy=False)
        noise /= noise.std()
        drawn += noise * GRAIN * rng.random()
        self._rng, self._noise = rng, (noise * rng.uniform(*STIR)).astype(np.int16)
        self._world = np.clip(drawn, 0, 255).astype(np.uint8)
        self._turns = [(2 * pi / rng.uniform(90, 240), rng.uniform(0, 2 * pi)) for _ in range(3)]
        self._colors = [_color(rng) for _ in range(2)]

    def picture(self, number: int) -> Gray:
        """The brightness of frame ``number``, shape (720, 1280)."""
        across, down, near = (sin(number * speed + start) for speed, start in self._turns)
        zoom = 0.93 + 0.07 * near
        x = (WORLD_WIDTH - zoom * WIDTH) / 2 * (1 + across)
        y = (WORLD_HEIGHT - zoom * HEIGHT) / 2 * (1 + down)
        matrix = np.array([[zoom, 0, x], [0, zoom, y]])
        flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
        seen = cv2.warpAffine(
            self._world, matrix, (WIDTH, HEIGHT), flags=flags, borderMode=cv2.BORDER_REPLICATE
        )
        return cv2.add(seen, self._stirred(), dtype=cv2.CV_8U).astype(np.uint8, copy=False)

    def _stirred(self) -> NDArray[np.int16]:
        left = self._rng.randrange(WORLD_WIDTH - WIDTH)
        top = self._rng.randrange(WORLD_HEIGHT - HEIGHT)
        return self._noise[top : top + HEIGHT, left : left + WIDTH]

    def planes(self, luma: Gray) -> Gray:
        """YUV 4:2:0, planes below one another: the color follows the brightness."""
        half = np.ascontiguousarray(luma[::2, ::2])
        color = [cv2.LUT(half, table).reshape(-1, WIDTH) for table in self._colors]
        return np.concatenate([luma, *color]).astype(np.uint8, copy=False)


def _color(rng: random.Random) -> NDArray[np.uint8]:
    dark, light = rng.uniform(112, 144), rng.uniform(100, 156)
    return np.linspace(dark, light, 256).astype(np.uint8)


@dataclass(frozen=True, slots=True)
class Overlay:
    """A HUD as it lies on any ground: of the ground ``keep`` is left, and ``light`` is added."""

    canvas: Canvas
    """For its labels, in its own pixels."""
    factor: float
    """Pixels of the frame for one of the canvas."""
    keep: NDArray[np.float32]
    light: NDArray[np.float32]

    def lay(self, picture: Gray, left: int, top: int) -> None:
        """Changes the picture in place; what lies outside of it is cut off."""
        under = picture[top : top + self.keep.shape[0], left : left + self.keep.shape[1]]
        height, width = under.shape
        under[:] = under * self.keep[:height, :width] + self.light[:height, :width]


def overlay(hud: Hud, seed: int, digit_pixels: float) -> Overlay:
    """Drawn on black and on white: whatever is blended over a ground depends on it linearly."""
    shape = round(hud.height * UNIT), round(hud.width * UNIT)
    dark, light = (Canvas(np.full(shape, ground, np.float32)) for ground in (0, 255))
    for canvas in (dark, light):
        hud.draw(canvas, random.Random(seed), True)
    assert dark.labels == light.labels
    factor = digit_pixels / UNIT
    on_black, on_white = (
        scaled(np.clip(canvas.pixels, 0, 255).astype(np.uint8), factor).astype(np.float32)
        for canvas in (dark, light)
    )
    return Overlay(dark, factor, np.maximum(on_white - on_black, 0) / 255, on_black)
