"""What does a menu or a death screen leave of the HUD behind it?"""

from __future__ import annotations

import random

import cv2
import numpy as np
from numpy.typing import NDArray

from training.drawing.canvas import UNIT, Canvas


def dim(canvas: Canvas, rng: random.Random) -> None:
    """Darker, more so towards one side, and often a little out of focus."""
    if rng.random() < 0.4:
        sigma = UNIT * rng.uniform(0.03, 0.1)
        canvas.pixels[:] = cv2.GaussianBlur(canvas.pixels, (0, 0), sigma)
    canvas.light(slope(canvas, rng, 0.35, 0.7), rng.choice((0.0, rng.uniform(0, 25))))


def slope(canvas: Canvas, rng: random.Random, least: float, most: float) -> NDArray[np.float32]:
    """Shape of the canvas: from one value between ``least`` and ``most`` to another, along any direction."""
    here, there = rng.uniform(least, most), rng.uniform(least, most)
    across = np.linspace(0, 1, canvas.width, dtype=np.float32)[None]
    down = np.linspace(0, 1, canvas.height, dtype=np.float32)[:, None]
    share = np.float32(rng.random())
    along: NDArray[np.float32] = across * share + down * (1 - share)
    return np.float32(here) + along * np.float32(there - here)
