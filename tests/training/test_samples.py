"""Does a rendered picture carry what is special on it to where it is measured?"""

from __future__ import annotations

import itertools
import random

import numpy as np
import pytest

from scoreboard.games import known_games
from scoreboard.models import Reading
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
    monkeypatch.setattr(render.film, "__defaults__", ({"pubg": 1}, None))
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


@pytest.mark.parametrize(("number", "verdicts"), [(None, []), (119, []), (1, [("alive", "wrong")])])
def test_of_digits_that_the_encoder_lost_only_another_number_counts(number, verdicts):
    pubg = known_games()["pubg"]
    sample = samples.Sample("rendered", pubg, {}, 720, {}, {}, lost={"alive": 119})
    assert [*samples.judged(sample, Reading(number, None, "unknown", 0.0))] == verdicts


def test_what_the_encoder_lost_of_a_scene_is_known():
    label = Label("pubg_observed", "119", 0, 0, 9, 9)
    plain = np.full((40, 60), 90, np.uint8)
    plain[:9, :9:2] = 200
    scene = render.Scene("pubg", plain, [label], 17.0, frozenset())
    seen = render._seen(scene, np.full((40, 60), 90, np.uint8))
    (sample,) = samples.of_scene(seen)
    assert (seen.labels, seen.hidden) == ([], {"pubg_observed"})
    assert (sample.truth, sample.lost) == ({"kills": None}, {"alive": 119})
    (whole,) = samples.of_scene(render._seen(scene, plain))
    assert (whole.truth, whole.lost) == ({"alive": 119, "kills": None}, {})
