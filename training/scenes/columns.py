"""How are numbers written below their icons, as Warzone does since 2026?"""

from __future__ import annotations

import random
from dataclasses import dataclass, replace

from training.drawing import fonts, icons
from training.drawing.canvas import UNIT, Canvas, Ink, write
from training.scenes import clutter, duty

STEP, FROM_RIGHT, ICONS_AT, DIGITS_BELOW = 4.4, 3.76, 2.02, 2.26
"""In digit heights: from column to column, from the last one to the right edge, from the top to the middle of the
icons, and from there to that of the digits."""
ALIVE, KILLS = "warzone_columns_alive", "warzone_columns_kills"


def draw(canvas: Canvas, rng: random.Random, held_out: bool) -> None:
    """A row of two or three, at times with the game's own frame rate over it."""
    row, some = Row(canvas, rng, held_out), some_columns(rng)
    if rng.random() < 0.15:
        clutter.patches(canvas, rng, row.digits_at)
    row.settle(canvas, rng)
    row.write(canvas, rng, some)
    if rng.random() < 0.3:
        row.frame_rate(canvas, rng, held_out, some)
        canvas.mark("2026 overlay")
    else:
        signs = {column.sign for column in some}
        beside = "2026 plane and skull" if icons.skull in signs else "2026 plane"
        canvas.mark(beside if icons.plane in signs else "2026 columns")


def lobby(canvas: Canvas, rng: random.Random, held_out: bool) -> None:
    """Who has joined, of how many: no count of survivors."""
    row, most = Row(canvas, rng, held_out), rng.choice((32, 40, 44, 52, 100, 150, 152))
    row.settle(canvas, rng)
    sign = rng.choice((icons.person, icons.half_hidden_people, None))
    row.column(canvas, rng, row.right, row.ink, Column(sign, f"{rng.randint(1, most)}/{most}"))
    canvas.mark("2026 lobby")


@dataclass(frozen=True, slots=True)
class Column:
    """An icon and the number below it."""

    sign: icons.Sign | None
    number: str
    kind: str = ""


def some_columns(rng: random.Random) -> list[Column]:
    """From right to left: players stand last, or last but one where there is more to tell."""
    most = rng.choices((9, 99, 152), (20, 55, 25))[0]
    players = rng.randint(most // 10 + 1, most)
    columns = [Column(icons.person, str(players), ALIVE)]
    if rng.random() < 0.92:
        squads = max(1, round(players / rng.uniform(1.0, 4.2)))
        columns.append(Column(icons.half_hidden_people, str(squads)))
    kills = rng.randint(0, 40) if rng.random() < 0.3 else rng.randint(0, 9)
    skull = Column(icons.skull, str(kills), KILLS)
    plane = Column(icons.plane, str(rng.randint(0, players)))
    other = Column(icons.blob, str(rng.randint(0, 60)))
    # A skull and a plane at once was not seen; beside each other they show best which of them counts.
    told: list[list[Column]] = [[], [skull], [plane], [other], [skull, plane], [plane, skull]]
    return [*rng.choices(told, (22, 42, 20, 6, 5, 5))[0], *columns]


class Row:
    """Where the columns stand, and how they are written."""

    def __init__(self, canvas: Canvas, rng: random.Random, held_out: bool) -> None:
        self.ink = _ink(rng, held_out)
        falls = rng.random() < 0.15
        self.flash = replace(self.ink, shade=rng.uniform(125, 190)) if falls else self.ink
        """Pink for a moment after a count has fallen; the darker of the two."""
        self.unit = UNIT * self.ink.size
        self.step = self.unit * STEP * rng.uniform(0.94, 1.06)
        away = rng.uniform(-1.8, 5.0) if rng.random() < 0.35 else rng.gauss(0, 0.4)
        self.right = canvas.width - UNIT * (FROM_RIGHT + away)
        self.icons_at = UNIT * (ICONS_AT + rng.gauss(0, 0.7 if rng.random() < 0.3 else 0.2))
        self.digits_at = self.icons_at + self.unit * DIGITS_BELOW * rng.uniform(0.92, 1.1)
        self.icon = self.unit * rng.uniform(1.45, 1.85)

    def settle(self, canvas: Canvas, rng: random.Random) -> None:
        """Sky as light as the digits is taken down until somebody could read them."""
        left = self.right - 2.5 * self.step
        height = self.digits_at + self.unit - self.icons_at
        box = (left, self.icons_at, self.right + self.unit - left, height)
        duty.set_off(canvas, self.flash, box, rng.uniform(30, 90))

    def write(self, canvas: Canvas, rng: random.Random, columns: list[Column]) -> None:
        for index, column in enumerate(columns):
            of_people = column.sign in (icons.person, icons.half_hidden_people)
            x = self.right - index * self.step + self.unit * rng.gauss(0, 0.04)
            self.column(canvas, rng, x, self.flash if of_people else self.ink, column)

    def column(
        self, canvas: Canvas, rng: random.Random, x: float, ink: Ink, column: Column
    ) -> None:
        if column.sign:
            column.sign(canvas, rng, x, self.icons_at, self.icon, ink.shade, ink.opacity)
        left = x - ink.width(column.number) / 2
        write(canvas, ink, column.number, left, self.digits_at, column.kind)

    def frame_rate(
        self, canvas: Canvas, rng: random.Random, held_out: bool, columns: list[Column]
    ) -> None:
        """The game's own overlay in yellow over the icons: of the person the lower part stays clear."""
        players = next(i for i, column in enumerate(columns) if column.kind == ALIVE)
        font = fonts.choose(rng, fonts.SQUARE + fonts.ROUND, (400, 500, 600), held_out)
        ink = Ink(
            font,
            rng.uniform(185, 230),
            shadow=rng.choice((0.3, 0.6, 0.9)),
            size=self.ink.size * rng.uniform(0.75, 1.2),
        )
        text = rng.choice(_FRAME_RATES).format(a=rng.randint(38, 240), b=rng.randint(4, 99))
        width, y = ink.width(text), self.icons_at - self.icon * rng.uniform(0.1, 0.5)
        x = self.right - players * self.step - width * rng.uniform(0.1, 0.9)
        x = min(x, canvas.width - width - 2)
        if rng.random() < 0.25:
            canvas.box(x - 6, y - UNIT * 0.6, width + 12, UNIT * 1.2, 10, rng.uniform(0.3, 0.8))
        write(canvas, ink, text, x, y)


_FRAME_RATES = (
    "{a} FPS",
    "{a} FPS",
    "FPS {a}",
    "FPS: {a}",
    "{a} FPS {b} MS",
    "FPS: {a}  GPU: {b}°",
    "{b} MS",
    "{a}FPS LATENCY {b}MS",
)


def _ink(rng: random.Random, held_out: bool) -> Ink:
    """Light, thin, square-cornered."""
    families = fonts.SQUARE if rng.random() < 0.65 else fonts.CONDENSED + fonts.ROUND
    font = fonts.choose(rng, families, (300, 400, 400, 500, 600), held_out)
    return Ink(
        font,
        rng.uniform(190, 250),
        rng.uniform(0.75, 1.0),
        rng.uniform(0.85, 1.15),
        shadow=rng.choice((0.0, 0.15, 0.3, 0.5)),
        size=rng.uniform(0.9, 1.1),
    )
