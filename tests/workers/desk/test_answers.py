"""What do workers answer to the desk, and what of their looks do they keep for people?"""

from __future__ import annotations

import base64
from unittest.mock import Mock

import cv2
import numpy as np
import pytest

from scoreboard.games import known_games
from scoreboard.models import Correction, Game, Reading, Region
from scoreboard.requests import Ask
from workers.desk.answers import answer_category, answer_frame, answer_reading, read_frame
from workers.desk.samples import DOUBT_EVERY_SECONDS, INTEREST_SECONDS, SampleKeeper, is_doubtful
from workers.discover.platforms import Category, PlatformFailed
from workers.discover.twitch.helix import category_from
from workers.look.look import Look
from workers.read.in_use import TaughtInUse

SURE = Reading(42, 1, "playing", 0.995)
UNSURE = Reading(42, 1, "playing", 0.93)
SILENT = Reading(None, None, "playing", 0.5, "the digits are unclear (0.50)")
NOTHING = Reading(None, None, "unknown", 0.0, "no counter found")
BOX = {"alive": Region(0.4, 0.4, 0.1, 0.1)}
OUTPOST = Game("outpost", "Outpost", regions=BOX)


def look(channel: str = "one") -> Look:
    return Look(
        channel, "pubg", "token", 1000.0, 720, {"hud": np.full((80, 280), 90, np.uint8)}, 1000.0
    )


def numbered(text: str) -> np.ndarray:
    frame = np.full((720, 1280), 40, np.uint8)
    cv2.putText(frame, text, (535, 345), cv2.FONT_HERSHEY_SIMPLEX, 2.0, 255, 5)
    return frame


@pytest.mark.parametrize(
    ("reading", "doubtful"), [(SURE, False), (UNSURE, True), (SILENT, True), (NOTHING, False)]
)
def test_only_a_counter_that_is_not_sure_is_a_doubt(reading, doubtful):
    assert is_doubtful(reading) is doubtful


def test_a_sure_look_that_nobody_looks_at_costs_redis_nothing(store, redis):
    sample_keeper = SampleKeeper()
    sample_keeper.see(store, look(), SURE, 1000.0)
    before = redis.info("commandstats")
    sample_keeper.see(store, look(), SURE, 1000.1)
    after = redis.info("commandstats")
    assert {name: row["calls"] for name, row in before.items() if "info" not in name} == {
        name: row["calls"] for name, row in after.items() if "info" not in name
    }
    assert redis.keys("seen:*") == []


def test_what_an_admin_looks_at_is_kept_with_its_pixels(store):
    store.mark_viewed(["one"])
    sample_keeper = SampleKeeper()
    sample_keeper.see(store, look("one"), SURE, 1000.0)
    sample_keeper.see(store, look("other"), SURE, 1000.0)
    seen = store.places({"one": "pubg", "other": "pubg"})
    assert seen["other"].seen is None
    kept = seen["one"].seen
    assert (kept.alive, kept.kills, kept.frame_height) == (42, 1, 720)
    picture = cv2.imdecode(
        np.frombuffer(base64.b64decode(kept.cutouts["hud"]), np.uint8), cv2.IMREAD_GRAYSCALE
    )
    assert np.array_equal(picture, look().crops["hud"])
    assert store.doubts() == []


def test_an_admin_who_comes_later_is_noticed(store):
    sample_keeper = SampleKeeper()
    sample_keeper.see(store, look(), SURE, 1000.0)
    store.mark_viewed(["one"])
    sample_keeper.see(store, look(), SURE, 1000.0 + INTEREST_SECONDS)
    assert store.places({"one": "pubg"})["one"].seen is not None


def test_doubts_are_sampled(store):
    sample_keeper = SampleKeeper()
    for number in range(20):
        sample_keeper.see(store, look(), UNSURE, 1000.0 + number * DOUBT_EVERY_SECONDS / 4)
    assert len(store.doubts()) == 5


def test_a_frame_is_read_with_the_regions_of_the_question():
    answer = read_frame(numbered("57"), OUTPOST, None)
    assert answer["alive"] == 57
    assert set(answer["cutouts"]) == {"alive"}
    assert {opinion["reader"] for opinion in answer["opinions"]} == {"digit network", "Tesseract"}
    beside = Game("outpost", "Outpost", regions={"alive": Region(0.1, 0.1, 0.1, 0.1)})
    assert read_frame(numbered("57"), beside, None)["alive"] is None


def test_a_correction_moves_the_regions():
    moved = Game("outpost", "Outpost", regions={"alive": Region(0.8, 0.8, 0.2, 0.2)})
    assert read_frame(numbered("57"), moved, Correction(0.0, 0.0, 0.5))["alive"] == 57


def test_a_profile_says_where_it_found_what():
    answer = read_frame(numbered("57"), known_games()["pubg"], None)
    assert answer["alive"] is None
    assert [
        (row["field"], row["reader"]) for row in answer["opinions"] if row["field"] == "alive"
    ] == [("alive", "finder")]


def test_a_frame_that_is_gone_is_said(store):
    answer = answer_reading(
        store, Ask("id", "reading", "gone", 0.0, OUTPOST), TaughtInUse(store.taught_profile)
    )
    assert answer == {"fault": "The frame has expired. Grab a new one."}


def test_a_channel_that_is_not_live_gives_no_frame(store):
    assert "not live" in answer_frame(store, None, Ask("id", "frame", "nobody", 0.0))["fault"]


@pytest.mark.parametrize(("platform", "label"), [("twitch", "Twitch"), ("youtube", "YouTube")])
def test_without_credentials_a_platform_is_not_asked(platform, label):
    ask = Ask("id", "category", "chess", 0.0, platform=platform)
    fault = f"{label} credentials are not configured."
    assert answer_category([], ask, 0.0) == {"fault": fault}


def test_a_category_is_looked_up_on_the_platform_that_is_asked_for():
    kick = Mock(categories=Mock(return_value=[Category("Chess")]))
    kick.name = "kick"
    ask = Ask("id", "category", "che", 5.0, platform="kick")
    found = answer_category([Mock(), kick], ask, 7.0)
    assert found == {"categories": [{"name": "Chess", "box_art_url": ""}]}
    kick.categories.assert_called_once_with("che", 7.0)


def test_what_the_platform_fails_with_is_said():
    kick = Mock(categories=Mock(side_effect=PlatformFailed("Kick returned status 500.")))
    kick.name = "kick"
    ask = Ask("id", "category", "che", 5.0, platform="kick")
    assert answer_category([kick], ask, 7.0) == {"fault": "Kick returned status 500."}


@pytest.mark.parametrize(
    ("art", "shown"),
    [
        (
            "https://static-cdn.jtvnw.net/ttv-boxart/1-{width}x{height}.jpg",
            "https://static-cdn.jtvnw.net/ttv-boxart/1-52x72.jpg",
        ),
        ("https://static-cdn.jtvnw.net.evil.example/a.jpg", ""),
        ("javascript:alert(1)", ""),
        (None, ""),
    ],
)
def test_box_art_comes_from_twitch_alone(art, shown):
    assert category_from({"name": "Chess", "box_art_url": art}).box_art_url == shown


def test_a_category_without_a_name_is_none():
    assert category_from({"name": None}) is None
