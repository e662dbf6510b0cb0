"""Does the drawing of Warzone's counters say what was measured of them?"""

from __future__ import annotations

import random
import statistics
from collections import defaultdict
from pathlib import Path

import numpy as np
import pytest

from scoreboard.games import known_games
from training.drawing import fonts
from training.drawing.canvas import UNIT, Canvas, Ink, Label
from training.render import HUDS
from training.samples import games_by_profile
from training.scenes import duty
from workers.read.networks.kinds import PROFILES

CHECKOUT = Path(__file__).parents[2]
REGION = known_games()["warzone"].regions["hud"]
COLUMNS = PROFILES["warzone_columns"]


def drawn(name: str, count: int) -> list[Canvas]:
    """In the fonts of the page: training's own are not installed for tests."""
    hud, canvases = HUDS[name], []
    size = (round(hud.height * UNIT), round(hud.width * UNIT))
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(fonts, "FONT_FOLDER", CHECKOUT / "node_modules/@fontsource")
        fonts.load.cache_clear()
        for seed in range(count):
            canvases.append(Canvas(np.full(size, 60, np.float32)))
            hud.draw(canvases[-1], random.Random(seed), False)
    fonts.load.cache_clear()
    return canvases


@pytest.fixture(scope="module")
def columns():
    return drawn("warzone_columns", 80)


def on_frame(canvas: Canvas, x: float, y: float) -> tuple[float, float]:
    """Fractions of the frame."""
    return REGION.x + x / canvas.width * REGION.width, REGION.y + y / canvas.height * REGION.height


def test_every_profile_belongs_to_a_game_and_has_its_drawing():
    games = games_by_profile()
    assert {*games} == {*HUDS} == {*PROFILES}
    assert games["warzone_columns"].slug == "warzone"


def test_columns_stand_where_they_do_on_frames(columns):
    places = defaultdict(list)
    for canvas in columns:
        for label in canvas.labels:
            x, y = on_frame(canvas, label.x + label.width / 2, label.y + label.height / 2)
            places[label.kind].append((x, y))
    alive, kills = (
        [*zip(*places[f"warzone_columns_{f}"], strict=True)] for f in ("alive", "kills")
    )
    assert statistics.median(kills[0]) == pytest.approx(0.978, abs=0.006)
    assert 0.953 - 0.006 < statistics.median(alive[0]) < 0.978 + 0.006
    assert statistics.median(alive[1]) == pytest.approx(0.0595, abs=0.003)


def test_digits_are_as_high_as_on_frames(columns):
    heights = [
        label.height / canvas.height * REGION.height
        for canvas in columns
        for label in canvas.labels
    ]
    assert statistics.median(heights) == pytest.approx(0.0102, abs=0.0006)


def test_what_is_searched_holds_the_columns(columns):
    x, y, width, height = COLUMNS.within
    inside = [
        x * canvas.width < label.x
        and label.x + label.width < (x + width) * canvas.width
        and y * canvas.height < label.y
        and label.y + label.height < (y + height) * canvas.height
        for canvas in columns
        for label in canvas.labels
        if label.x + label.width < canvas.width
    ]
    assert sum(inside) > 0.98 * len(inside)


def test_people_aboard_a_plane_and_in_a_lobby_are_counted_by_nobody(columns):
    for canvas in columns:
        kinds = [label.kind for label in canvas.labels]
        if canvas.note == "2026 plane":
            assert kinds == ["warzone_columns_alive"]
        if canvas.note == "2026 lobby":
            assert kinds == []
    assert {canvas.note for canvas in columns} == {
        "2026 beside 2020",
        "2026 columns",
        "2026 lobby",
        "2026 overlay",
        "2026 plane",
        "2026 plane and skull",
    }


def test_of_a_plane_and_a_skull_beside_each_other_the_skull_counts(columns):
    rows = [canvas.labels for canvas in columns if canvas.note == "2026 plane and skull"]
    assert {tuple(label.kind for label in row) for row in rows} == {
        ("warzone_columns_kills", "warzone_columns_alive")
    }


def test_faint_digits_of_2020_are_lighter_by_a_few_dozen_levels():
    contrasts = []
    for canvas in drawn("warzone", 40):
        for label in canvas.labels if canvas.note == "2020 faint" else ():
            top, left = max(0, round(label.y)), max(0, round(label.x))
            piece = canvas.pixels[top : top + round(label.height), left : left + round(label.width)]
            if piece.size:
                contrasts.append(float(np.subtract(*np.percentile(piece, (96, 10)))))
    assert len(contrasts) > 20
    assert 20 < statistics.median(contrasts) < 60


def test_what_is_drawn_at_another_size_hides_the_ground_behind_it():
    canvas = Canvas(np.full((120, 240), 60, np.float32), through=np.ones((120, 240), np.float32))
    with duty.resized(canvas, 2.0) as larger:
        larger.box(20, 20, 40, 30, 200, 0.5)
        larger.labels.append(Label("any", "7", 20, 20, 40, 30))
    assert canvas.labels == []
    assert (canvas.pixels[70, 80], canvas.through[70, 80]) == pytest.approx((130, 0.5), abs=1)
    assert (canvas.pixels[10, 10], canvas.through[10, 10]) == (60, 1)


def test_a_ground_as_light_as_the_digits_is_taken_down():
    canvas = Canvas(np.full((120, 240), 230, np.float32), through=np.ones((120, 240), np.float32))
    ink = Ink(fonts.Font("", 1.0), 220, 0.8)
    duty.set_off(canvas, ink, (10, 10, 100, 50), 40)
    assert 0.8 * (220 - canvas.pixels.max()) == pytest.approx(40, abs=0.01)
    assert canvas.through.max() == pytest.approx(170 / 230, abs=0.01), "the ground moves less, too"
