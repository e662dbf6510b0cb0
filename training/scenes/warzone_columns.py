"""How does Warzone draw its counters since 2026?  A number below each icon: squads, players, then kills or a plane."""

from __future__ import annotations

import random

from training.drawing.canvas import Canvas
from training.drawing.hud import Hud
from training.scenes import columns, duty, warzone

DIGITS_OF_2020 = 0.0194 / 0.0104
"""How high they are, in digit heights of 2026."""


def draw(canvas: Canvas, rng: random.Random, held_out: bool) -> None:
    """One version. Some have nothing to count: a lobby, or the row of 2020, which is read as another profile."""
    fate = rng.random()
    if fate < 0.05:
        columns.lobby(canvas, rng, held_out)
    elif fate < 0.11:
        with duty.resized(canvas, DIGITS_OF_2020) as larger:
            warzone.row(larger, rng, held_out)
        canvas.mark("2026 beside 2020")
        canvas.hidden |= {columns.ALIVE, columns.KILLS}
    else:
        columns.draw(canvas, rng, held_out)


HUD = Hud(draw, 30.8, 8.2, 16)
