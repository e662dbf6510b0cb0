"""How do digits look that somebody cut out of a HUD, of whatever game?"""

from __future__ import annotations

import random

import numpy as np

from training.drawing import fonts, icons
from training.drawing.backgrounds import Backgrounds
from training.drawing.canvas import UNIT, Canvas, Ink, Label, count, write
from workers.look.look import Gray
from workers.read.networks.scale import scaled


def crop(rng: random.Random, backgrounds: Backgrounds, held_out: bool) -> tuple[Gray, Label]:
    """A cut-out, tight or loose, and the number on it, in its pixels; one in eight shows none."""
    number = count(rng, 199) if rng.random() < 0.875 else ""
    ink = _ink(rng, held_out)
    width = ink.width(number) if number else UNIT * rng.uniform(0.8, 2.4)
    left, right = _margin(rng), _margin(rng)
    above, below = (UNIT * rng.uniform(0.02, 0.7 if rng.random() < 0.3 else 0.4) for _ in range(2))
    height = UNIT * ink.size + above + below
    canvas = Canvas(
        backgrounds.cut(rng, round(width + left + right + 4 * UNIT), round(height + 2 * UNIT))
    )
    x, middle = 2 * UNIT + left, UNIT + above + UNIT * ink.size / 2
    _ground(canvas, rng, ink, x, width, middle)
    _neighbours(canvas, rng, ink, x, width, middle, left, right)
    if number:
        write(canvas, ink, number, x, middle)
    if rng.random() < 0.6:
        canvas.pixels *= 219 / 255
        canvas.pixels += 16
    shown = canvas.pixels[
        round(UNIT) : round(UNIT + height), round(2 * UNIT) : round(2 * UNIT + left + width + right)
    ]
    factor = min(60.0, max(8.0, rng.lognormvariate(2.8, 0.45))) / UNIT
    label = Label(
        "", number, left * factor, above * factor, width * factor, UNIT * ink.size * factor
    )
    return scaled(np.clip(shown, 0, 255).astype(np.uint8), factor), label


def _margin(rng: random.Random) -> float:
    return UNIT * rng.uniform(-0.08, 1.3 if rng.random() < 0.25 else 0.7)


def _ink(rng: random.Random, held_out: bool) -> Ink:
    font = fonts.choose(
        rng,
        rng.choice((fonts.CONDENSED, fonts.SQUARE, fonts.ROUND)),
        (300, 400, 500, 600, 700, 800),
        held_out,
    )
    dark = rng.random() < 0.3
    shade = rng.uniform(0, 70) if dark else rng.uniform(190, 255)
    return Ink(
        font,
        shade,
        rng.uniform(0.65, 1.0),
        rng.uniform(0.8, 1.2),
        shadow=0 if dark else rng.choice((0, 0, 0.3, 0.6)),
        size=rng.uniform(0.9, 1.1),
    )


def _ground(
    canvas: Canvas, rng: random.Random, ink: Ink, x: float, width: float, middle: float
) -> None:
    """A plate behind the digits; dark digits need a light one."""
    if ink.shade < 128 or rng.random() < 0.5:
        light = ink.shade < 128
        shade, opacity = (
            (rng.uniform(190, 255), 0.95) if light else (rng.uniform(0, 80), rng.uniform(0.2, 0.95))
        )
        pad, half = UNIT * rng.uniform(0.1, 0.9), UNIT * rng.uniform(0.6, 1.2)
        canvas.box(x - pad, middle - half, width + 2 * pad, 2 * half, shade, opacity)


def _neighbours(
    canvas: Canvas,
    rng: random.Random,
    ink: Ink,
    x: float,
    width: float,
    middle: float,
    left: float,
    right: float,
) -> None:
    """What the cut left of a sign, a plate or another line beside the digits."""
    if rng.random() < 0.4:
        sign = rng.choice((icons.person, icons.skull, icons.crosshair))
        center, dark = x - UNIT * rng.uniform(0.75, 1.7), rng.random() < 0.5
        if dark:
            canvas.disc(
                center,
                middle,
                UNIT * rng.uniform(0.7, 0.95),
                255 - ink.shade,
                rng.uniform(0.4, 0.9),
            )
        sign(canvas, rng, center, middle, UNIT * rng.uniform(1.0, 1.4), ink.shade, ink.opacity)
    if rng.random() < 0.2:
        canvas.box(
            x + width + right * rng.uniform(0.5, 1.0),
            0,
            3 * UNIT,
            canvas.height,
            rng.uniform(0, 255),
            0.6,
        )
    if rng.random() < 0.15:
        line = Ink(ink.font, ink.shade, ink.opacity, size=rng.uniform(0.5, 0.9))
        offset = rng.choice((-1, 1)) * UNIT * rng.uniform(1.05, 1.6)
        text = rng.choice(("killed with", "Player_01", "SQUADS", "15:04", "alive"))
        write(canvas, line, text, 1.5 * UNIT, middle + offset)
