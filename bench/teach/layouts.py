"""Three ways to draw the counters that the project has no reader for; in fonts that training never saw."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass

from training.drawing import fonts, icons
from training.drawing.canvas import UNIT, Canvas, Ink, write
from training.drawing.hud import Draw, Hud

SKETCH = 7
"""One seed for the icons: a game draws them alike in every frame."""


@dataclass(frozen=True, slots=True)
class Screen:
    """What a frame shows of the counters."""

    alive: int | None
    """``None``: no counter is shown."""
    kills: int | None
    waiting: bool = False
    seed: int = 0
    """What else changes from frame to frame, where anything does."""

    @classmethod
    def drawn(cls, rng: random.Random) -> Screen:
        if rng.random() < 0.1:
            return cls(None, None)
        alive = rng.choice((rng.randint(1, 9), rng.randint(10, 99), rng.randint(10, 99), 100))
        return cls(alive, rng.choice((0, 0, 1, 2, 3, 5, 8, 12, 17)))


@dataclass(frozen=True, slots=True)
class Layout:
    """One game's corner: where it is, and how it is drawn."""

    name: str
    digit_height: float
    """As a fraction of the frame's height."""
    x: float
    """The left edge of the corner in heights of the frame; 16 / 9 is the right edge."""
    y: float
    width: float
    """In heights of the digits, like ``height``."""
    height: float
    paint: Callable[[Canvas, Screen], None]

    def screen(self, rng: random.Random) -> Screen:
        """What one frame shows."""
        return Screen.drawn(rng)

    def hud(self, screen: Screen) -> Hud:
        """Of one screen; the seed that it is drawn with changes nothing."""
        draw: Draw = lambda canvas, _rng, _held_out: (  # noqa: E731
            self.paint(canvas, screen) if screen.alive is not None else None
        )
        return Hud(draw, self.width, self.height, 0)


def _below(canvas: Canvas, screen: Screen) -> None:
    """Each number below its icon, on the bare picture."""
    ink = Ink(fonts.choose(random.Random(1), ("titillium-web",), (600,), True), 245, shadow=0.5)
    columns: tuple[tuple[icons.Sign, int | None, str], ...] = (
        (icons.skull, screen.kills, "kills"),
        (icons.person, screen.alive, "alive"),
    )
    for number, (sign, count, kind) in enumerate(columns):
        x = UNIT * (2.2 + 3.6 * number)
        sign(canvas, random.Random(SKETCH), x + 2, UNIT * 1.5 + 2, UNIT * 1.95, 20, 0.5)
        sign(canvas, random.Random(SKETCH), x, UNIT * 1.5, UNIT * 1.9, 235, 0.95)
        _centered(canvas, ink, str(count), x, UNIT * 3.6, kind)


def _cyrillic(canvas: Canvas, screen: Screen) -> None:
    """Numbers set against a word to their right, each row on a dark plate."""
    ink = Ink(fonts.choose(random.Random(1), ("lato",), (700,), True), 250)
    word = Ink(fonts.noto("cyrillic", 600), 205, size=0.78)
    rows = (("В ЛОББИ" if screen.waiting else "В ЖИВЫХ", screen.alive, "alive", 0.0),
            ("УБИЙСТВ", screen.kills, "kills", 2.3))  # fmt: skip
    for text, count, kind, down in rows:
        if screen.waiting and kind == "kills":
            continue
        middle, start = UNIT * (1.4 + down), UNIT * 3.4
        canvas.box(UNIT * 0.5, middle - UNIT, UNIT * 9.6, UNIT * 2, 15, 0.55)
        left = start - ink.width(str(count))
        write(canvas, ink, str(count), left, middle, "waiting" if screen.waiting else kind)
        write(canvas, word, text, start + UNIT * 0.5, middle)


def _circle(canvas: Canvas, screen: Screen) -> None:
    """Each number in a ring; the kills' has a crosshair's ticks."""
    ink = Ink(fonts.choose(random.Random(1), ("fredoka",), (600,), True), 255)
    rings = ((screen.kills, "kills", 2.2), (screen.alive, "alive", 6.6))
    for count, kind, across in rings:
        x, y, radius = UNIT * across, UNIT * 2.4, UNIT * 1.7
        canvas.disc(x, y, radius, 25, 0.45)
        canvas.disc(x, y, radius, 240, 0.9, ring=UNIT * 0.16)
        if kind == "kills":
            for dx, dy in ((1, 0), (-1, 0), (0, 1), (0, -1)):
                side = UNIT * 0.3
                at = x + dx * radius - side / 2, y + dy * radius - side / 2
                canvas.box(*at, side, side, 240)
        _centered(canvas, ink, str(count), x, y, kind)


def _centered(canvas: Canvas, ink: Ink, text: str, x: float, middle: float, kind: str) -> None:
    write(canvas, ink, text, x - ink.width(text) / 2, middle, kind)


LAYOUTS = (
    Layout("number below its icon", 0.0185, 1.5, 0.03, 8.0, 5.0, _below),
    Layout("number left of a Cyrillic word", 0.022, 0.05, 0.06, 10.6, 5.0, _cyrillic),
    Layout("number in a circle", 0.024, 1.45, 0.82, 9.0, 5.0, _circle),
)
