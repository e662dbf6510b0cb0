"""Does the skeleton of a new game draw and say what it must, and leave everything else as it was?"""

from __future__ import annotations

import json
import random
import runpy
import shutil
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from scoreboard.games import known_games
from scoreboard.models import Game
from training.drawing import fonts
from training.drawing.canvas import UNIT, Canvas
from training.measure import table, worse
from training.skeleton import GAMES, PROFILES, write_skeleton
from workers.read.networks import find, kinds

CHECKOUT = Path(__file__).parents[2]


@pytest.fixture
def checkout(tmp_path):
    for file in (GAMES, PROFILES):
        (tmp_path / file).parent.mkdir(parents=True)
        shutil.copy(CHECKOUT / file, tmp_path / file)
    (tmp_path / "training/scenes").mkdir(parents=True)
    return tmp_path


@pytest.fixture
def some_fonts(monkeypatch):
    """Those of the page: training's own are not installed for tests."""
    monkeypatch.setattr(fonts, "FONT_FOLDER", CHECKOUT / "node_modules/@fontsource")
    fonts.load.cache_clear()
    yield
    fonts.load.cache_clear()


def test_three_files_are_written_and_the_other_games_left_alone(checkout):
    assert len(write_skeleton("naraka", checkout)) == 3
    rows = json.loads((checkout / GAMES).read_text())
    profiles = json.loads((checkout / PROFILES).read_text())
    assert [Game.from_dict(row) for row in rows[:-1]] == list(known_games().values())
    assert [*profiles] == [*kinds.PROFILES, "naraka"], "the weights hold the kinds in this order"
    game = Game.from_dict(rows[-1])
    assert (game.slug, game.profile, game.enabled) == ("naraka", "naraka", False)
    assert write_skeleton("naraka", checkout) == [], "a second time changes nothing"
    assert rows == json.loads((checkout / GAMES).read_text())


def test_a_game_of_two_layouts_is_there_already(checkout):
    assert write_skeleton("warzone_columns", checkout) == []


def test_the_scene_draws_every_counter_of_its_profile(checkout, some_fonts):
    *_, scene = write_skeleton("naraka", checkout)
    hud = runpy.run_path(str(checkout / scene))["HUD"]
    profile = kinds.Profile(**json.loads((checkout / PROFILES).read_text())["naraka"])
    canvas = Canvas(np.zeros((round(hud.height * UNIT), round(hud.width * UNIT)), np.float32))
    hud.draw(canvas, random.Random(1), False)
    assert {label.kind for label in canvas.labels} == {*profile.kinds}
    assert canvas.pixels.max() > 100


@pytest.mark.parametrize("name", ["", "Naraka", "a", "../x", "x-y", "1st", "x" * 31])
def test_a_name_that_is_no_slug_or_no_module_is_refused(checkout, name):
    with pytest.raises(ValueError, match="NAME"):
        write_skeleton(name, checkout)


def test_of_a_kind_that_the_weights_do_not_know_nothing_is_found_and_the_others_are(monkeypatch):
    region, profile = (
        np.random.default_rng(1).integers(0, 255, (50, 160), np.uint8),
        kinds.PROFILES["pubg"],
    )
    before = find.find(region, 9.0, 9.0, profile.kinds)
    monkeypatch.setattr(find, "KINDS", (*kinds.KINDS, "naraka_alive"))
    after = find.find(region, 9.0, 9.0, ("pubg_count", "naraka_alive"))
    assert after["pubg_count"] == before["pubg_count"]
    assert [place.chance for place in after["naraka_alive"]] == [0.0, 0.0]


def verdicts(right, wrong=0, abstained=0, silent=0):
    return Counter(right=right, wrong=wrong, abstained=abstained, silent=silent)


@pytest.mark.parametrize(
    ("after", "is_worse"),
    [
        (verdicts(180, 2, 18, 100), False),
        (verdicts(178, 2, 20, 100), False),
        (verdicts(177, 2, 21, 100), True),
        (verdicts(180, 3, 17, 100), False),
        (verdicts(180, 4, 17, 99), True),
    ],
    ids=["as it was", "a point less", "more than a point less", "one wrong", "two invented"],
)
def test_weights_with_which_another_game_is_read_worse_are_refused(after, is_worse):
    before = {("apex", "alive"): verdicts(180, 2, 18, 100), ("naraka", "alive"): verdicts(50)}
    now = {("apex", "alive"): after, ("naraka", "alive"): verdicts(0, 50)}
    assert bool(worse(before, now, trained="naraka")) == is_worse
    assert "90.0 % ->" in "\n".join(table(before, now))
