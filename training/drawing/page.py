"""How does a game look that is shown small inside a page or a window?"""

from __future__ import annotations

import random
from dataclasses import replace

import cv2
import numpy as np

from training.drawing import fonts
from training.drawing.canvas import UNIT, Canvas, Ink, write

_OFF = (1.1, 0.8)
"""How far a place drawn by hand is off, across and down: standard deviations in units; 1.1 is .01 to .02 of a frame."""
_MOST = 2.2
_WORDS = (
    "LIVE", "Chat", "1,204", "Following", "Stream Chat", "Welcome to the chat!", "- o x", "Share", "00:42:17",
    "gg", "lol 3rd party", "720p60", "Settings", "Home", "87%", "Subscribe", "2K viewers", "#general", "12",
)  # fmt: skip


def embed(canvas: Canvas, rng: random.Random, held_out: bool) -> None:
    """Move the picture by what its place is off; beyond its right and upper edge the page begins.

    What an edge had cut stays cut, wherever it is moved to.
    """
    canvas.cut()
    dx, dy = (UNIT * max(-_MOST, min(_MOST, rng.gauss(0, off))) for off in _OFF)
    _move(canvas, round(dx), round(dy))
    shade = rng.choice((rng.uniform(225, 255), rng.uniform(8, 50), rng.uniform(50, 225)))
    line = (UNIT * rng.choice((0.0, 0.1, 0.3)), rng.uniform(0, 255))
    if dx < -1:
        right = canvas.width + dx
        canvas.box(right, 0, -dx + 1, canvas.height, shade)
        _write(canvas, rng, held_out, shade, (right, canvas.width), (0, canvas.height))
        canvas.box(right - line[0], 0, line[0], canvas.height, line[1], bool(line[0]))
    if dy > 1:
        canvas.box(0, 0, canvas.width, dy, shade)
        _write(canvas, rng, held_out, shade, (0, canvas.width), (0, dy - UNIT * 0.4))
        canvas.box(0, dy, canvas.width, line[0], line[1], bool(line[0]))


def _move(canvas: Canvas, dx: int, dy: int) -> None:
    matrix, size = np.array([[1.0, 0, dx], [0, 1.0, dy]]), (canvas.width, canvas.height)
    canvas.pixels[:] = cv2.warpAffine(
        canvas.pixels, matrix, size, flags=cv2.INTER_NEAREST, borderMode=cv2.BORDER_REPLICATE
    )
    canvas.labels[:] = [replace(label, x=label.x + dx, y=label.y + dy) for label in canvas.labels]


def _write(
    canvas: Canvas,
    rng: random.Random,
    held_out: bool,
    shade: float,
    across: tuple[float, float],
    down: tuple[float, float],
) -> None:
    """What a page or a title bar says there, cut where it ends."""
    font = fonts.choose(rng, fonts.ROUND, (400, 500, 700), held_out)
    ink = Ink(font, 245 if shade < 120 else 20, rng.uniform(0.5, 1.0), size=rng.uniform(0.4, 0.9))
    for _ in range(rng.randint(0, 3)):
        x, y = rng.uniform(*across), rng.uniform(*down)
        write(canvas, ink, rng.choice(_WORDS), x, y)
