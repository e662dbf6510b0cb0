"""How does Call of Duty: Warzone draw its counters?"""

from __future__ import annotations

import random

from training.drawing import icons
from training.drawing.canvas import UNIT, Canvas, Ink, count, write
from training.drawing.hud import Hud
from training.scenes import clutter, duty


def draw(canvas: Canvas, rng: random.Random, held_out: bool) -> None:
    """Three persons and the squads, a person and the players, a skull and the kills."""
    ink = duty.ink(rng, held_out)
    x, middle = UNIT * rng.uniform(-1, 7), UNIT * rng.uniform(1.2, 3.3)
    if rng.random() < 0.2:
        clutter.patches(canvas, rng, middle)
    if rng.random() < 0.25:
        canvas.box(x, middle - UNIT, canvas.width - x, 2 * UNIT, 20, rng.uniform(0.1, 0.4))
    kills = str(rng.randint(0, 30)) if rng.random() < 0.35 else str(rng.randint(0, 9))
    parts: list[tuple[icons.Sign, str, str]] = [
        (icons.people, str(rng.randint(1, 60)), ""),
        (icons.person, count(rng, 152), "warzone_alive"),
        (icons.skull, kills, "warzone_kills"),
    ]
    if rng.random() < 0.2:
        parts = parts[1:]
    duty.row(canvas, rng, ink, x, middle, parts)
    _cash(canvas, rng, ink, middle)


def _cash(canvas: Canvas, rng: random.Random, ink: Ink, middle: float) -> None:
    if rng.random() < 0.4:
        below = middle + UNIT * rng.uniform(1.6, 2.2)
        write(canvas, ink, f"${rng.randint(100, 19999)}", UNIT * rng.uniform(3, 12), below)


HUD = Hud(draw, 16.5, 4.7, 14)
