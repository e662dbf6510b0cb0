"""What else may be where a counter is: desktops, menus, chats, overlays, numbers that count something else."""

from __future__ import annotations

import random
import re

from training.drawing import fonts, icons
from training.drawing.canvas import UNIT, Canvas, Ink, Label, write

FOREIGN = "foreign"
"""The kind of a number that counts something else: the word beside it means nothing."""
_PHRASES = (
    "{a}/{b}",
    "SUB GOAL {a}/{b}",
    "{a}",
    "{a} FPS",
    "{a}:{c}",
    "#{a}",
    "#1/{a}",
    "{a}%",
    "LEVEL {a}",
    "x{a}",
    "{a} left",
    "{a} TEAMS",
    "{a} MIN",
    "{a} ASSISTS",
    "{a} WATCHING",
    "{a} / {c}",
    "{b} viewers",
    "TOP {a}",
    "SCORE {b}",
    "{a} ms",
    "${b}",
    "SETTINGS",
    "INVENTORY",
    "PLAY",
    "LOBBY",
    "NEXT MATCH IN {a}",
    "RANK {a}",
    "FOLLOW",
    "Documents",
    "File Edit View",
    "MATCH SUMMARY",
    "{a} KILLS",
    "DAMAGE {b}",
    "{a} PLAYERS",
    "READY {a}/4",
    "{c}.{c}.{a}",
    "{a} - {c}",
)


def draw(canvas: Canvas, rng: random.Random, held_out: bool) -> None:
    """A picture that shows no counter: anything from plain scenery to a page full of numbers."""
    for _ in range(rng.choice((0, 0, 1, 3, 8, 16))):
        phrase(canvas, rng, held_out)
    for _ in range(rng.choice((0, 0, 1, 3))):
        sign = rng.choice(
            (icons.person, icons.people, icons.skull, icons.crosshair, icons.clock, icons.blob)
        )
        sign(
            canvas,
            rng,
            rng.uniform(0, canvas.width),
            rng.uniform(0, canvas.height),
            UNIT * rng.uniform(0.7, 2.5),
            rng.uniform(0, 255),
            rng.uniform(0.5, 1),
        )


def phrase(canvas: Canvas, rng: random.Random, held_out: bool) -> None:
    """A line of text, at times on a plate of its own; what it is written over is hidden."""
    families = rng.choice((fonts.CONDENSED, fonts.SQUARE, fonts.ROUND))
    dark = rng.random() < 0.3
    shade = rng.uniform(0, 60) if dark else rng.uniform(190, 255)
    ink = Ink(
        fonts.choose(rng, families, (400, 500, 600, 700), held_out),
        shade,
        shadow=0 if dark else rng.choice((0, 0.5)),
        size=rng.uniform(0.4, 1.6),
    )
    text = rng.choice(_PHRASES).format(
        a=rng.randint(0, 150), b=rng.randint(100, 9999), c=rng.randint(10, 59)
    )
    width = ink.width(text)
    x, y = rng.uniform(-width / 3, canvas.width - UNIT), rng.uniform(0, canvas.height)
    if rng.random() < 0.4:
        pad = UNIT * rng.uniform(0.1, 0.6)
        plate = (
            x - pad,
            y - UNIT * ink.size - pad / 2,
            width + 2 * pad,
            2 * UNIT * ink.size + pad,
        )
        canvas.box(*plate, 255 - ink.shade, rng.uniform(0.3, 1))
        canvas.hide(*plate)
    height = ink.mask(text).shape[0]
    write(canvas, ink, text, x, y)
    canvas.hide(x, y - height / 2, width, height)
    if number := re.match(r"\d+", text):
        end = ink.width(number[0])
        canvas.labels.append(Label(FOREIGN, "", x, y - UNIT * ink.size / 2, end, UNIT * ink.size))


def patches(canvas: Canvas, rng: random.Random, middle: float) -> None:
    """Something bright or dark behind part of a row at ``middle``: roofs, clouds, posts."""
    for _ in range(rng.randint(1, 4)):
        x, y = rng.uniform(-2 * UNIT, canvas.width), middle + UNIT * rng.gauss(0, 1)
        width, height, lean = (
            UNIT * rng.uniform(0.3, 4),
            UNIT * rng.uniform(0.3, 4),
            UNIT * rng.uniform(-2, 2),
        )
        corners = [
            (x, y - height),
            (x + width, y - height),
            (x + width + lean, y + height),
            (x + lean, y + height),
        ]
        canvas.polygon(corners, rng.choice((255, rng.uniform(0, 255))), rng.uniform(0.3, 1.0))


def cover(canvas: Canvas, rng: random.Random, held_out: bool) -> None:
    """An overlay on top: what it hides is no longer shown."""
    width, height = UNIT * rng.uniform(1.5, 9), UNIT * rng.uniform(1, 5)
    x, y = (
        rng.uniform(-width / 2, canvas.width - width / 2),
        rng.uniform(-height / 2, canvas.height - height / 2),
    )
    canvas.box(x, y, width, height, rng.uniform(0, 255), 1.0)
    canvas.hide(x, y, width, height)
    if rng.random() < 0.5:
        phrase(canvas, rng, held_out)
