"""How does PUBG draw its counters?  [60][ALIVE] at the top right, JOINED before a match; [3][KILLED] to its left."""

from __future__ import annotations

import random
from dataclasses import replace

from training.drawing.canvas import UNIT, Canvas, count
from training.drawing.hud import Hud
from training.scenes.clutter import FOREIGN
from training.scenes.plates import words
from training.scenes.plates.feed import kill_feed
from training.scenes.plates.ground import training_ground
from training.scenes.plates.observers import observers
from training.scenes.plates.pair import Style
from training.scenes.plates.words import Vocabulary


def draw(canvas: Canvas, rng: random.Random, held_out: bool) -> None:
    _draw(canvas, rng, held_out, words.USUAL)


def _draw_all_words(canvas: Canvas, rng: random.Random, held_out: bool) -> None:
    _draw(canvas, rng, held_out, words.ALL)


def _draw(canvas: Canvas, rng: random.Random, held_out: bool, vocabulary: Vocabulary) -> None:
    if (fate := rng.random()) < 0.12:
        # Menus and the screen of one's death lie over it often, and few lines are common.
        canvas.mark("dimmed" if fate < 0.08 else "240 to 360 lines")
    language = rng.choices(*zip(*vocabulary.languages.items(), strict=True))[0]
    seen = rng.random()
    if seen < 0.09:
        middle = observers(canvas, rng, held_out, language, vocabulary)
    elif seen < 0.17:
        middle = training_ground(canvas, rng, held_out, language, vocabulary)
    else:
        middle = _match(canvas, rng, held_out, language, vocabulary)
    if rng.random() < 0.6:
        kill_feed(canvas, rng, held_out, middle + UNIT * rng.uniform(1.4, 2.0))


def _match(
    canvas: Canvas,
    rng: random.Random,
    held_out: bool,
    language: str,
    vocabulary: Vocabulary,
) -> float:
    """Or the lobby before it: the plates from right to left; returns their middle."""
    style = Style(rng, held_out, language, modern=rng.random() < 0.5)
    right = canvas.width - UNIT * (rng.uniform(0.1, 1.1) if style.modern else rng.uniform(0.1, 3.0))
    middle = UNIT * rng.uniform(1.0, 2.9)
    joined = rng.random() < vocabulary.lobbies
    word, kind = (vocabulary.joined, "pubg_joined") if joined else (vocabulary.alive, "pubg_alive")
    text = words.said(rng, word, language)
    if language in words.SPACED and not joined and rng.random() < 0.1:
        # A word that nobody taught is far likelier to say alive: lobbies are short.
        text = words.made_up(rng, language)
    pairs = [(text, count(rng, 100), kind)]
    if not joined and rng.random() < (0.5 if style.modern else 0.05):
        canvas.mark("assisted plate")
        pairs.append((words.said(rng, vocabulary.assisted, language), _few(rng), "pubg_assisted"))
    if rng.random() < (0.75 if style.modern else 0.35):
        pairs.append((words.said(rng, vocabulary.killed, language), _few(rng), "pubg_kills"))
    if vocabulary.other and rng.random() < 0.4:
        pairs.append((words.said(rng, vocabulary.other, language), _few(rng), FOREIGN))
    _row(canvas, rng, style, pairs, right, middle)
    return middle


def _few(rng: random.Random) -> str:
    return str(rng.randint(0, 9) if rng.random() < 0.6 else rng.randint(0, 24))


def _row(
    canvas: Canvas,
    rng: random.Random,
    style: Style,
    pairs: list[tuple[str, str, str]],
    right: float,
    middle: float,
) -> None:
    """Pairs of word, number and kind, from right to left."""
    if len(pairs) > 1 and rng.random() < 0.95:
        style.squeeze([word for word, _, _ in pairs], [number for _, number, _ in pairs], right)
    for word, number, kind in pairs:
        left = style.pair(canvas, rng, word, number, right, middle, kind)
        right = left - UNIT * (rng.uniform(0.1, 0.4) if style.modern else rng.uniform(0.2, 0.8))


HUD = Hud(draw, 16.2, 4.6, 36)
ALL_WORDS = replace(HUD, draw=_draw_all_words)
"""The same with every word as often as any other."""
