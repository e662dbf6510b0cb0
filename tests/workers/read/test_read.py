"""Do the readers keep their figures, and their silence?"""

from __future__ import annotations

import statistics
import time
from collections import Counter

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from bench.readers.samples import broadcast_by_arena
from scoreboard.games import known_games
from scoreboard.models import Game, Region
from training.samples import judged
from workers.read.networks import network
from workers.read.networks.kinds import PROFILES
from workers.read.reader import reader_for
from workers.read.readers.cutout import read_cutout

GAMES = list(known_games().values())
GAMES_OF_ARENA = ("pubg", "fortnite", "apex")


@pytest.fixture(scope="module")
def measured():
    """The verdicts on 120 pictures of the arena, which draws with its own hand, by field; and CPU seconds a look."""
    verdicts: dict[str, Counter[str]] = {"alive": Counter(), "kills": Counter()}
    costs = []
    for sample in broadcast_by_arena(120):
        began = time.process_time()
        reading = reader_for(sample.game).read(sample.crops, sample.frame_height)
        costs.append(time.process_time() - began)
        for field, verdict in judged(sample, reading):
            verdicts[field][verdict] += 1
    return verdicts, costs


@pytest.mark.parametrize(("field", "min_right"), [("alive", 0.99), ("kills", 0.97)])
def test_numbers_are_right_or_missing(measured, field: str, min_right: float):
    counts = measured[0][field]
    shown = counts["right"] + counts["wrong"] + counts["abstained"]
    assert counts["right"] >= min_right * shown, counts
    assert counts["wrong"] <= 1, counts


def test_a_look_costs_milliseconds(measured):
    """What three quarters of the looks cost at least: other work on the machine only adds."""
    cheapest_quarter, *_ = statistics.quantiles(measured[1], n=4)
    assert cheapest_quarter < 0.006


def test_a_network_runs_in_the_thread_that_asks(measured):
    """Celery runs as many processes as there is work for."""
    options = network._session("words").get_session_options()
    assert (options.intra_op_num_threads, options.inter_op_num_threads) == (1, 1)


def test_each_network_is_loaded_once(measured):
    assert network._session.cache_info().currsize == 3


@settings(max_examples=40, deadline=None)
@given(
    arrays.arrays(np.uint8, st.tuples(st.integers(1, 90), st.integers(1, 160))),
    st.sampled_from(GAMES),
    st.integers(240, 2160),
)
def test_no_region_of_any_shape_breaks_a_reader(region, game: Game, frame_height: int):
    reading = reader_for(game).read({"hud": region}, frame_height)
    assert reading.alive is None or 1 <= reading.alive <= game.most_players


@pytest.mark.parametrize("game", GAMES, ids=lambda game: game.slug)
@pytest.mark.parametrize("shade", [0, 90, 255])
def test_a_flat_picture_shows_nothing(game: Game, shade: int):
    reading = reader_for(game).read({"hud": np.full((90, 250), shade, np.uint8)}, 720)
    assert (reading.alive, reading.kills, reading.phase) == (None, None, "unknown")
    assert reading.reason


def written(text: str, shade: int = 255, ground: int = 30) -> np.ndarray:
    picture = np.full((40, 30 + 24 * len(text)), ground, np.uint8)
    cv2.putText(picture, text, (12, 31), cv2.FONT_HERSHEY_DUPLEX, 1.0, (shade,), 2, cv2.LINE_AA)
    return cv2.resize(picture, None, fx=0.6, fy=0.6, interpolation=cv2.INTER_AREA).astype(np.uint8)


@pytest.mark.parametrize("text", ["7", "30", "56", "91", "100"])
def test_cut_out_digits_are_read_light_on_dark_and_dark_on_light(text: str):
    assert read_cutout(written(text), 150).number == int(text)
    assert read_cutout(written(text, 20, 230), 150).number == int(text)


@pytest.mark.parametrize("margins", [(0, 14), (14, 0), (12, 12)])
def test_cut_out_digits_may_stand_high_or_low(margins: tuple[int, int]):
    for text in ("8", "42", "77"):
        padded = cv2.copyMakeBorder(written(text), *margins, 4, 4, cv2.BORDER_REPLICATE).astype(
            np.uint8
        )
        assert read_cutout(padded, 100).number in (int(text), None)
    padded = cv2.copyMakeBorder(written("56"), *margins, 4, 4, cv2.BORDER_REPLICATE).astype(
        np.uint8
    )
    assert read_cutout(padded, 100).number == 56


def test_words_and_implausible_numbers_are_no_counts():
    assert read_cutout(written("AB"), 100).number is None
    assert read_cutout(written("997"), 100).number is None


def test_a_game_without_a_profile_is_read_from_tight_regions():
    game = Game("own", "Own", regions={"alive": Region(0, 0, 0.1, 0.1)})
    assert game.profile not in PROFILES
    reading = reader_for(game).read({"alive": written("42")}, 720)
    assert (reading.alive, reading.phase) == (42, "playing")
