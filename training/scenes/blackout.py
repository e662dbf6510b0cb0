"""How does Call of Duty: Blackout draw its counters?"""

from __future__ import annotations

import random

from training.drawing import icons
from training.drawing.canvas import UNIT, Canvas, count
from training.drawing.hud import Hud
from training.scenes import clutter, duty


def draw(canvas: Canvas, rng: random.Random, held_out: bool) -> None:
    """A person and the players; at times a skull and the kills beside."""
    ink = duty.ink(rng, held_out)
    number = count(rng, 100)
    parts: list[tuple[icons.Sign, str, str]] = [(icons.person, number, "blackout_alive")]
    if rng.random() < 0.4:
        skull: tuple[icons.Sign, str, str] = (
            icons.skull,
            str(rng.randint(0, 20)),
            "blackout_kills",
        )
        parts.insert(rng.choice((0, 1)), skull)
    middle = UNIT * rng.uniform(1.2, 3.4)
    if rng.random() < 0.2:
        clutter.patches(canvas, rng, middle)
    duty.row(canvas, rng, ink, UNIT * rng.uniform(0.5, 8 - 3 * len(parts)), middle, parts)


HUD = Hud(draw, 11.5, 4.6, 9)
