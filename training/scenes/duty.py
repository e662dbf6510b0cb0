"""What do Call of Duty's HUDs have in common?  Thin light digits with no box beside small signs."""

from __future__ import annotations

import random

from training.drawing import fonts, icons
from training.drawing.canvas import UNIT, Canvas, Ink, write


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
