"""Is PUBG drawn as it is seen: three plates, the observers' order, the training ground and its clock?"""

from __future__ import annotations

import random
from collections import defaultdict
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from training.drawing import fonts
from training.drawing.canvas import UNIT, Canvas, Label
from training.scenes.plates import ground, words
from training.scenes.pubg import HUD

FONTS = Path(__file__).parents[2] / "node_modules/@fontsource"


@pytest.fixture(scope="module")
def drawn():
    """By note, the labels of what 120 scenes in English hold, by kind."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(fonts, "FONT_FOLDER", FONTS)
        patch.setattr(words, "USUAL", replace(words.USUAL, languages={"": 1}))
        for table in (
            words.ALIVE,
            words.JOINED,
            words.KILLED,
            words.ASSISTED,
            words.TIME,
            words.TEAMS,
        ):
            patch.setitem(table, "", table[""][:1])
        patch.setattr(ground, "unknown", lambda rng, held_out: ("QXWQ", fonts.load("teko", 500)))
        fonts.load.cache_clear()
        scenes = defaultdict(list)
        for seed in range(120):
            size = (round(HUD.height * UNIT), round(HUD.width * UNIT))
            canvas = Canvas(np.full(size, 90, np.float32))
            HUD.draw(canvas, random.Random(seed), False)
            scenes[canvas.note].append({label.kind: label for label in canvas.labels})
        yield scenes
    fonts.load.cache_clear()


def right_of(one: Label, other: Label) -> bool:
    return one.x > other.x + other.width and abs(one.y - other.y) < UNIT / 2


def test_assists_stand_between_the_kills_and_the_players(drawn):
    rows = [row for row in drawn["assisted plate"] if "pubg_kills" in row]
    assert len(rows) > 5
    for row in rows:
        assert right_of(row["pubg_alive"], row["pubg_assisted"])
        assert right_of(row["pubg_assisted"], row["pubg_kills"])


def test_three_plates_fit_into_the_region(drawn):
    left = [row["pubg_kills"].x for row in drawn["assisted plate"] if "pubg_kills" in row]
    assert np.mean([x >= 0 for x in left]) > 0.8


def test_observers_see_teams_then_players_then_a_clock(drawn):
    rows = [row for row in drawn["observers"] if {"pubg_teams", "pubg_observed"} <= {*row}]
    assert len(rows) > 3
    for row in rows:
        assert right_of(row["pubg_observed"], row["pubg_teams"])
        assert "pubg_clock" not in row or right_of(row["pubg_clock"], row["pubg_observed"])


@pytest.mark.parametrize(
    ("note", "kind"), [("training ground", "pubg_joined"), ("unknown script", "pubg_unknown")]
)
def test_the_training_ground_has_a_clock_before_the_count_and_no_players_alive(drawn, note, kind):
    assert len(drawn[note]) > 1
    for row in drawn[note]:
        assert {*row} == {kind, "pubg_clock"}
        assert right_of(row[kind], row["pubg_clock"])
        assert row["pubg_clock"].text == "", "its digits are no count"


def test_a_match_of_ones_own_has_no_clock(drawn):
    for row in (*drawn[""], *drawn["assisted plate"]):
        assert "pubg_clock" not in row
        assert len({"pubg_alive", "pubg_joined"} & {*row}) == 1
