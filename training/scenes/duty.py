"""What do Call of Duty's HUDs have in common?  Thin light digits with no box beside small signs."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import cv2
import numpy as np
from numpy.typing import NDArray

from training.drawing import fonts, icons
from training.drawing.canvas import UNIT, Canvas, Ink, write

Box = tuple[float, float, float, float]
"""Left, top, width and height in canvas pixels."""


def ink(rng: random.Random, held_out: bool) -> Ink:
    families = fonts.CONDENSED + fonts.SQUARE if rng.random() < 0.7 else fonts.ROUND
    font = fonts.choose(rng, families, (300, 400, 500, 600), held_out)
    return Ink(
        font,
        rng.uniform(205, 255),
        rng.uniform(0.6, 1.0),
        rng.uniform(0.85, 1.15),
        shadow=rng.choice((0, 0.2, 0.4, 0.6)),
        size=rng.uniform(0.88, 1.12),
    )


def set_off(canvas: Canvas, ink: Ink, box: Box, contrast: float) -> None:
    """Darken the picture where, in the mean of ``box``, ``ink`` is lighter by less than ``contrast`` grey levels."""
    ground, least = _ground(canvas, box), contrast / ink.opacity
    if ink.shade - ground < least:
        canvas.light(max(0.0, ink.shade - least) / ground)


def faint(canvas: Canvas, rng: random.Random, ink: Ink, box: Box) -> Ink:
    """``ink`` so transparent that it is lighter than the mean of ``box`` by a few dozen grey levels."""
    contrast = rng.uniform(24, 60)
    set_off(canvas, replace(ink, opacity=1.0), box, contrast + rng.uniform(0, 60))
    opacity = min(1.0, contrast / (ink.shade - _ground(canvas, box)))
    return replace(ink, opacity=opacity, shadow=ink.shadow * opacity)


def _ground(canvas: Canvas, box: Box) -> float:
    x, y, width, height = (max(0, round(value)) for value in box)
    return float(canvas.pixels[y : y + height, x : x + width].mean())


@contextmanager
def resized(canvas: Canvas, unit: float) -> Iterator[Canvas]:
    """``canvas`` for drawing what is measured in digits ``unit`` times as high; what is drawn there counts nothing."""
    size = (round(canvas.width / unit), round(canvas.height / unit))
    through = None if canvas.through is None else _scaled(canvas.through, size)
    other = Canvas(_scaled(canvas.pixels, size), through=through)
    yield other
    canvas.pixels[:] = _scaled(other.pixels, (canvas.width, canvas.height))
    if canvas.through is not None and other.through is not None:
        canvas.through[:] = _scaled(other.through, (canvas.width, canvas.height))


def _scaled(pixels: NDArray[np.float32], size: tuple[int, int]) -> NDArray[np.float32]:
    resized = cv2.resize(pixels, size, interpolation=cv2.INTER_AREA)
    return resized.astype(np.float32, copy=False)


def row(
    canvas: Canvas,
    rng: random.Random,
    ink: Ink,
    x: float,
    middle: float,
    parts: list[tuple[icons.Sign, str, str]],
) -> None:
    icon, gap, between = (
        UNIT * rng.uniform(0.9, 1.3),
        UNIT * rng.uniform(0.15, 0.5),
        UNIT * rng.uniform(0.5, 1.5),
    )
    slot = UNIT * rng.choice((0, 1.2, 1.7))
    for sign, number, kind in parts:
        sign(canvas, rng, x + icon / 2, middle, icon, ink.shade, ink.opacity)
        start = x + icon + gap
        x = max(write(canvas, ink, number, start, middle, kind), start + slot) + between
