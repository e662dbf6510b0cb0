"""Do the regions cover the HUD, whatever the shape of the frame?"""

import numpy as np
import pytest

from scoreboard.models import Correction, Game, Region
from workers.look.cut import cut

HUD = Region(0.8, 0.1, 0.2, 0.1)
GAME = Game("pubg", "PUBG", regions={"hud": HUD})


def picture(height, width):
    """Bright everywhere, with the HUD's region at 200: to the right edge, scaled by height."""
    luma = np.full((height, width), 120, np.uint8)
    unit = height * 16 / 9
    luma[round(0.1 * height) : round(0.2 * height), round(width - 0.2 * unit) :] = 200
    return luma


def boxed(luma, height, width):
    frame = np.full((height, width), 16, np.uint8)
    top, left = (height - luma.shape[0]) // 2, (width - luma.shape[1]) // 2
    frame[top : top + luma.shape[0], left : left + luma.shape[1]] = luma
    return frame


@pytest.mark.parametrize(
    ("height", "width"), [(480, 854), (720, 1280), (1080, 1920), (720, 1152), (1080, 2560)]
)
def test_region_at_any_size_and_shape(height, width):
    frame_height, crops = cut(picture(height, width), GAME)
    assert frame_height == height
    assert crops["hud"].shape == pytest.approx((0.1 * height, 0.2 * height * 16 / 9), abs=2)
    assert (crops["hud"] == 200).mean() > 0.98
    assert crops["hud"].flags.c_contiguous


@pytest.mark.parametrize(
    ("inner", "outer"),
    [
        ((720, 1152), (720, 1280)),
        ((540, 1280), (720, 1280)),
        ((720, 960), (720, 1280)),
        ((540, 960), (720, 1280)),
    ],
)
def test_bars_are_taken_off(inner, outer):
    noise = np.random.default_rng(1).integers(0, 6, outer).astype(np.uint8)
    frame_height, crops = cut(boxed(picture(*inner), *outer) + noise, GAME)
    assert frame_height == inner[0]
    assert (crops["hud"] >= 200).mean() > 0.97


def test_a_dark_scene_is_not_a_bar():
    luma = np.full((720, 1280), 20, np.uint8)
    luma[300:420, :] = 120
    assert cut(luma, GAME)[0] == 720


def test_black_frame():
    assert cut(np.full((720, 1280), 16, np.uint8), GAME)[0] == 720


def test_bar_on_one_side_only_is_part_of_the_picture():
    luma = np.full((720, 1280), 120, np.uint8)
    luma[:, :160] = 16
    _, crops = cut(luma, GAME)
    assert crops["hud"].shape[1] == 256


def test_correction_of_an_embedded_picture():
    frame = np.full((720, 1280), 90, np.uint8)
    frame[180 : 180 + 360, 320 : 320 + 640] = picture(360, 640)
    frame_height, crops = cut(frame, GAME, Correction(x=0.25, y=0.25, scale=0.5))
    assert frame_height == 360
    assert (crops["hud"] == 200).mean() > 0.97


def test_correction_of_a_cropped_picture_leaves_out_what_is_not_there():
    frame = picture(1440, 2560)[:720, :1280]
    assert cut(frame, GAME, Correction(scale=2.0)) == (1440, {})
