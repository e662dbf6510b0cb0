"""How did Call of Duty: Warzone draw its counters from 2020 on?"""

from __future__ import annotations

import random

from training.drawing import icons
from training.drawing.canvas import UNIT, Canvas, Ink, count, write
from training.drawing.hud import Hud
from training.scenes import clutter, columns, duty

DIGITS_OF_2026 = 0.0104 / 0.0194
"""How high they are, in digit heights of 2020."""


def draw(canvas: Canvas, rng: random.Random, held_out: bool) -> None:
    """One version. Some show the columns of 2026, which are read as another profile."""
    if rng.random() < 0.06:
        with duty.resized(canvas, DIGITS_OF_2026) as smaller:
            columns.draw(smaller, rng, held_out)
        canvas.hidden |= {"warzone_alive", "warzone_kills"}
        canvas.mark("2020 beside 2026")
    else:
        row(canvas, rng, held_out)


def row(canvas: Canvas, rng: random.Random, held_out: bool) -> None:
    """Three persons and the squads, a person and the players, a skull and the kills."""
    ink = duty.ink(rng, held_out)
    x, middle = UNIT * rng.uniform(-1, 7), UNIT * rng.uniform(1.2, 3.3)
    fate = rng.random()
    if fate < 0.2:
        _flatten(canvas, rng)
    elif fate < 0.4:
        clutter.patches(canvas, rng, middle)
    if rng.random() < 0.25:
        canvas.box(x, middle - UNIT, canvas.width - x, 2 * UNIT, 20, rng.uniform(0.1, 0.4))
    if rng.random() < 0.45:
        ink = duty.faint(canvas, rng, ink, (x, middle - UNIT, canvas.width - x, 2 * UNIT))
        canvas.mark("2020 faint")
    duty.row(canvas, rng, ink, x, middle, _parts(rng))
    _cash(canvas, rng, ink, middle)


def _parts(rng: random.Random) -> list[tuple[icons.Sign, str, str]]:
    kills = str(rng.randint(0, 30)) if rng.random() < 0.35 else str(rng.randint(0, 9))
    parts: list[tuple[icons.Sign, str, str]] = [
        (icons.people, str(rng.randint(1, 60)), ""),
        (icons.person, count(rng, 152), "warzone_alive"),
        (icons.skull, kills, "warzone_kills"),
    ]
    return parts[1:] if rng.random() < 0.2 else parts


def _flatten(canvas: Canvas, rng: random.Random) -> None:
    """Night, a wall in shade, the inside of a plane."""
    gain, mean = rng.uniform(0.0, 0.2), float(canvas.pixels.mean())
    canvas.light(gain, rng.uniform(10, 90) - gain * mean)


def _cash(canvas: Canvas, rng: random.Random, ink: Ink, middle: float) -> None:
    if rng.random() < 0.4:
        below = middle + UNIT * rng.uniform(1.6, 2.2)
        write(canvas, ink, f"${rng.randint(100, 19999)}", UNIT * rng.uniform(3, 12), below)


HUD = Hud(draw, 16.5, 4.7, 14)
