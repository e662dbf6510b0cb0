"""Is it read how a match ended, and is nothing read into a picture that says nothing?"""

from __future__ import annotations

import tracemalloc

import numpy as np
import pytest

from arena.clips.clip import Clip
from arena.clips.encode import Encoding, encode
from arena.studio import shoot
from bench.readers.samples import keyframe
from scoreboard.games import known_games
from workers.look.banner import has_headline
from workers.look.cut import cut
from workers.read.networks.kinds import PROFILES
from workers.read.networks.place import Place
from workers.read.reader import reader_for
from workers.read.readers import banner as banner_module
from workers.read.readers.assign import assign
from workers.read.readers.banner import Banner, read_banner, said


def crops_of(clip: Clip):
    game = known_games()[clip.game]
    height, crops = cut(keyframe(encode(shoot(clip, 1), Encoding())), game)
    return game, height, crops


@pytest.mark.parametrize(
    ("clip", "result", "place"),
    [
        (Clip("pubg", "over", 1), "won", 1),
        (Clip("fortnite", "out", 0, 28), "placed", 28),
        (Clip("apex", "out", 0, 2), "placed", 2),
        (Clip("pubg", "out", 0, 36), "placed", 36),
        (Clip("apex", "over", 0), "won", 1),
    ],
)
def test_what_the_arena_shows_at_the_end_is_read(clip, result, place):
    game, height, crops = crops_of(clip)
    reading = reader_for(game).read(crops, height)
    assert (reading.phase, reading.result, reading.place) == ("over", result, place)
    assert reading.result_confidence == 1.0


@pytest.mark.parametrize(("second", "squad"), [(0.8, True), (0.1, False)])
def test_a_squad_is_told_by_a_counter_of_its_own(second, squad):
    """Beside the players the streamer's kills, and beside them the squad's: Fortnite's newer row."""
    places = {
        "fortnite_alive": [Place(40, 20, 20, 14, 0.9), Place(200, 60, 20, 14, 0.0)],
        "fortnite_kills": [Place(80, 20, 20, 14, 0.9), Place(120, 20, 20, 14, second)],
        "fortnite_waiting": [Place(0, 0, 1, 1, 0.0)],
    }
    counters = assign(np.zeros((40, 160), np.uint8), places, PROFILES["fortnite"])
    assert counters.squad == squad
    assert counters.kills
    assert counters.kills.place.x == 80


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["#1 VICTORY ROYALE!"] * 2, Banner("won", 1)),
        (["WINNER WINNER CH", "WINNER WINNER CHIGHENAOINNERE"], Banner("won", 1)),
        (["YOU ARE THE APEX CHAMPIONS", ""], Banner("won", 1)),
        (["NIGHTJAR IS THE CHAMPION", ""], Banner()),
        (["WINNER: NIGHTJAR", "WINNER: NIGHTJAR"], Banner()),
        (["YOU PLACED #23", "YOU PLACED #23"], Banner("placed", 23)),
        (["YOU PLACED #23", "YOU PLACED #28"], Banner("eliminated")),
        (["YOU PLACED #1", "ELIMINATED"], Banner()),
        (["#12 BETTER LUCK NEXT TIME!", "BETTER LUCK NEXT TIME!"], Banner("placed", 12)),
        (["SQUAD ELIMINATED", "VICTORY"], Banner()),
        (["#1/29", ""], Banner("won", 1)),
        (["#1 OF 29", ""], Banner("won", 1)),
        (["#999", ""], Banner("eliminated")),
        (["MATCH SUMMARY", ""], Banner()),
    ],
)
def test_words_that_contradict_each_other_say_nothing(texts, expected):
    assert said(texts) == expected


def test_a_picture_without_a_headline_costs_no_process(monkeypatch):
    def never(pictures):
        raise AssertionError("Tesseract was started")

    monkeypatch.setattr(banner_module, "read_scattered", never)
    rng = np.random.default_rng(1)
    smooth = np.full((217, 769), 90, np.uint8)
    assert read_banner(smooth) is None
    assert read_banner(rng.normal(90, 6, (217, 769)).clip(0, 255).astype(np.uint8)) is None
    _, _, crops = crops_of(Clip("pubg", "playing", 1, 50, 3))
    assert read_banner(crops["banner"]) is None
    for shape in ((1, 1), (1, 700), (300, 2)):
        assert read_banner(np.zeros(shape, np.uint8)) is None


def test_a_picture_full_of_stripes_takes_no_more_time_or_memory_than_another():
    """Ten thousand of them, each as high as a letter: compared with one another they would fill a gigabyte."""
    stripes = np.full((384, 640), 255, np.uint8)
    stripes[np.arange(384) % 12 != 0, ::2] = 0
    tracemalloc.start()
    try:
        assert has_headline(stripes)
        assert tracemalloc.get_traced_memory()[1] < 20_000_000
    finally:
        tracemalloc.stop()
