"""Is Apex Legends drawn as it is seen: the knocks a rival of the players, the row pushed down by a banner?"""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from pathlib import Path

import numpy as np
import pytest

from training.drawing import fonts
from training.drawing.canvas import UNIT, Canvas
from training.scenes.apex import HUD

FONTS = Path(__file__).parents[2] / "node_modules/@fontsource"


@pytest.fixture(scope="module")
def drawn():
    """By note, what 70 scenes hold."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(fonts, "FONT_FOLDER", FONTS)
        fonts.load.cache_clear()
        canvases = defaultdict(list)
        for seed in range(70):
            size = (round(HUD.height * UNIT), round(HUD.width * UNIT))
            canvas = Canvas(np.full(size, 90, np.float32))
            HUD.draw(canvas, random.Random(seed), False)
            canvases[canvas.note].append(canvas)
        yield canvases
    fonts.load.cache_clear()


@pytest.mark.parametrize(
    "note", ["", "knocks plate", "banner pushed", "red flash", "white on pale"]
)
def test_every_kind_is_drawn(drawn, note):
    assert len(drawn[note]) > 1


def test_no_number_but_the_players_and_the_kills_is_labeled(drawn):
    for canvas in (canvas for canvases in drawn.values() for canvas in canvases):
        kinds = Counter(label.kind for label in canvas.labels)
        assert {*kinds} <= {"apex_alive", "apex_kills"}
        assert max(kinds.values(), default=1) == 1


def test_a_banner_pushes_the_row_down_and_it_stays_in_sight(drawn):
    for canvas in drawn["banner pushed"]:
        for label in canvas.labels:
            low = 6 if label.kind == "apex_alive" else 8
            assert low * UNIT < label.y
            assert label.y + label.height < canvas.height


def test_a_flash_and_a_pale_ground_take_contrast(drawn):
    def spread(note: str) -> float:
        return float(np.median([np.ptp(canvas.pixels) for canvas in drawn[note]]))

    assert spread("red flash") < spread("") - 20
    pale = [np.median(canvas.pixels) for canvas in drawn["white on pale"]]
    assert np.median(pale) > 140
