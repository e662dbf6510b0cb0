"""How does the ground pass behind a HUD that stands still?"""

from __future__ import annotations

import random
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from training.drawing.backgrounds import Backgrounds
from training.drawing.canvas import UNIT, Canvas
from workers.look.look import Gray
from workers.read.networks.scale import scaled

FRAMES = 7
_FASTEST = 0.9
"""Units a frame, each way: a camera that turns."""
_APPEARS = 0.25
"""How often the HUD comes up only in the last frames, as when a map or menu is closed."""


@dataclass(frozen=True, slots=True)
class Motion:
    """A ground larger than the canvas, and where the canvas lies on it in each frame."""

    ground: NDArray[np.float32]
    corners: list[tuple[float, float]]
    """Of the canvas, x and y in its pixels, the oldest frame first."""
    appears: int
    """The first frame with the HUD."""


def moving(backgrounds: Backgrounds, rng: random.Random, width: int, height: int) -> Motion:
    """A camera that turns at one speed, over scenery for a canvas of ``width`` and ``height``."""
    dx, dy = (UNIT * rng.uniform(-1, 1) * most for most in (_FASTEST, _FASTEST / 3))
    room = FRAMES - 1
    ground = backgrounds.cut(
        rng, width + round(abs(dx) * room) + 2, height + round(abs(dy) * room) + 2
    )
    start_x, start_y = max(0.0, -dx * room), max(0.0, -dy * room)
    corners = [(start_x + dx * number, start_y + dy * number) for number in range(FRAMES)]
    appears = FRAMES - rng.randint(1, 4) if rng.random() < _APPEARS else 0
    return Motion(ground, corners, appears)


def canvas_over(motion: Motion, width: int, height: int) -> Canvas:
    """The canvas of the last frame."""
    x, y = (round(corner) for corner in motion.corners[-1])
    pixels = motion.ground[y : y + height, x : x + width].copy()
    return Canvas(pixels, through=np.ones_like(pixels))


def frames_of(motion: Motion, canvas: Canvas, picture: Gray, factor: float) -> list[Gray]:
    """All frames, the last of which is ``picture``: the canvas at ``factor`` of its size."""
    assert canvas.through is not None
    height, width = picture.shape
    through = cv2.resize(canvas.through, (width, height), interpolation=cv2.INTER_AREA)
    ground = scaled(motion.ground.astype(np.uint8), factor)
    places = [
        (
            min(round(x * factor), ground.shape[1] - width),
            min(round(y * factor), ground.shape[0] - height),
        )
        for x, y in motion.corners
    ]
    views = [
        ground[max(0, y) : max(0, y) + height, max(0, x) : max(0, x) + width] for x, y in places
    ]
    now = views[-1].astype(np.float32)
    frames = []
    for number, view in enumerate(views[:-1]):
        moved = picture + (view - now) * through if number >= motion.appears else view
        frames.append(np.clip(moved, 0, 255).astype(np.uint8))
    return [*frames, picture]
