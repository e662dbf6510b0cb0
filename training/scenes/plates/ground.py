"""What does PUBG's training ground show?  A clock on plates at the left and n JOINED: no match."""

from __future__ import annotations

import random
from dataclasses import replace

from training.drawing.canvas import UNIT, Canvas, count, write
from training.scenes.plates.observers import CLOCK, clock, write_number
from training.scenes.plates.pair import Style, wide_apart
from training.scenes.plates.words import SPACED, Vocabulary, said, unknown


def training_ground(
    canvas: Canvas,
    rng: random.Random,
    held_out: bool,
    language: str,
    vocabulary: Vocabulary,
) -> float:
    """Both pairs of plates; returns their middle."""
    style = Style(rng, held_out, language, modern=rng.random() < 0.6)
    texts = said(rng, vocabulary.joined, language), said(rng, vocabulary.time, language)
    kind = "pubg_joined"
    if rng.random() < 0.3:
        (joined, font), (time, _) = unknown(rng, held_out), unknown(rng, held_out)
        texts, kind = (joined, time), "pubg_unknown"
        style.word = replace(style.word, font=font, spacing=0.0)
    canvas.mark("unknown script" if kind == "pubg_unknown" else "training ground")
    if rng.random() < 0.5:
        _grey(rng, style, language)
    middle = UNIT * rng.uniform(1.0, 2.9)
    right = canvas.width - UNIT * rng.uniform(0.1, 2.0)
    number = count(rng, 100)
    style.squeeze([*texts], [number, "00:00"], right - UNIT * 0.6)
    left = style.pair(canvas, rng, texts[0], number, right, middle, kind)
    gap = UNIT * rng.choice((rng.uniform(0.1, 0.8), rng.uniform(0.1, 2.5)))
    _time(canvas, rng, style, texts[1], left - gap, middle)
    return middle


def _grey(rng: random.Random, style: Style, language: str) -> None:
    """As in the Chinese client: the words grey on a darker box, two letters set wide apart."""
    style.plate = style.dark = (rng.uniform(0, 40), rng.uniform(0.5, 0.85))
    style.word = replace(style.word, shade=rng.uniform(110, 180))
    if language in SPACED and style.word.spacing == 0:
        style.word = wide_apart(rng, style.word)


def _time(
    canvas: Canvas, rng: random.Random, style: Style, word: str, right: float, middle: float
) -> None:
    """The clock left of its word, as all numbers of the plates, or right of it."""
    text, pad = clock(rng), style.pad * rng.uniform(0.6, 1.0)
    digits, written = style.digits.width(text), style.word.width(word)
    left = right - digits - written - 4 * pad
    canvas.box(left, middle - style.half, right - left, 2 * style.half, *style.dark)
    if rng.random() < 0.7:
        write_number(canvas, style.digits, text, left + pad, middle, CLOCK)
        write(canvas, style.word, word, right - pad - written, middle)
    else:
        write(canvas, style.word, word, left + pad, middle)
        write_number(canvas, style.digits, text, right - pad - digits, middle, CLOCK)
