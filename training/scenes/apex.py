"""How does Apex Legends draw its counters?  SQUADS LEFT on a slanted plate; a person and the players on a white one."""

from __future__ import annotations

import random
from dataclasses import replace

import numpy as np

from training.drawing import fonts, icons
from training.drawing.canvas import UNIT, Canvas, Ink, count, write
from training.drawing.dim import slope
from training.drawing.hud import Hud

WORDS = {
    "": ("SQUADS LEFT",) * 10
    + (
        "TRUPPS ÜBRIG",
        "ÉQUIPES RESTANTES",
        "SQUADRE RIMASTE",
        "ESCUADRONES RESTANTES",
        "EQUIPES RESTANTES",
        "POZOSTAŁE ODDZIAŁY",
        "PELOTONES",
        "TEAMS LEFT",
    ),
    "ko": ("개 분대 남음", "분대 남음"),
    "zh": ("支小队剩余", "剩余小队"),
    "ja": ("部隊が残存", "残り部隊"),
    "ru": ("ОТРЯДОВ ОСТАЛОСЬ", "ОСТАЛОСЬ ОТРЯДОВ"),
}


BANNERS = (
    "AWAITING RESPAWN",
    "RESPAWN AVAILABLE",
    "RESPAWNING IN {s}",
    "IN QUEUE {m}:{s}",
    "MATCHMAKING {m}:{s}",
    "SEARCHING FOR A MATCH",
    "QUEUED",
    "SQUAD QUEUED {a}/3",
)


def draw(canvas: Canvas, rng: random.Random, held_out: bool) -> None:
    """The players' plate with the squads left of it; one row lower kills, assists, knocks and damage."""
    style = _Style(rng, held_out)
    right = canvas.width - UNIT * rng.uniform(0.2, 6.0)
    pale = rng.random() < 0.12
    if pale:
        _whiten(canvas, rng, style)
    middle = _row(canvas, rng, style, right)
    _badges(canvas, rng, style, right, middle)
    left = style.players(canvas, rng, right, middle)
    left = style.squads(canvas, rng, left, middle, held_out)
    if rng.random() < 0.25:
        evolution: tuple[icons.Sign, str, str] = (icons.blob, str(rng.randint(0, 60)), "")
        style.plate(canvas, rng, left - UNIT * rng.uniform(0.2, 0.6), middle, [evolution])
    below = middle + UNIT * rng.uniform(2.3, min(3.1, (canvas.height - middle) / UNIT - 0.8))
    if rng.random() < 0.8:
        style.score(canvas, rng, right - UNIT * rng.uniform(0, 4), below)
        below += UNIT * rng.uniform(2.0, 2.8)
    if rng.random() < 0.45:
        network(canvas, rng, held_out, right, below)
    if rng.random() < 0.1:
        _flash(canvas, rng)


def _row(canvas: Canvas, rng: random.Random, style: _Style, right: float) -> float:
    """The middle of the players' row: near the top, or where a banner pushes it down to."""
    if rng.random() < 0.18:
        middle = UNIT * rng.uniform(6.8, 8.2)
        _banner(canvas, rng, style, right, middle - style.half - UNIT * rng.uniform(0.3, 1.2))
        return middle
    return UNIT * (rng.uniform(1.0, 6.0) if rng.random() < 0.4 else rng.uniform(1.8, 3.9))


def _banner(canvas: Canvas, rng: random.Random, style: _Style, right: float, bottom: float) -> None:
    """What is announced above the row: one or two plates with words, at times a clock or places taken."""
    canvas.mark("banner pushed")
    top = rng.uniform(0.2, 0.5) * bottom
    words = [
        rng.choice(BANNERS).format(m=rng.randint(0, 9), s=rng.randint(10, 59), a=rng.randint(1, 3))
        for _ in range(rng.randint(1, 2))
    ]
    light = rng.random() < 0.3
    ink = replace(style.black if light else style.white, size=rng.uniform(0.8, 1.3))
    width = max(map(ink.width, words)) + UNIT * rng.uniform(1.5, 5)
    shade = rng.uniform(170, 255) if light else rng.uniform(10, 130)
    corners = style.slanted(right - width, right, (top + bottom) / 2, (bottom - top) / 2)
    canvas.polygon(corners, shade, rng.uniform(0.5, 1.0))
    for number, word in enumerate(words, 1):
        y = top + (bottom - top) * number / (len(words) + 1)
        write(canvas, ink, word, right - width + UNIT * rng.uniform(0.7, 1.4), y)


def _whiten(canvas: Canvas, rng: random.Random, style: _Style) -> None:
    """Snow, clouds or a bright wall behind plates that hardly darken them."""
    canvas.mark("white on pale")
    canvas.box(0, 0, canvas.width, canvas.height, rng.uniform(200, 255), rng.uniform(0.5, 0.9))
    style.ground = (style.ground[0], rng.uniform(0.08, 0.3))


def _flash(canvas: Canvas, rng: random.Random) -> None:
    """Damage: red over everything, in grey a middle tone that takes contrast both ways, stronger to one side."""
    canvas.mark("red flash")
    opacity = slope(canvas, rng, 0.15, 0.7)
    canvas.blend(0, 0, (opacity * 255).astype(np.uint8), rng.uniform(50, 115))


class _Style:
    """One version of the plates."""

    def __init__(self, rng: random.Random, held_out: bool) -> None:
        families = fonts.SQUARE if rng.random() < 0.7 else fonts.CONDENSED + fonts.ROUND
        font = fonts.choose(rng, families, (500, 600, 700), held_out)
        stretch, size = rng.uniform(0.85, 1.15), rng.uniform(0.9, 1.1)
        self.black = Ink(font, rng.uniform(0, 50), stretch=stretch, size=size)
        self.white = Ink(
            font, rng.uniform(220, 255), stretch=stretch, size=size, shadow=rng.choice((0, 0.3))
        )
        self.half = UNIT * rng.uniform(0.95, 1.25)
        self.slant = self.half * rng.uniform(0.8, 1.3)
        self.ground = (rng.uniform(20, 130), rng.uniform(0.15, 0.6))
        self.line = (rng.uniform(200, 255), rng.choice((0.0, 0.7, 0.9)))
        self.hatched = rng.random() < 0.6
        self.paper = (rng.uniform(225, 255), rng.uniform(0.85, 1.0))

    def slanted(
        self, left: float, right: float, middle: float, half: float = 0.0
    ) -> list[tuple[float, float]]:
        half = half or self.half
        top, bottom, lean = middle - half, middle + half, self.slant / 2
        return [
            (left + lean, top),
            (right + lean, top),
            (right - lean, bottom),
            (left - lean, bottom),
        ]

    def players(self, canvas: Canvas, rng: random.Random, right: float, middle: float) -> float:
        """The white plate, its right end at ``right``; returns its left end."""
        number = count(rng, 60)
        width, icon = self.black.width(number), UNIT * rng.uniform(1.2, 1.7)
        pad, gap = UNIT * rng.uniform(0.5, 1.2), UNIT * rng.uniform(0.05, 0.35)
        slot = max(width, rng.choice((0.0, UNIT * 1.4)))
        left = right - pad - slot - gap - icon - UNIT * rng.uniform(0.4, 0.9)
        points = self.slanted(left, right, middle)
        canvas.polygon(points, *self.paper)
        start = right - pad - slot
        icons.person(canvas, rng, start - gap - icon / 2, middle, icon, self.black.shade, 1.0)
        if rng.random() < 0.04:
            # Near the end the exact number is kept from the players.
            write(canvas, self.black, rng.choice(("?", "??", "-", "--", "X")), start, middle)
        else:
            write(canvas, self.black, number, start, middle, "apex_alive")
        return left

    def squads(
        self, canvas: Canvas, rng: random.Random, right: float, middle: float, held_out: bool
    ) -> float:
        language = rng.choices(("", "ko", "zh", "ja", "ru"), (66, 8, 9, 10, 7))[0]
        script = fonts.script_font(language, 700) if language else None
        word_ink = Ink(script, self.white.shade, size=0.85) if script else self.white
        word, number = rng.choice(WORDS[language]), str(rng.randint(1, 20))
        word_width, number_width = word_ink.width(word), self.white.width(number)
        gap = UNIT * rng.uniform(0.3, 0.8)
        left = right - word_width - number_width - gap - UNIT * rng.uniform(1.8, 2.8)
        self.ground_plate(canvas, left, right, middle)
        x = left + UNIT * rng.uniform(0.9, 1.6)
        if rng.random() < 0.85:
            write(
                canvas, word_ink, word, write(canvas, self.white, number, x, middle) + gap, middle
            )
        else:
            write(
                canvas, self.white, number, write(canvas, word_ink, word, x, middle) + gap, middle
            )
        return left

    def ground_plate(self, canvas: Canvas, left: float, right: float, middle: float) -> None:
        points = self.slanted(left, right, middle)
        canvas.polygon(points, *self.ground)
        if self.hatched:
            for step in range(int((right - left) / (UNIT * 0.3))):
                for row in (-0.7, -0.35, 0.0, 0.35, 0.7):
                    x, y = (
                        left + step * UNIT * 0.3 - row * self.slant * 0.5,
                        middle + row * self.half,
                    )
                    canvas.disc(x, y, UNIT * 0.06, self.ground[0] + 40, 0.35)
        if self.line[1]:
            canvas.outline(points, self.line[0], UNIT * 0.07, self.line[1])

    def plate(
        self,
        canvas: Canvas,
        rng: random.Random,
        right: float,
        middle: float,
        parts: list[tuple[icons.Sign, str, str]],
    ) -> float:
        """Signs and numbers in white on one ground plate that ends at ``right``; returns its left end."""
        icon, gap = UNIT * rng.uniform(1.3, 1.8), UNIT * rng.uniform(0.3, 0.8)
        widths = [icon + gap * 0.6 + self.white.width(number) + 2 * gap for _, number, _ in parts]
        left = right - sum(widths) - UNIT * rng.uniform(0.6, 1.2)
        if rng.random() < 0.9:
            self.ground_plate(canvas, left, right, middle)
        x = left + UNIT * rng.uniform(0.5, 0.9)
        for (sign, number, kind), width in zip(parts, widths, strict=True):
            sign(canvas, rng, x + icon / 2, middle, icon, self.white.shade, 1.0)
            write(canvas, self.white, number, x + icon + gap * 0.6, middle, kind)
            x += width
        return left

    def score(self, canvas: Canvas, rng: random.Random, right: float, middle: float) -> None:
        """Skull and kills, hands and assists, knocks, burst and damage."""
        x = right
        if rng.random() < 0.85:
            x = self.plate(canvas, rng, x, middle, [(icons.blob, str(rng.randint(0, 3500)), "")])
            x -= UNIT * rng.uniform(0.2, 0.6)
        if rng.random() < 0.35:
            x = self.knocks(canvas, rng, x, middle) - UNIT * rng.uniform(-0.1, 0.5)
        kills = str(rng.randint(0, 25)) if rng.random() < 0.3 else str(rng.randint(0, 9))
        parts: list[tuple[icons.Sign, str, str]] = [(icons.skull, kills, "apex_kills")]
        if rng.random() < 0.7:
            parts.append((icons.blob, str(rng.randint(0, 12)), ""))
        self.plate(canvas, rng, x, middle, parts)

    def knocks(self, canvas: Canvas, rng: random.Random, right: float, middle: float) -> float:
        """Black on a white plate, as the players are in the row above; returns its left end."""
        canvas.mark("knocks plate")
        number = str(rng.randint(0, 9) if rng.random() < 0.8 else rng.randint(10, 25))
        sign = rng.choice((icons.blob, icons.blob, icons.person, icons.crosshair))
        icon, pad, gap = (
            UNIT * rng.uniform(*span) for span in ((1.0, 1.6), (0.5, 1.0), (0.1, 0.5))
        )
        left = right - self.black.width(number) - gap - icon - 2 * pad
        canvas.polygon(self.slanted(left, right, middle), *self.paper)
        sign(canvas, rng, left + pad + icon / 2, middle, icon, self.black.shade, 1.0)
        write(canvas, self.black, number, left + pad + icon + gap, middle)
        return left


def _badges(canvas: Canvas, rng: random.Random, style: _Style, right: float, middle: float) -> None:
    """A ranked badge to the right of the plate."""
    if canvas.width - right > UNIT * 2.2 and rng.random() < 0.6:
        x, radius = right + UNIT * rng.uniform(1.0, 1.6), UNIT * rng.uniform(0.7, 1.2)
        canvas.disc(x, middle, radius, rng.uniform(60, 220), 0.9)
        icons.blob(canvas, rng, x, middle, radius * 1.6, rng.uniform(0, 255), 0.9)


def network(
    canvas: Canvas, rng: random.Random, held_out: bool, right: float, middle: float
) -> None:
    """The plate with frame rate and ping: digits that are no counter."""
    ink = Ink(
        fonts.choose(rng, fonts.SQUARE, (500, 600), held_out),
        rng.uniform(180, 255),
        size=rng.uniform(0.5, 0.7),
    )
    lines = (
        f"FPS:{rng.randint(30, 240)}   IO:{rng.randint(1, 60)}/{rng.randint(1, 30)}   loss/choke:0/0",
        f"ping:{rng.randint(5, 190)}ms   SID:{rng.randint(1000, 9999)}:{rng.randint(1000, 99999)}:16301143",
    )
    left = right - ink.width(lines[1]) - UNIT * rng.uniform(1, 3)
    canvas.box(left - UNIT * 0.5, middle - UNIT * 0.6, right - left, UNIT * 2.4, 40, 0.4)
    for index, line in enumerate(lines):
        write(canvas, ink, line, left, middle + index * UNIT * 1.2)


HUD = Hud(draw, 28.2, 11.9, 17)
