"""How do a number and its word look?  [60][ALIVE], on two plates that end at the right."""

from __future__ import annotations

import random
from dataclasses import replace

from training.drawing import fonts
from training.drawing.canvas import UNIT, Canvas, Ink, write
from training.scenes.plates.words import SPACED


class Style:
    """One version of the plates; the modern one is narrow enough for three pairs."""

    def __init__(
        self, rng: random.Random, held_out: bool, language: str, modern: bool = False
    ) -> None:
        self.modern = modern
        self.digits = _digits(rng, held_out, modern)
        self.light = rng.random() < (0.06 if modern else 0.3)
        self.word = _word(rng, held_out, language, modern, self.light)
        low, high = (0.2, 0.42) if modern else (0.25, 0.55)
        self.pad = UNIT * rng.uniform(low, high)
        self.half = UNIT * (rng.uniform(0.6, 0.8) if modern else rng.uniform(0.66, 0.85))
        self.dark = (rng.uniform(0, 60), rng.uniform(0.25, 0.75))
        self.plate = (rng.uniform(190, 255), rng.uniform(0.3, 0.8)) if self.light else self.dark
        self.gap = UNIT * rng.choice((0.0, 0.04, 0.08))
        self.slot = rng.random() < 0.25 and not modern

    def squeeze(self, words: list[str], numbers: list[str], room: float) -> None:
        """Set the words narrower, as the game does, where all pairs together are wider than ``room``."""
        written = sum(map(self.word.width, words))
        others = sum(map(self.digits.width, numbers)) + (3.6 * self.pad + UNIT * 0.3) * len(words)
        if written + others > room:
            factor = max(0.6, (room - others) / written)
            self.word = replace(self.word, stretch=self.word.stretch * factor, spacing=0.0)

    def pair(
        self,
        canvas: Canvas,
        rng: random.Random,
        word: str,
        number: str,
        right: float,
        middle: float,
        kind: str,
    ) -> float:
        """The two plates, the word's right edge at ``right``; returns the left edge of the number's."""
        word_width = self.word.width(word)
        word_left = right - word_width - 2 * self.pad * rng.uniform(0.3, 1.0)
        digits_width = self.digits.width(number)
        number_left = word_left - self.gap - digits_width - 2 * self.pad
        if self.slot:
            number_left = min(number_left, word_left - UNIT * 2.2)
        self._box(canvas, word_left, right, middle, self.plate)
        self._box(canvas, number_left, word_left - self.gap, middle, self.dark)
        write(canvas, self.word, word, (word_left + right - word_width) / 2, middle)
        at = word_left - self.gap - self.pad - digits_width
        write(canvas, self.digits, number, at, middle, kind)
        return number_left

    def _box(
        self,
        canvas: Canvas,
        left: float,
        right: float,
        middle: float,
        paint: tuple[float, float],
    ) -> None:
        canvas.box(left, middle - self.half, right - left, 2 * self.half, *paint)


def _digits(rng: random.Random, held_out: bool, modern: bool) -> Ink:
    condensed = rng.random() < (0.8 if modern else 0.6)
    families = fonts.CONDENSED if condensed else fonts.ROUND + fonts.SQUARE
    font = fonts.choose(rng, families, (600, 700) if modern else (500, 600, 700), held_out)
    return Ink(
        font,
        rng.uniform(225, 255),
        stretch=rng.uniform(0.85, 1.1),
        shadow=rng.choice((0, 0, 0.3, 0.6)),
        size=rng.uniform(0.88, 1.12),
    )


def _word(rng: random.Random, held_out: bool, language: str, modern: bool, light: bool) -> Ink:
    latin = fonts.CONDENSED if modern or rng.random() < 0.8 else fonts.SQUARE + fonts.ROUND
    script = fonts.script_font(language, rng.choice((400, 400, 500, 700))) if language else None
    ink = Ink(
        script or fonts.choose(rng, latin, (300, 400, 500, 600), held_out),
        rng.uniform(60, 130) if light else rng.uniform(150, 235),
        size=rng.uniform(0.8, 1.0) if modern else rng.uniform(0.8, 1.15),
    )
    if language in SPACED and rng.random() < 0.4:
        return wide_apart(rng, ink)
    return ink


def wide_apart(rng: random.Random, ink: Ink) -> Ink:
    """Two letters that fill a plate made for six."""
    return replace(ink, spacing=rng.uniform(0.1, 0.9))
