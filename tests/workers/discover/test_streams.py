"""Does the list of live streams hold what Twitch says and the admins want, whatever Twitch answers?"""

import logging
import time

import pytest

from scoreboard.models import Channel, Correction, Game
from scoreboard.requests import Ask
from tests.workers.discover.helix_stand_in import (
    BOX_ART,
    CLIENT_ID,
    CLIENT_SECRET,
    QUESTIONS_LEFT,
    row,
)
from workers.desk.answers import answer_category
from workers.discover.asking import STANDS_SECONDS
from workers.discover.streams import discover
from workers.discover.twitch import helix as helix_module
from workers.discover.twitch.helix import Helix
from workers.discover.twitch.twitch import Twitch

PUBG = Game("pubg", "PUBG", twitch_category="PUBG: BATTLEGROUNDS", stream_limit=250)
NOW = 1_800_000_000.0


def publish(store, *channels, game=PUBG):
    store.publish_catalog([game], channels, "1")


def names(store):
    return sorted(store.streams())


def sentence(store):
    return store.faults()["discover", "pubg"]["sentence"]


def test_pages_until_the_limit(store, twitch, on_twitch):
    publish(store)
    twitch.streams = [row(f"streamer{i}", viewers=1000 - i) for i in range(400)]
    discover(store, on_twitch, NOW)
    assert len(store.streams()) == 250
    assert sum("/streams" in request for request in twitch.requests) == 3
    assert "streamer249" in " ".join(names(store))
    assert "streamer250" not in " ".join(names(store))


def test_what_is_stored(store, twitch, on_twitch):
    publish(store)
    twitch.streams = [row("ann", viewers=7, title="top\u202e 10\n!")]
    discover(store, on_twitch, NOW)
    stream = store.stream("twitch-ann")
    assert (stream.name, stream.title, stream.viewers, stream.language) == (
        "Ann",
        "top 10 !",
        7,
        "en",
    )
    assert stream.url == stream.page_url == "https://www.twitch.tv/ann"
    assert (stream.platform, stream.playback_url, stream.found_at) == ("twitch", "", NOW)


def test_first_look_within_seconds(store, twitch, on_twitch):
    publish(store)
    twitch.streams = [row(f"streamer{i}") for i in range(40)]
    discover(store, on_twitch, NOW)
    due = store.next_looks("pubg").values()
    assert NOW <= min(due) < max(due) <= NOW + 5
    assert max(due) - min(due) > 1


def test_token_and_category_are_asked_for_once(store, twitch, on_twitch):
    publish(store)
    twitch.streams = [row("ann")]
    for minute in range(3):
        discover(store, on_twitch, NOW + 60 * minute)
    assert twitch.requests.count("POST /oauth2/token") == 1
    assert sum("/games" in request for request in twitch.requests) == 1


def test_token_is_renewed_before_it_expires(store, twitch, on_twitch):
    publish(store)
    twitch.token_seconds = 600
    discover(store, on_twitch, NOW)
    discover(store, on_twitch, NOW + 550)
    assert twitch.requests.count("POST /oauth2/token") == 2


def test_token_is_renewed_once_when_refused(store, twitch, on_twitch):
    publish(store)
    twitch.streams = [row("ann")]
    discover(store, on_twitch, NOW)
    twitch.revoke()
    twitch.streams.append(row("bob"))
    discover(store, on_twitch, NOW + 60)
    assert names(store) == ["twitch-ann", "twitch-bob"]
    assert twitch.requests.count("POST /oauth2/token") == 2


def test_wrong_secret(store, twitch, caplog):
    publish(store)
    with caplog.at_level(logging.WARNING):
        wrong = Helix(CLIENT_ID, "wrong", twitch.url, twitch.url + "/oauth2/token")
        discover(store, [Twitch(wrong)], NOW)
    assert sentence(store) == "Twitch rejected the client ID or secret (status 403)."
    assert "wrong" not in caplog.text


def test_language_and_mature(store, twitch, on_twitch):
    publish(
        store,
        game=Game("pubg", "PUBG", twitch_category=PUBG.twitch_category, languages=("en", "de")),
    )
    twitch.streams = [
        row("ann"),
        row("bob", language="fr"),
        row("cem", is_mature=True),
        row("dee", language="de"),
    ]
    discover(store, on_twitch, NOW)
    assert names(store) == ["twitch-ann", "twitch-dee"]


def test_block_and_allow(store, twitch, on_twitch):
    bent = Correction(0.1, 0.1, 0.8)
    publish(
        store,
        Channel("twitch-ann", "block"),
        Channel("twitch-bob", "allow", correction=bent),
        Channel("twitch-eva", "allow", game="other"),
        game=Game("pubg", "PUBG", twitch_category=PUBG.twitch_category, languages=("en",)),
    )
    twitch.streams = [
        row("ann"),
        row("bob", language="fr", is_mature=True),
        row("cem", language="fr"),
        row("eva", language="fr"),
        row("fin"),
    ]
    discover(store, on_twitch, NOW)
    assert names(store) == ["twitch-bob", "twitch-fin"]
    assert store.stream("twitch-bob").correction == bent


def test_allowed_channel_in_another_game_stays_out(store, twitch, on_twitch):
    publish(
        store,
        Channel("twitch-bob", "allow"),
        game=Game("pubg", "PUBG", twitch_category=PUBG.twitch_category, languages=("en",)),
    )
    twitch.streams = [row("bob", game_id="99", language="fr")]
    discover(store, on_twitch, NOW)
    assert names(store) == []


def test_blocked_later_goes_at_once_others_when_gone_for_a_while(store, twitch, on_twitch):
    publish(store)
    twitch.streams = [row("ann"), row("bob"), row("cem")]
    discover(store, on_twitch, NOW)
    publish(store, Channel("twitch-bob", "block"))
    twitch.streams = [row("cem"), row("bob")]
    discover(store, on_twitch, NOW + 60)
    assert names(store) == ["twitch-ann", "twitch-cem"]
    discover(store, on_twitch, NOW + 120)
    assert names(store) == ["twitch-cem"]
    assert list(store.next_looks("pubg")) == ["twitch-cem"]


def test_disabled_game_is_dropped(store, twitch, on_twitch):
    publish(store)
    twitch.streams = [row("ann")]
    discover(store, on_twitch, NOW)
    publish(store, game=Game("pubg", "PUBG", twitch_category=PUBG.twitch_category, enabled=False))
    discover(store, on_twitch, NOW + 60)
    assert names(store) == []


@pytest.mark.parametrize(
    "fault",
    [
        "500",
        "404",
        "not json",
        "[]",
        "{}",
        '{"data": 5}',
        '{"data": [1, 2]}',
        '{"data": [{"user_login": "<script>"}]}',
        '{"data": []}',
        "",
        "huge",
        "[" * 100_000,
    ],
)
def test_last_known_list_stands_until_it_ages(store, twitch, on_twitch, fault):
    publish(store)
    twitch.streams = [row("ann"), row("bob")]
    discover(store, on_twitch, NOW)
    twitch.fault = fault or " "
    discover(store, on_twitch, NOW + STANDS_SECONDS - 1)
    assert names(store) == ["twitch-ann", "twitch-bob"]
    assert store.counters()["faults", "discover"] == 1
    assert sentence(store).startswith("Twitch")
    discover(store, on_twitch, NOW + STANDS_SECONDS + 1)
    assert names(store) == []


def test_fault_is_cleared_when_twitch_is_back(store, twitch, on_twitch):
    publish(store)
    twitch.streams, twitch.fault = [row("ann")], "500"
    discover(store, on_twitch, NOW)
    twitch.fault = ""
    discover(store, on_twitch, NOW + 60)
    assert store.faults() == {}
    assert names(store) == ["twitch-ann"]


def test_slow_answer_ends_in_time(store, twitch, on_twitch, monkeypatch):
    monkeypatch.setattr(helix_module, "_ANSWER_SECONDS", 0.7)
    publish(store)
    twitch.fault = "slow"
    began = time.monotonic()
    discover(store, on_twitch, NOW)
    assert time.monotonic() - began < 2
    assert "in time" in sentence(store)


@pytest.mark.parametrize(
    ("reset", "pause"), [(str(int(NOW) + 120), 120), ("", 60), ("rubbish", 60), ("9" * 11, 60)]
)
def test_no_question_during_a_pause(store, twitch, on_twitch, reset, pause):
    publish(store)
    twitch.streams = [row("ann")]
    discover(store, on_twitch, NOW - 1)
    twitch.fault, twitch.reset = "429", reset
    discover(store, on_twitch, NOW)
    asked = len(twitch.requests)
    twitch.fault = ""
    discover(store, on_twitch, NOW + pause - 1)
    assert len(twitch.requests) == asked
    assert names(store) == ["twitch-ann"]
    assert sentence(store) == "Twitch rate limit reached; retrying in 1 s."
    discover(store, on_twitch, NOW + pause + 1)
    assert len(twitch.requests) > asked


def test_unreachable(store):
    publish(store)
    nowhere = Helix(CLIENT_ID, CLIENT_SECRET, "http://127.0.0.1:9", "http://127.0.0.1:9/token")
    discover(store, [Twitch(nowhere)], NOW)
    assert "refused" in sentence(store)


def test_unknown_category(store, twitch, on_twitch):
    publish(store, game=Game("pubg", "PUBG", twitch_category="No such game"))
    discover(store, on_twitch, NOW)
    assert sentence(store) == "Twitch has no category named 'No such game'."


def test_watched_channels_without_credentials(store):
    publish(
        store,
        Channel("mine", "watch", "pubg", "Mine", "https://video.example/live/a.m3u8?x=1"),
        Channel("tv", "watch", "pubg", "", "https://www.twitch.tv/somebody"),
        Channel("page", "watch", "pubg", "", "https://video.example/live"),
        Channel("lost", "watch", "no-such-game", "", "https://video.example/live"),
    )
    discover(store, [], NOW)
    assert names(store) == ["mine", "page", "tv"]
    mine, tv = store.stream("mine"), store.stream("tv")
    assert (mine.name, mine.platform, mine.playback_url) == ("Mine", "web", mine.url)
    assert (tv.name, tv.platform, tv.playback_url, tv.page_url) == ("tv", "twitch", "", tv.url)
    assert store.stream("page").platform == "web"
    assert store.faults() == {}
    publish(store)
    discover(store, [], NOW + 60)
    assert names(store) == []


def test_a_stream_that_moves_to_another_game_starts_over(store, twitch, on_twitch):
    other = Game("fortnite", "Fortnite", twitch_category="Fortnite")
    store.publish_catalog([PUBG, other], [], "1")
    twitch.categories["Fortnite"] = "33214"
    twitch.streams = [row("ann"), row("bob"), row("cem", game_id="33214")]
    discover(store, on_twitch, NOW)
    store.redis.hset("standings", "twitch-ann", "{}")
    twitch.streams[0] = row("ann", game_id="33214")
    discover(store, on_twitch, NOW + 60)
    assert store.stream("twitch-ann").game == "fortnite"
    assert not store.redis.hexists("standings", "twitch-ann")
    assert "twitch-ann" in store.next_looks("fortnite")
    assert "twitch-ann" not in store.next_looks("pubg")


def test_one_discovery_at_a_time_and_a_new_catalog_wants_another(store):
    assert not store.wants_discovery()
    publish(store, Channel("mine", "watch", "pubg", "Mine", "http://example.com/live/index.m3u8"))
    assert store.wants_discovery()
    assert store.start_discovering(5)
    assert not store.wants_discovery()
    assert discover(store, [], NOW) == {}
    store.end_discovering("an older version")
    assert store.wants_discovery()
    assert list(discover(store, [], NOW)) == ["mine"]
    assert not store.wants_discovery()


def test_why_live_channels_are_passed_over_is_said(store, twitch, on_twitch):
    game = Game(
        "pubg", "PUBG", twitch_category="PUBG: BATTLEGROUNDS", stream_limit=2, languages=("en",)
    )
    publish(store, Channel("twitch-banned", "block"), game=game)
    twitch.streams = [
        row("banned"),
        row("rude", is_mature=True),
        row("one"),
        row("two"),
        row("three"),
    ]
    discover(store, on_twitch, NOW)
    asked = ["twitch-banned", "twitch-rude", "twitch-one", "twitch-three", "twitch-nobody"]
    assert store.passed_over(["pubg"], asked) == {
        "twitch-banned": "blocked by an admin",
        "twitch-rude": "marked as mature",
        "twitch-three": "the 2 streams wanted of PUBG have more viewers",
    }


def test_a_featured_channel_passes_the_filters_and_is_told_apart(store, twitch, on_twitch):
    publish(
        store,
        Channel("twitch-rude", "watch", featured=True),
        Channel("twitch-two", "allow", featured=True),
    )
    twitch.streams = [row("rude", is_mature=True), row("one"), row("two", is_mature=True)]
    discover(store, on_twitch, NOW)
    assert {name: stream.featured for name, stream in store.streams().items()} == {
        "twitch-rude": True,
        "twitch-one": False,
        "twitch-two": True,
    }


def test_what_admins_see_of_a_discovery(store, twitch, on_twitch):
    publish(store)
    twitch.streams = [row("one"), row("two")]
    discover(store, on_twitch, NOW)
    assert store.found() == {"pubg": {"streams": 2, "at": NOW}}
    assert store.platforms()["twitch"].quota_left == QUESTIONS_LEFT


def test_categories_by_a_part_of_their_name(store, twitch, on_twitch):
    found = answer_category(on_twitch, Ask("id", "category", "battlegr", NOW), NOW)
    assert found == {
        "categories": [
            {
                "name": "PUBG: BATTLEGROUNDS",
                "box_art_url": BOX_ART.replace("{width}x{height}", "52x72"),
            }
        ]
    }
    assert answer_category(on_twitch, Ask("id", "category", "chess", NOW), NOW) == {
        "categories": []
    }


def test_an_allowed_or_featured_channel_is_watched_beyond_the_limit_without_a_language(
    store, twitch, on_twitch
):
    """Its place among thousands, and whether a language is set, do not matter: it is asked for by name."""
    game = Game("pubg", "PUBG", twitch_category=PUBG.twitch_category, stream_limit=100)
    publish(
        store,
        Channel("twitch-small", "allow"),
        Channel("twitch-tiny", "allow", game="pubg", featured=True),
        game=game,
    )
    twitch.streams = [row(f"streamer{i}", viewers=1000 - i) for i in range(3000)]
    twitch.streams += [row("small", viewers=3, is_mature=True), row("tiny", viewers=1)]
    discover(store, on_twitch, NOW)
    assert {"twitch-small", "twitch-tiny"} < set(names(store))
    assert len(names(store)) == 102
    assert store.stream("twitch-tiny").featured


def test_hundreds_are_asked_for_by_name_a_hundred_at_a_time(store, twitch, on_twitch):
    logins = [f"small{i}" for i in range(250)]
    game = Game("pubg", "PUBG", twitch_category=PUBG.twitch_category, stream_limit=10)
    publish(store, *(Channel(f"twitch-{login}", "allow") for login in logins), game=game)
    twitch.streams = [row(f"streamer{i}") for i in range(100)] + [row(login) for login in logins]
    discover(store, on_twitch, NOW)
    assert {f"twitch-{login}" for login in logins} < set(names(store))
    by_name = [request for request in twitch.requests if "user_login" in request]
    assert [request.count("user_login=") for request in by_name] == [100, 100, 50]


def test_those_that_may_play_any_game_are_asked_for_once(store, twitch, on_twitch):
    twitch.categories["Apex Legends"] = "511224"
    games = [
        Game("pubg", "PUBG", twitch_category=PUBG.twitch_category),
        Game("apex", "Apex", twitch_category="Apex Legends"),
    ]
    store.publish_catalog(games, [Channel("twitch-ann", "allow")], "1")
    twitch.streams = [row("ann", game_id="511224", language="xx")]
    discover(store, on_twitch, NOW)
    assert sum("user_login" in request for request in twitch.requests) <= 1
    assert store.stream("twitch-ann").game == "apex"


def test_one_that_plays_something_else_is_said_to(store, twitch, on_twitch):
    publish(store, Channel("twitch-ann", "allow"), Channel("twitch-bob", "allow"))
    twitch.streams = [row("ann", game_id="99", game_name="Just Chatting"), row("one")]
    discover(store, on_twitch, NOW)
    assert store.passed_over(["pubg"], ["twitch-ann", "twitch-bob"]) == {
        "twitch-ann": "its category is Just Chatting"
    }


def test_without_an_answer_by_name_what_was_found_before_is_kept(
    store, twitch, on_twitch, monkeypatch
):
    publish(
        store,
        Channel("twitch-small", "allow"),
        game=Game("pubg", "PUBG", twitch_category=PUBG.twitch_category, stream_limit=1),
    )
    twitch.streams = [row("big", viewers=9), row("small", viewers=1)]
    discover(store, on_twitch, NOW)
    monkeypatch.setattr("workers.discover.by_name.ByName.live", _fails)
    discover(store, on_twitch, NOW + 120)
    assert names(store) == ["twitch-big", "twitch-small"]
    assert sentence(store) == "Twitch returned status 500."


def _fails(*_: object):
    raise helix_module.HelixFailed("Twitch returned status 500.")
