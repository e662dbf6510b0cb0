"""Does a rendered picture carry what is special on it to where it is measured?"""

from __future__ import annotations

import itertools
import random

import numpy as np
import pytest

from training import render, samples
from training.drawing.canvas import UNIT, Canvas, Label
from training.drawing.hud import Hud


class Grounds:
    """Gray, and drawn at once."""

    def __init__(self, seed: int, count: int = 0) -> None:
        pass

    def cut(self, rng, width, height):
        return np.full((height, width), 90, np.float32)


def draw(canvas: Canvas, rng: random.Random, held_out: bool) -> None:
    """A counter without a font; those of an even number are special twice over."""
    number = rng.randint(10, 99)
    canvas.box(4 * UNIT, UNIT, UNIT, UNIT, 255)
    canvas.labels.append(Label("pubg_alive", str(number), 4 * UNIT, UNIT, UNIT, UNIT))
    if number % 2 == 0:
        canvas.mark("even")
        canvas.mark("a number")


@pytest.fixture
def one_hud(monkeypatch):
    monkeypatch.setattr(render, "HUDS", {"pubg": Hud(draw, 16.2, 4.6, 1)})
    monkeypatch.setattr(render.film, "__defaults__", ({"pubg": 1},))
    monkeypatch.setattr(render, "LIVE_SHARE", 0)
    monkeypatch.setattr(render, "FATES", {"": 1})
    monkeypatch.setattr(render.clutter, "phrase", lambda *_: None)
    monkeypatch.setattr(samples, "Backgrounds", Grounds)


def test_the_first_mark_that_a_scene_sets_is_the_kind_of_its_sample(one_hud):
    shown = {
        sample.kind: sample.truth["alive"]
        for sample in itertools.islice(samples.rendered(60), 60)
        if sample.truth.get("alive")
    }
    assert {*shown} == {"", "even"}
    assert shown["even"] % 2 == 0
    assert shown[""] % 2 == 1
