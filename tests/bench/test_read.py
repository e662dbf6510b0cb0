"""Does the measurement of the readers count, compare and gather as it says?"""

from __future__ import annotations

import random
from dataclasses import replace
from importlib import resources
from pathlib import Path

import cv2
import numpy as np
import pytest

from bench.readers import kinds, moving, video
from bench.readers.beside import ReadingProcess
from bench.readers.verdicts import Verdicts, lost, rows, untrue
from scoreboard.games import known_games
from scoreboard.models import Reading
from training import render
from training.drawing.canvas import UNIT, Canvas, Label
from training.drawing.hud import Hud
from training.samples import Sample
from workers.read.__main__ import read_field

PUBG = known_games()["pubg"]


def sample(alive: int | None, kind: str = "", source: str = "rendered") -> Sample:
    return Sample(source, PUBG, {}, 720, {"alive": alive}, {}, kind=kind)


def reading(alive: int | None) -> Reading:
    return Reading(alive, None, "unknown", 0.0)


def test_a_number_where_none_is_shown_is_invented_and_in_no_share_of_those_shown():
    verdicts = Verdicts(2)
    for shown, before, after in ((7, 7, 7), (8, None, 8), (9, 4, None), (None, 3, None)):
        verdicts.add(sample(shown), [reading(before), reading(after)])
    *_, line = rows(("pictures", "game", "field"), verdicts.games).splitlines()
    expected = "rendered pubg alive 3 33.3 % -> 66.7 % 1 -> 0 33.3 % 0 -> 1 1 -> 0"
    assert " ".join(line.split()) == expected
    assert [*map(untrue, verdicts.all)] == [
        "2 of 4 fields, 500.00 in 1,000",
        "0 of 4 fields, 0.00 in 1,000",
    ]


def test_pictures_rendered_for_their_kind_alone_count_in_its_row_and_in_the_whole():
    verdicts = Verdicts(1)
    assert verdicts.add(sample(5, "dimmed"), [reading(5)]) == []
    assert verdicts.add(sample(5, "dimmed", kinds.MORE), [reading(6)]) == [(0, "alive")]
    assert verdicts.games == {("rendered", "pubg", "alive"): [{"right": 1}]}
    assert verdicts.kinds == {("dimmed", "alive"): [{"right": 1, "wrong": 1}]}
    assert verdicts.all[0].total() == 2


@pytest.mark.parametrize(("after", "expected"), [(198, 0), (197, 1)])
def test_a_row_that_loses_more_than_a_point_is_named(after: int, expected: int):
    verdicts = Verdicts(2)
    for number in range(200):
        verdicts.add(sample(5), [reading(5), reading(5 if number < after else None)])
    assert len([*lost(verdicts.games)]) == expected


def drawn(name: str, every: int):
    """A HUD of one number, special once in ``every`` times."""

    def draw(canvas: Canvas, rng: random.Random, held_out: bool) -> None:
        assert held_out
        canvas.box(4 * UNIT, UNIT, UNIT, UNIT, rng.choice((200, 255)), 0.8)
        canvas.labels.append(Label(f"{name}_alive", "7", 4 * UNIT, UNIT, UNIT, UNIT))
        if rng.randrange(every) == 0:
            canvas.mark(f"odd {name}")

    return Hud(draw, 16.2, 4.6, 1)


class Grounds:
    """Gray, and drawn at once."""

    def __init__(self, seed: int, count: int = 0) -> None:
        pass

    def cut(self, rng, width, height):
        return np.full((height, width), 90, np.float32)


@pytest.fixture
def two_huds(monkeypatch):
    huds = {"pubg": drawn("pubg", 4), "apex": drawn("apex", 10)}
    monkeypatch.setattr(render, "HUDS", huds)
    monkeypatch.setattr(render, "FATES", {"": 1})
    monkeypatch.setattr(render, "LIVE_SHARE", 0.0)
    monkeypatch.setattr(kinds, "SHARES", {"pubg": 1, "apex": 1})
    monkeypatch.setattr(render.clutter, "phrase", lambda *_: None)
    monkeypatch.setattr(kinds, "Backgrounds", Grounds)


def test_more_is_rendered_of_a_rare_kind_until_there_is_enough_of_each(two_huds):
    samples = [*kinds.rendered(60, enough=12, limit=1000)]
    of = {kind: [s for s in samples if s.kind == kind] for kind in ("odd pubg", "odd apex")}
    fields = {
        kind: sum(s.truth.get("alive") is not None for s in found) for kind, found in of.items()
    }
    assert min(fields.values()) >= 12
    assert {s.kind for s in samples if s.source == kinds.MORE} <= {*of}
    assert len([s for s in samples if s.source == "rendered"]) == 60
    assert len(samples) < 120, "only what lacks is kept"


def test_rendering_for_the_kinds_ends_at_its_limit(two_huds):
    assert len([*kinds.rendered(12, enough=10_000, limit=60)]) <= 60


def test_a_process_reads_with_the_weights_it_is_given_and_ends_where_they_are_none(tmp_path: Path):
    """What reads digits is whole, what finds them is not."""
    picture = np.full((40, 70), 40, np.uint8)
    cv2.putText(picture, "47", (6, 33), cv2.FONT_HERSHEY_DUPLEX, 1.2, 250, 3, cv2.LINE_AA)
    cut_out = Sample("real", PUBG, {"alive": picture}, 40, {}, {}, "alive")
    digits = resources.files("workers.read.networks") / "weights" / "digits.onnx"
    (tmp_path / "digits.onnx").write_bytes(digits.read_bytes())
    (tmp_path / "finder.onnx").write_bytes(b"no network")
    with ReadingProcess(weights=tmp_path) as process:
        told, seconds = process.read(cut_out)
        assert told == read_field(picture, PUBG, "alive")
        assert told.alive == 47
        assert 0 < seconds < 1
        with pytest.raises((EOFError, BrokenPipeError)):
            process.read(replace(cut_out, crops={"hud": picture}, field=""))


def test_an_overlay_lies_on_any_ground_as_if_it_had_been_drawn_there():
    hud = drawn("pubg", 4)
    picture = np.random.default_rng(1).integers(0, 255, (720, 1280), np.uint8)
    canvas = Canvas(
        picture[10 : 10 + round(4.6 * UNIT), 20 : 20 + round(16.2 * UNIT)].astype(np.float32)
    )
    hud.draw(canvas, random.Random(3), True)
    over = moving.overlay(hud, 3, UNIT)
    over.lay(picture, 20, 10)
    region = picture[10 : 10 + canvas.height, 20 : 20 + canvas.width]
    assert np.abs(region - canvas.pixels).max() < 2


def test_keyframes_at_a_low_rate_are_those_that_were_sampled(two_huds, monkeypatch):
    monkeypatch.setattr(video, "GROUP", 4)
    monkeypatch.setattr(video, "HUDS", {"pubg": drawn("pubg", 4)})
    monkeypatch.setattr(video, "Backgrounds", Grounds)
    films = [*video.film("pubg", video.HUDS_AT_ONCE + 1)]
    assert [film.truth["alive"] for film in films] == [7] * 2 * video.HUDS_AT_ONCE
    assert {film.source for film in films} == {video.SOURCE}
    for film in films:
        (region,) = film.crops.values()
        box = film.boxes["alive"]
        assert box.mean() > region.mean() + 30
