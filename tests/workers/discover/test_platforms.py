"""Does each platform stand for itself: its limits, its faults, its time, and the list that stands meanwhile?"""

from __future__ import annotations

import logging
import threading

import pytest

from scoreboard.models import Channel, Game
from tests.workers.discover.scripted import LABELS, Scripted
from workers.discover.asking import GONE_SECONDS, STANDS_SECONDS
from workers.discover.streams import discover

NOW = 1_800_000_000.0
CATEGORIES = dict.fromkeys(LABELS, "PUBG")
THREE = ("twitch", "kick", "youtube")


def publish(store, *channels, **changes):
    given = {"slug": "pubg", "name": "PUBG", "categories": CATEGORIES, "stream_limit": 300}
    store.publish_catalog([Game(**{**given, **changes})], channels, "1")


def names(store, platform=""):
    return sorted(channel for channel in store.streams() if channel.startswith(platform))


def told(store, game="pubg"):
    fault = store.faults().get(("discover", game))
    return fault["sentence"] if fault else ""


@pytest.fixture
def three():
    made = {name: Scripted(name) for name in THREE}
    for platform in made.values():
        platform.live = platform.rows(20)
    return made


def test_all_are_asked_and_each_streams_player_is_known(store, three):
    publish(store)
    discover(store, list(three.values()), NOW)
    assert [len(names(store, name)) for name in THREE] == [20, 20, 20]
    stream = store.stream("kick-s3")
    assert (stream.platform, stream.player, stream.url) == ("kick", "s3", "https://kick.example/s3")
    assert told(store) == ""


def test_a_fourth_is_one_more_in_the_list(store, three):
    publish(store)
    fourth = Scripted("fourth")
    fourth.live = fourth.rows(3)
    discover(store, [*three.values(), fourth], NOW)
    assert len(names(store, "fourth")) == 3
    assert store.platforms()["fourth"].label == "Fourth"


@pytest.mark.parametrize("dead", THREE)
@pytest.mark.parametrize("fault", ["It is down.", TypeError("of ours")])
def test_one_that_fails_leaves_the_others_alone_and_its_list_stands(
    store, three, dead, fault, caplog
):
    caplog.set_level(logging.CRITICAL)
    publish(store)
    discover(store, list(three.values()), NOW)
    three[dead].fault = fault
    others = [name for name in THREE if name != dead]
    for name in others:
        three[name].live = three[name].rows(19)
    for later in (60, STANDS_SECONDS):
        discover(store, list(three.values()), NOW + later)
        assert len(names(store, dead)) == 20
    assert [len(names(store, name)) for name in others] == [19, 19]
    states = store.platforms()
    assert [bool(states[name].fault) for name in others] == [False, False]
    assert states[dead].fault == states[dead].faults["pubg"] == told(store)
    assert states[dead].found == 20
    discover(store, list(three.values()), NOW + STANDS_SECONDS + 60)
    assert names(store, dead) == []
    assert [len(names(store, name)) for name in others] == [19, 19]


def test_two_faults_of_one_game_are_both_told(store, three):
    publish(store)
    three["twitch"].fault, three["kick"].fault = "Twitch is down.", "Kick is down."
    discover(store, list(three.values()), NOW)
    assert told(store) == "Twitch is down. Kick is down."
    three["kick"].fault = ""
    discover(store, list(three.values()), NOW + 60)
    assert told(store) == "Twitch is down."
    assert store.counters()["faults", "discover"] == 3


def test_a_slow_one_takes_no_time_from_the_others(store, three):
    """All three wait for one another: asked in turn, none would get its answer."""
    publish(store)
    together = threading.Barrier(3, timeout=5)
    first = {name: iter([together.wait]) for name in THREE}
    for name, platform in three.items():
        platform.before_answer = lambda name=name: next(first[name], lambda: None)()
    discover(store, list(three.values()), NOW)
    assert told(store) == ""


@pytest.mark.parametrize("name", THREE)
def test_a_list_that_shrinks_by_half_twice_is_kept_and_told(store, name):
    platform = Scripted(name)
    publish(store)
    platform.live = platform.rows(240)
    discover(store, [platform], NOW)
    for later, left in ((60, 110), (120, 50)):
        platform.live = platform.rows(left)
        discover(store, [platform], NOW + later)
        assert len(names(store)) == 240
        assert told(store) == (
            f"{platform.label} returned {left} streams where there were 240;"
            " the others are kept for 5 minutes."
        )


@pytest.mark.parametrize("name", THREE)
def test_rows_of_another_category_are_a_fault_and_not_zero_streams(store, name):
    platform = Scripted(name)
    publish(store)
    platform.live = platform.rows(20)
    discover(store, [platform], NOW)
    platform.live = platform.rows(20, category_id="99")
    discover(store, [platform], NOW + 60)
    assert len(names(store)) == 20
    assert told(store) == f"{platform.label} returned streams of another category."


@pytest.mark.parametrize("name", THREE)
def test_after_a_restart_with_an_unknown_category_the_last_id_serves(store, name):
    platform = Scripted(name)
    publish(store)
    platform.live = platform.rows(3)
    discover(store, [platform], NOW)
    restarted = Scripted(name)
    restarted.live, restarted.known = platform.live, {}
    for later in (60, 1000):
        discover(store, [restarted], NOW + later)
        assert len(names(store)) == 3
        expected = f"{platform.label} has no category named 'PUBG'. Using its last known ID."
        assert told(store) == expected


def test_platforms_do_not_take_one_anothers_category_for_theirs(store):
    publish(store)
    twitch, kick = Scripted("twitch"), Scripted("kick")
    twitch.live, kick.known = twitch.rows(2), {}
    discover(store, [twitch, kick], NOW)
    assert told(store) == "Kick has no category named 'PUBG'."


def test_each_has_a_limit_of_its_own(store, three):
    publish(store, stream_limit=5, limits={"kick": 2, "youtube": 0})
    discover(store, list(three.values()), NOW)
    assert [len(names(store, name)) for name in THREE] == [5, 2, 0]
    assert told(store) == ""


def test_a_game_without_a_category_is_not_asked_for(store, three):
    publish(store, categories={"kick": "PUBG"})
    discover(store, list(three.values()), NOW)
    assert [len(names(store, name)) for name in THREE] == [0, 20, 0]
    assert three["twitch"].asked == three["youtube"].asked == []


def test_labels_and_ratings_of_any_platform_decide_what_is_for_adults(store, three):
    publish(store)
    kick, youtube = three["kick"], three["youtube"]
    kick.live = [kick.row("ann"), kick.row("bob", mature=True)]
    youtube.live = [youtube.row("cem", mature=True, mature_because=("ytAgeRestricted",))]
    youtube.live.append(youtube.row("dee"))
    kick.adults = {"kick-ann": ("Gambling",)}
    discover(store, [kick, youtube], NOW)
    assert names(store) == ["youtube-dee"]
    assert store.passed_over(["pubg"], ["kick-ann", "kick-bob", "youtube-cem"]) == {
        "kick-ann": "marked as mature (Gambling)",
        "kick-bob": "marked as mature",
        "youtube-cem": "marked as mature (ytAgeRestricted)",
    }
    publish(store, mature=True)
    discover(store, [kick, youtube], NOW + 60)
    assert len(names(store)) == 4


def test_what_is_asked_again_about_ratings_is_what_would_be_watched(store):
    kick = Scripted()
    publish(store, Channel("kick-s1", "block"), Channel("kick-s2", "allow"), stream_limit=9)
    kick.live = kick.rows(10)
    discover(store, [kick], NOW)
    assert kick.asked.count("rated: 8") == 1


def test_channels_by_name_are_asked_for_as_many_as_the_platform_takes(store):
    youtube = Scripted("youtube", most_logins=2)
    logins = ["UCaa", "UCbB", "UCcc", "UCdd", "UCee"]
    page = "https://www.youtube.com/channel/{}/live"
    channels = [
        Channel(f"youtube-{login.lower()}", "allow", "pubg", url=page.format(login))
        for login in logins
    ]
    publish(store, *channels)
    youtube.live = [youtube.row("UCbB", category_id="")]
    discover(store, [youtube], NOW)
    assert names(store) == ["youtube-ucbb"]
    asked = [question for question in youtube.asked if question.startswith("by login")]
    assert asked == ["by login: UCaa UCcc", "by login: UCdd UCee"]


def test_one_asked_for_by_name_that_says_no_game_is_watched_in_the_game_that_an_admin_named(store):
    youtube = Scripted("youtube")
    games = [
        Game(slug, slug.upper(), categories={"youtube": "PUBG"}, stream_limit=0)
        for slug in ("apex", "pubg")
    ]
    channels = [Channel("youtube-ann", "allow", "pubg"), Channel("youtube-bob", "allow")]
    store.publish_catalog(games, channels, "1")
    youtube.live = [youtube.row("ann", category_id=""), youtube.row("bob", category_id="")]
    discover(store, [youtube], NOW)
    assert {name: stream.game for name, stream in store.streams().items()} == {
        "youtube-ann": "pubg"
    }


@pytest.mark.parametrize(
    ("language", "is_watched"),
    [("en", True), ("en-us", True), ("de", False), ("other", False), ("", True)],
)
def test_a_dialect_of_a_wanted_language_is_wanted_and_one_that_is_not_told(
    store, language, is_watched
):
    kick = Scripted()
    publish(store, languages=("en",))
    kick.live = [kick.row("ann", language=language)]
    discover(store, [kick], NOW)
    assert bool(names(store)) is is_watched


def test_a_platform_whose_credentials_are_gone_is_forgotten(store, three):
    publish(store)
    discover(store, list(three.values()), NOW)
    discover(store, [three["kick"]], NOW + 60)
    assert list(store.platforms()) == ["kick"]
    assert {name.partition("-")[0] for name in names(store)} == {"kick"}


def test_what_is_told_of_each(store, three):
    publish(store)
    three["youtube"].quota_left, three["youtube"].quota_unit = 4211, "units"
    discover(store, list(three.values()), NOW)
    state = store.platforms()["youtube"]
    assert (state.label, state.at, state.quota_left, state.quota_unit) == (
        "YouTube",
        NOW,
        4211,
        "units",
    )
    assert (state.found, state.fault) == (20, "")


def test_streams_that_end_are_gone_after_a_while_on_each(store, three):
    publish(store)
    discover(store, list(three.values()), NOW)
    for platform in three.values():
        platform.live = platform.rows(15)
    discover(store, list(three.values()), NOW + GONE_SECONDS + 1)
    assert [len(names(store, name)) for name in THREE] == [15, 15, 15]
    assert told(store) == ""


def test_channels_watched_by_their_url_are_not_missed_in_a_platforms_list(store):
    """Nobody but the first look knows whether they are live."""
    kick = Scripted("kick")
    urls = {f"kick-w{n}": f"https://kick.com/w{n}" for n in range(9)} | {
        "mine": "https://kick.com/m"
    }
    watched = [Channel(name, "watch", "pubg", "W", url) for name, url in urls.items()]
    publish(store, *watched)
    for minute in range(3):
        discover(store, [kick], NOW + 60 * minute)
        assert len(names(store)) == 10
        assert told(store) == ""
    renamed = [Channel(name, "watch", "pubg", "New", url) for name, url in urls.items()]
    publish(store, *renamed)
    kick.fault = "Kick is down."
    discover(store, [kick], NOW + 180)
    assert {stream.name for stream in store.streams().values()} == {"New"}
    assert {stream.found_at for stream in store.streams().values()} == {NOW + 180}
    assert store.platforms()["kick"].found == 0


def test_one_that_was_watched_by_its_url_and_is_not_any_more_goes_at_once(store):
    kick = Scripted("kick")
    publish(store, Channel("mine", "watch", "pubg", "W", "https://kick.com/m"))
    discover(store, [kick], NOW)
    publish(store)
    discover(store, [kick], NOW + 1)
    assert names(store) == []
