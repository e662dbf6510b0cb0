"""What stands under the plates?  The kill feed, whose numbers count nothing of ours."""

from __future__ import annotations

import random

from training.drawing import fonts
from training.drawing.canvas import UNIT, Canvas, Ink, write


def kill_feed(canvas: Canvas, rng: random.Random, held_out: bool, y: float) -> None:
    """Lines from the height ``y`` down, their right ends at the right."""
    ink = Ink(
        fonts.choose(rng, fonts.CONDENSED + fonts.ROUND, (400, 500), held_out),
        rng.uniform(170, 255),
        shadow=rng.choice((0, 0.5)),
        size=rng.uniform(0.5, 0.75),
    )
    while y < canvas.height:
        text = _line(rng)
        width = ink.width(text)
        x = canvas.width - UNIT * rng.uniform(0.2, 2) - width
        if rng.random() < 0.6:
            canvas.box(x - 6, y - UNIT * 0.5, width + 12, UNIT, 20, 0.4)
        write(canvas, ink, text, x, y)
        y += UNIT * rng.uniform(1.0, 1.4)


def _line(rng: random.Random) -> str:
    one, other = (
        "".join(
            rng.choice("abcdefghiklmnorstuvwxyz_0123456789XZ") for _ in range(rng.randint(4, 12))
        )
        for _ in range(2)
    )
    return rng.choice(
        (
            f"{one} killed {other} with SKS",
            f"{one} knocked out {other}",
            f"{one} - {rng.randint(2, 90)} left",
            f"{other} died. {rng.randint(2, 90)} left",
        )
    )
