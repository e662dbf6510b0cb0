"""How do Call of Duty's Warzone and Blackout draw their counters?  Thin light digits with no box beside small signs."""

from __future__ import annotations

import random

from training.drawing import fonts, icons
from training.drawing.canvas import UNIT, Canvas, Ink, count, write
from training.scenes import clutter


def warzone(canvas: Canvas, rng: random.Random, held_out: bool) -> None:
    """Three persons and the squads, a person and the players, a skull and the kills."""
    ink = _ink(rng, held_out)
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
    _row(canvas, rng, ink, x, middle, parts)
    _cash(canvas, rng, ink, middle)


def blackout(canvas: Canvas, rng: random.Random, held_out: bool) -> None:
    """A person and the players; at times a skull and the kills beside."""
    ink = _ink(rng, held_out)
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
    _row(canvas, rng, ink, UNIT * rng.uniform(0.5, 8 - 3 * len(parts)), middle, parts)


def _ink(rng: random.Random, held_out: bool) -> Ink:
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


def _row(
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


def _cash(canvas: Canvas, rng: random.Random, ink: Ink, middle: float) -> None:
    if rng.random() < 0.4:
        below = middle + UNIT * rng.uniform(1.6, 2.2)
        write(canvas, ink, f"${rng.randint(100, 19999)}", UNIT * rng.uniform(3, 12), below)
