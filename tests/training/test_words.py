"""Does the word reader see every word, and the finder none of what is drawn for it?"""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from training import render
from training.drawing import fonts
from training.drawing.backgrounds import Backgrounds
from training.drawing.canvas import UNIT, Canvas, Label
from training.drawing.hud import Hud
from training.scenes.plates import ground, words

FONTS = Path(__file__).parents[2] / "node_modules/@fontsource"
TABLES = ("alive", "joined", "killed", "assisted", "time", "teams", "other")


def bar(canvas: Canvas, rng: random.Random, held_out: bool) -> None:
    """A counter without a font."""
    canvas.box(4 * UNIT, UNIT, UNIT / 4, UNIT, 255)
    canvas.labels.append(Label("pubg_alive", "1", 4 * UNIT, UNIT, UNIT / 4, UNIT))


@pytest.fixture
def rendered(monkeypatch):
    """What 12 regions teach, with a row of words for each so many."""
    monkeypatch.setattr(fonts, "FONT_FOLDER", FONTS)
    fonts.load.cache_clear()
    monkeypatch.setattr(render, "Backgrounds", lambda seed: Backgrounds(seed, 2))
    monkeypatch.setattr(render, "HUDS", {"pubg": Hud(bar, 16.2, 4.6, 1)})
    # The page's fonts have no other letters.
    said = {name: {"": tuple(filter(str.isascii, getattr(words.ALL, name)[""]))} for name in TABLES}
    monkeypatch.setattr(words, "ALL", replace(words.ALL, languages={"": 1}, **said))
    monkeypatch.setattr(ground, "unknown", lambda rng, held_out: ("QXWQ", fonts.load("teko", 500)))

    def of(every: int) -> render.Shard:
        monkeypatch.setattr(render, "WORDS_EVERY", every)
        return render.render(5, 12, {"pubg": 1})

    yield of
    fonts.load.cache_clear()


def test_rows_of_words_leave_the_other_networks_what_they_learned_from(rendered):
    without, beside = rendered(1000), rendered(1)
    for name in ("regions", "extents", "boxes", "strips", "windows", "texts"):
        assert np.array_equal(getattr(without, name), getattr(beside, name)), name
    known = len(without.words)
    assert np.array_equal(beside.words[:known], without.words)
    assert len(beside.words) >= known + 12
    assert len(set(beside.meanings[known:])) > 2


def test_each_word_of_a_language_is_as_frequent_as_any_other():
    for name in TABLES:
        spoken = getattr(words.ALL, name)
        assert spoken.keys() == words.ALL.languages.keys(), name
        for language, said in spoken.items():
            assert len(set(said)) == len(said), (name, language)


def test_a_word_of_a_lobby_says_nothing_else():
    alive, joined, other = (
        {word for said in getattr(words.ALL, name).values() for word in said}
        for name in ("alive", "joined", "other")
    )
    assert not alive & joined
    assert not other & (alive | joined)
