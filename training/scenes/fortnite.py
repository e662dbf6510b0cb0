"""How does Fortnite draw its counters?  One row under the minimap: clock m:ss, person N, skull N, at times squad N."""

from __future__ import annotations

import random

import numpy as np

from training.drawing import fonts, icons
from training.drawing.canvas import UNIT, Canvas, Ink, Label, count, write
from training.drawing.hud import Hud
from training.scenes import clutter


def draw(canvas: Canvas, rng: random.Random, held_out: bool) -> None:
    middle = UNIT * rng.uniform(2.4, 5.6)
    if rng.random() < 0.85:
        _minimap(canvas, rng, middle - UNIT * rng.uniform(0.9, 1.7))
    if rng.random() < 0.15:
        clutter.patches(canvas, rng, middle)
    row = _Row(rng, held_out)
    waiting = rng.random() < 0.25
    x = UNIT * rng.uniform(-2.5, 5.0)
    x = row.clock(canvas, rng, x, middle, waiting)
    x = row.counter(canvas, rng, x, middle, icons.person, count(rng, 100), "fortnite_alive")
    kills = str(rng.randint(0, 30)) if rng.random() < 0.4 else str(rng.randint(0, 9))
    x = row.counter(canvas, rng, x, middle, row.kill_icon, kills, "fortnite_kills")
    if rng.random() < 0.6:
        row.counter(canvas, rng, x, middle, icons.squad, str(rng.randint(0, 30)), "")


class _Row:
    """One version of the row."""

    def __init__(self, rng: random.Random, held_out: bool) -> None:
        font = fonts.choose(
            rng,
            fonts.ROUND if rng.random() < 0.8 else fonts.SQUARE + fonts.CONDENSED,
            (600, 700, 800),
            held_out,
        )
        self.ink = Ink(
            font,
            rng.uniform(225, 255),
            rng.uniform(0.85, 1.0),
            rng.uniform(0.85, 1.15),
            shadow=rng.choice((0, 0.25, 0.5, 0.8)),
            size=rng.uniform(0.88, 1.12),
        )
        self.disc_shade, self.disc_opacity = (
            rng.uniform(0, 70),
            rng.choice((0.0, 0.35, 0.55, 0.75, 0.9)),
        )
        self.icon = UNIT * rng.uniform(0.9, 1.35)
        self.radius = self.icon * rng.uniform(0.62, 0.85)
        self.icon_shade = rng.uniform(200, 255)
        self.icon_gap, self.slot_gap = UNIT * rng.uniform(0.12, 0.5), UNIT * rng.uniform(0.45, 1.5)
        self.slot = UNIT * rng.choice((0, 0, 1.3, 1.6, 1.9))
        self.kill_icon = rng.choice((icons.skull, icons.crosshair, icons.crosshair))

    def disc(self, canvas: Canvas, x: float, middle: float, shade: float, opacity: float) -> None:
        if opacity:
            canvas.disc(x, middle, self.radius, shade, opacity)

    def clock(
        self, canvas: Canvas, rng: random.Random, x: float, middle: float, waiting: bool
    ) -> float:
        center = x + self.radius
        colored = waiting or rng.random() < 0.3
        self.disc(
            canvas,
            center,
            middle,
            rng.uniform(60, 150) if colored else self.disc_shade,
            0.9 if colored else self.disc_opacity,
        )
        sign = icons.clock if waiting or rng.random() < 0.6 else icons.blob
        sign(canvas, rng, center, middle, self.icon, self.icon_shade, 1.0)
        right = center + self.radius
        if waiting:
            canvas_label(canvas, "fortnite_waiting", center, middle)
            return right + self.slot_gap
        text = f"{rng.randint(0, 14)}:{rng.randint(0, 59):02d}"
        return write(canvas, self.ink, text, right + self.icon_gap, middle) + self.slot_gap

    def counter(
        self,
        canvas: Canvas,
        rng: random.Random,
        x: float,
        middle: float,
        sign: icons.Sign,
        number: str,
        kind: str,
    ) -> float:
        """A sign in its disc and a number beside it; returns where the next one starts."""
        center = x + self.radius
        self.disc(canvas, center, middle, self.disc_shade, self.disc_opacity)
        sign(canvas, rng, center, middle, self.icon, self.icon_shade, 1.0)
        start = center + self.radius + self.icon_gap
        end = write(canvas, self.ink, number, start, middle, kind)
        return max(end, start + self.slot) + self.slot_gap


def canvas_label(canvas: Canvas, kind: str, x: float, y: float) -> None:
    """Mark a sign, one unit large, around (x, y)."""
    canvas.labels.append(Label(kind, "", x - UNIT / 2, y - UNIT / 2, UNIT, UNIT))


def _minimap(canvas: Canvas, rng: random.Random, bottom: float) -> None:
    if bottom <= 0:
        return
    left, right = UNIT * rng.uniform(-1, 3), canvas.width - UNIT * rng.uniform(-0.5, 2.5)
    canvas.box(left, 0, right - left, bottom, rng.uniform(40, 160), 0.8)
    rows = canvas.pixels[: round(bottom), max(0, round(left)) : round(right)]
    rows += np.float32(rng.uniform(5, 25)) * np.random.default_rng(
        rng.randrange(1 << 30)
    ).standard_normal(rows.shape).astype(np.float32)
    for _ in range(rng.randint(0, 5)):
        icons.blob(
            canvas,
            rng,
            rng.uniform(left, right),
            rng.uniform(0, bottom),
            UNIT * rng.uniform(0.5, 2),
            rng.uniform(0, 255),
            0.9,
        )
    if rng.random() < 0.3:
        ink = Ink(
            fonts.choose(rng, fonts.ROUND, (700,), False),
            255,
            shadow=0.8,
            size=rng.uniform(0.7, 1.2),
        )
        write(
            canvas,
            ink,
            rng.choice(("PUMPED POWER", "TILTED", "RETAIL ROW", "LAZY LAKE", "N", "CROSSING")),
            rng.uniform(left, right - 4 * UNIT),
            bottom - UNIT * rng.uniform(0.8, 2),
        )


HUD = Hud(draw, 21.5, 7.0, 24)
