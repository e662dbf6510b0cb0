"""Is a taught profile checked at the door, and a sign found wherever it is?"""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

from scoreboard.models import Region
from scoreboard.taught.profile import (
    FORMAT,
    MAX_BYTES,
    VERSION,
    BadProfile,
    Sign,
    TaughtProfile,
)
from workers.look.look import Gray
from workers.read.readers.taught.gradients import gradients
from workers.read.readers.taught.pixels import packed, planes
from workers.read.readers.taught.reader import TaughtReader
from workers.read.readers.taught.search import Ground, ground_of, likenesses, prepared, search

WHOLE = Region(0.0, 0.0, 1.0, 1.0)


def badge(shade: int, ground: int, side: int = 40) -> Gray:
    picture = np.full((side, side), ground, np.uint8)
    cv2.circle(picture, (side // 2, side // 2), side // 3, shade, 3, cv2.LINE_AA)
    cv2.line(picture, (side // 4, side // 4), (side // 2, 3 * side // 4), shade, 3, cv2.LINE_AA)
    return picture


def sign(**changes: Any) -> Sign:
    field = gradients(badge(230, 60))
    weights = (np.hypot(field[..., 0], field[..., 1]) > 0.4).astype(np.float32)
    made = Sign(400, 40, 40, packed(field, weights), 10, 30, 0, "left", 0.7, 0.5, WHOLE, 0.6, 0.8)
    return replace(made, **changes)


def profile(**changes: Any) -> TaughtProfile:
    return replace(TaughtProfile(FORMAT, VERSION, "A game", 100, (sign(),)), **changes)


def test_a_profile_survives_its_file(tmp_path: Path) -> None:
    (tmp_path / "profile.json").write_text(profile().to_json())
    assert TaughtProfile.load(tmp_path / "profile.json") == profile()


def changed(change: Callable[[dict[str, Any]], object]) -> bytes:
    values = json.loads(profile().to_json())
    change(values)
    return json.dumps(values).encode()


def of_sign(**changes: object) -> bytes:
    return changed(lambda values: values["alive"][0].update(changes))


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (b"", "not valid JSON"),
        (b"[" * 100_000, "not valid JSON"),
        (b"\xff\xfe", "not valid JSON"),
        (b"[]", "not a taught profile"),
        (b"{}", "not a taught profile"),
        (b" " * (MAX_BYTES + 1), "larger than 800 KB"),
        (changed(lambda values: values.update(version=2)), "Only version 1"),
        (changed(lambda values: values.pop("alive")), "missing or of the wrong type"),
        (changed(lambda values: values.update(alive=[])), "no sign of the players"),
        (changed(lambda values: values.update(alive=5 * values["alive"])), "more than 4 signs"),
        (changed(lambda values: values.update(alive=7)), "missing or of the wrong type"),
        (changed(lambda values: values.update(most_players=10**9)), "most_players"),
        (changed(lambda values: values.update(name="a\x00b")), "not printable"),
        (of_sign(width="40"), "missing or of the wrong type"),
        (of_sign(width=10**6), "out of its range"),
        (of_sign(lines=0), "out of its range"),
        (of_sign(lines=1e9), "out of its range"),
        (of_sign(align="top"), "missing or of the wrong type"),
        (of_sign(pixels="%"), "not base64"),
        (of_sign(pixels="AAAA"), "do not fill"),
        (of_sign(pixels=base64.b64encode(bytes(3 * 40 * 40)).decode()), "No pixel"),
        (of_sign(within={"x": 0.9, "y": 0, "width": 5, "height": 1}), "out of its range"),
        (of_sign(least=float("nan")), "not valid JSON"),
    ],
)
def test_what_is_no_profile_is_refused_in_a_sentence(text: bytes, sentence: str) -> None:
    with pytest.raises(BadProfile, match=sentence):
        TaughtProfile.parse(text)


@pytest.mark.parametrize("ground", [0, 90, 255])
def test_a_copy_on_flat_ground_is_found(ground: int) -> None:
    """Where every place but one is flat, OpenCV's masked correlation is nan or infinite."""
    picture = np.full((400, 700), ground, np.uint8)
    picture[200:240, 500:540] = badge(230, 60)
    found = search(ground_of(picture, 400, 400), sign())
    assert found
    assert found.likeness > 0.9
    assert [found.x, found.y] == pytest.approx([520, 220], abs=1)


def test_flat_ground_resembles_nothing() -> None:
    field = gradients(np.full((200, 300), 128, np.uint8))
    likeness = likenesses(Ground.of(field), prepared(*planes(sign().pixels, 40, 40)))
    assert likeness is not None
    assert np.isfinite(likeness).all()
    assert abs(likeness).max() < 0.05


def test_a_sign_that_is_darker_than_its_ground_is_the_same_sign() -> None:
    picture = np.full((400, 700), 200, np.uint8)
    picture[50:90, 50:90] = badge(40, 200)
    found = search(ground_of(picture, 400, 400), sign())
    assert found
    assert found.likeness > 0.8


def test_a_larger_sign_is_found_at_its_size() -> None:
    picture = np.full((400, 700), 60, np.uint8)
    picture[100:147, 300:347] = cv2.resize(badge(230, 60), (47, 47))
    found = search(ground_of(picture, 400, 400), sign(typical=0.95))
    assert found
    assert found.size == pytest.approx(1.18)
    assert found.likeness > 0.75


def test_a_sign_that_all_else_resembles_less_is_shown_over_busy_scenery() -> None:
    picture = np.full((400, 700), 60, np.uint8)
    picture[200:240, 500:540] = badge(230, 60)
    noise = np.random.default_rng(1).normal(0, 225, picture.shape)
    picture = np.clip(cv2.GaussianBlur(noise, (0, 0), 1.2) + picture, 0, 255).astype(np.uint8)
    found = search(ground_of(picture, 400, 400), sign())
    assert found
    assert found.likeness < 0.5 < sign().least
    reading = TaughtReader(profile()).read({"hud": picture}, 400)
    assert reading.phase == "playing"


def test_of_two_places_that_are_as_alike_neither_is_the_sign() -> None:
    picture = np.full((400, 700), 60, np.uint8)
    for left in (200, 500):
        picture[200:240, left : left + 40] = badge(230, 60)
        reading = TaughtReader(profile()).read({"hud": picture}, 400)
        assert reading.phase == ("playing" if left == 200 else "unknown")


def test_a_sign_without_digits_beside_it_is_no_number() -> None:
    hud = np.full((400, 711), 60, np.uint8)
    hud[100:140, 300:340] = badge(230, 60)
    reading = TaughtReader(profile()).read({"hud": hud}, 400)
    assert (reading.alive, reading.phase, reading.reason) == (
        None,
        "playing",
        "no digits are shown",
    )


@pytest.mark.parametrize("shape", [(8, 8), (39, 300), (300, 39), (1, 1), (0, 5)])
def test_a_region_smaller_than_the_sign_shows_no_counter(shape: tuple[int, int]) -> None:
    reading = TaughtReader(profile()).read({"hud": np.zeros(shape, np.uint8)}, 400)
    assert (reading.alive, reading.kills, reading.phase) == (None, None, "unknown")
