"""What do observers of a tournament see?  TEAMS 16  ALIVE 60  TIME 12:34: each word left of its number."""

from __future__ import annotations

import random
from dataclasses import dataclass

from training.drawing import fonts
from training.drawing.canvas import UNIT, Canvas, Ink, Label, count, write
from training.scenes.plates.words import Vocabulary, said

CLOCK = "pubg_clock"
Group = tuple[str, str, str]
"""Word, number, kind."""


def observers(
    canvas: Canvas,
    rng: random.Random,
    held_out: bool,
    language: str,
    vocabulary: Vocabulary,
) -> float:
    """The row, somewhere at the right; returns its middle."""
    canvas.mark("observers")
    groups, row = _groups(rng, language, vocabulary), _Row.of(rng, held_out, language)
    middle = UNIT * rng.uniform(0.9, 2.3)
    right = canvas.width - UNIT * rng.uniform(0.2, 3.2)
    left = right - sum(row.width(group) for group in groups)
    if row.common[1]:
        _box(canvas, left - UNIT * 0.4, right + UNIT * 0.2, middle, row.half, row.common)
    for group in groups:
        row.draw(canvas, group, left, middle)
        left += row.width(group)
    return middle


def _groups(rng: random.Random, language: str, vocabulary: Vocabulary) -> list[Group]:
    waiting = rng.random() < vocabulary.observed_lobbies
    word, kind = (
        (vocabulary.joined, "pubg_observed_joined")
        if waiting
        else (vocabulary.alive, "pubg_observed")
    )
    groups: list[Group] = [(said(rng, word, language), count(rng, 100), kind)]
    if rng.random() < 0.85:
        groups.insert(
            0, (said(rng, vocabulary.teams, language), str(rng.randint(1, 25)), "pubg_teams")
        )
    if rng.random() < 0.85:
        groups.append((said(rng, vocabulary.time, language), clock(rng), CLOCK))
    return groups


def clock(rng: random.Random) -> str:
    minutes = rng.choice((rng.randint(0, 9), rng.randint(0, 35)))
    return f"{minutes:{rng.choice(('02', '01'))}}:{rng.randint(0, 59):02d}"


@dataclass(frozen=True, slots=True)
class _Row:
    """One version of the row."""

    digits: Ink
    word: Ink
    lead: float
    """Between a word and its number."""
    gap: float
    """Behind a number."""
    half: float
    common: tuple[float, float]
    """Shade and opacity of the ground of all."""
    own: tuple[float, float]
    """Of each number."""

    @staticmethod
    def of(rng: random.Random, held_out: bool, language: str) -> _Row:
        families = fonts.CONDENSED if rng.random() < 0.75 else fonts.SQUARE + fonts.ROUND
        size = rng.uniform(0.7, 0.98)
        script = fonts.script_font(language, rng.choice((400, 500, 700))) if language else None
        shade = rng.uniform(205, 255)
        return _Row(
            Ink(
                fonts.choose(rng, families, (500, 600, 700), held_out),
                shade,
                stretch=rng.uniform(0.88, 1.1),
                shadow=rng.choice((0, 0, 0.3, 0.6)),
                size=size,
            ),
            Ink(
                script or fonts.choose(rng, families, (400, 500, 600), held_out),
                shade * rng.uniform(0.6, 1.0),
                size=size * rng.uniform(0.72, 1.08),
            ),
            lead=UNIT * rng.uniform(0.2, 0.8),
            gap=UNIT * rng.uniform(0.5, 1.7),
            half=UNIT * rng.uniform(0.6, 0.85),
            common=(rng.uniform(0, 60), rng.choice((0.0, 0.3, 0.5, 0.7, 0.85))),
            own=(rng.uniform(0, 90), rng.choice((0.0, 0.0, 0.3, 0.6))),
        )

    def width(self, group: Group) -> float:
        word, number, _ = group
        return self.word.width(word) + self.lead + self.digits.width(number) + self.gap

    def draw(self, canvas: Canvas, group: Group, left: float, middle: float) -> None:
        word, number, kind = group
        x = left + self.word.width(word) + self.lead
        end = x + self.digits.width(number)
        if self.own[1]:
            _box(canvas, x - UNIT * 0.2, end + UNIT * 0.2, middle, self.half, self.own)
        write(canvas, self.word, word, left, middle)
        write_number(canvas, self.digits, number, x, middle, kind)


def write_number(canvas: Canvas, ink: Ink, number: str, x: float, middle: float, kind: str) -> None:
    """A clock is a sign of its own: nobody reads its digits."""
    if kind != CLOCK:
        write(canvas, ink, number, x, middle, kind)
        return
    mask = ink.mask(number)
    write(canvas, ink, number, x, middle)
    height, width = mask.shape
    canvas.labels.append(Label(CLOCK, "", x, middle - height / 2, width, height))


def _box(
    canvas: Canvas,
    left: float,
    right: float,
    middle: float,
    half: float,
    paint: tuple[float, float],
) -> None:
    canvas.box(left, middle - half, right - left, 2 * half, *paint)
