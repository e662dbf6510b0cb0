"""Do crops travel pixel for pixel, and in fewer bytes than zlib makes of them alone?"""

from __future__ import annotations

import zlib

import numpy as np
import pytest
from numpy.typing import NDArray

from workers.look.look import Look

NOISE = np.random.default_rng(7)


@pytest.mark.parametrize("shape", [(1, 1), (1, 9), (9, 1), (83, 281)])
def test_every_pixel_arrives(shape: tuple[int, int]) -> None:
    crops = {name: NOISE.integers(0, 256, shape, np.uint8) for name in ("hud", "banner")}
    found = Look.from_bytes(look(crops).to_bytes()).crops
    assert all(np.array_equal(found[name], crop) for name, crop in crops.items())


def test_what_is_cut_out_of_a_picture_may_be_packed_where_it_lies() -> None:
    part = NOISE.integers(0, 256, (40, 60), np.uint8)[3:20, 5:50]
    found = Look.from_bytes(look({"hud": part}).to_bytes())
    assert np.array_equal(found.crops["hud"], part)
    assert (found.channel, found.token, found.taken_at) == ("a", "t", 2.0)


def test_a_scene_takes_fewer_bytes_than_its_pixels_would() -> None:
    scene = shaded()
    assert len(look({"hud": scene}).to_bytes()) < 0.7 * len(zlib.compress(scene.tobytes(), 1))


def look(crops: dict[str, NDArray[np.uint8]]) -> Look:
    return Look("a", "pubg", "t", 1.0, 720, crops, 2.0)


def shaded() -> NDArray[np.uint8]:
    """Uneven across, alike from row to row, as video is; with an encoder's noise of a grey level."""
    across = NOISE.integers(0, 200, 320) + np.linspace(0, 40, 90)[:, None]
    return (across + NOISE.integers(0, 2, (90, 320))).astype(np.uint8)
