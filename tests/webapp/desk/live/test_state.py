"""Do the start page, Health and an empty Live board report the state and what to do next?"""

from __future__ import annotations

import time

import pytest

from scoreboard.health import PlatformState, Worker
from scoreboard.models import ALL_GAMES, Board
from tests.webapp.boards import store_away
from tests.webapp.desk.test_desk_pages import a_doubt, go_live

pytestmark = pytest.mark.usefixtures("db")
PLACES = ("", "desk/live/", "desk/health/")
CREDENTIALS = (
    "set TWITCH_CLIENT_ID and TWITCH_CLIENT_SECRET, KICK_CLIENT_ID and KICK_CLIENT_SECRET, or YOUTUBE_API_KEY,"
    " or add a channel."
)


def says(store, now=None):
    from webapp.desk.start.state import state

    return [(each.level, each.text) for each in state(store, now or time.time())]


def working(store, *roles):
    for role in roles or ("beat", "control", "capture", "ocr"):
        store.put_worker(f"{role}@one", Worker("0.1.0", time.time(), role))
    store.lead("beat@one", 30)


@pytest.mark.parametrize("place", PLACES)
def test_a_fresh_installation_says_what_to_do_first(admin, store, place):
    page = admin.get(f"/admin/{place}").content.decode()
    for sentence in (
        "No board has been computed yet.",
        "No scheduler (beat) has reported: start one.",
        "No control worker has reported: start one.",
        "No capture worker has reported: start one.",
        "No OCR worker has reported: start one.",
        f"No credentials of Twitch, Kick or YouTube seen yet: {CREDENTIALS}",
    ):
        assert sentence in page, sentence


@pytest.mark.parametrize("place", PLACES)
def test_workers_that_discovered_without_twitch_have_no_credentials(admin, store, place):
    working(store)
    store.end_discovering(store.catalog_version() or "1", "") if _takes_owner(
        store
    ) else store.end_discovering("1")
    page = admin.get(f"/admin/{place}").content.decode()
    assert f"No credentials of Twitch, Kick or YouTube: {CREDENTIALS}" in page
    assert "worker has reported: start one" not in page


def _takes_owner(store) -> bool:
    return store.end_discovering.__code__.co_argcount > 2


def test_a_channel_to_watch_is_enough(admin, store):
    from webapp.catalog.models import Channel, Game

    working(store)
    Channel.objects.create(
        channel="one", url="https://example.org/a.m3u8", game=Game.objects.get(slug="pubg")
    )
    assert not any("Kick" in text for _, text in says(store))


def test_all_is_well(admin, store):
    working(store)
    go_live(store, "one", "two")
    go_live(store, "lost", state="timeout", phase="unknown", failures=3)
    store.put_platforms({"kick": PlatformState("Kick", time.time())})
    store.put_board(Board(ALL_GAMES, time.time() - 2, ()), announce=False)
    assert says(store) == [
        ("ok", "The board is up to date (2 s old): 2 of 3 streams in play, 1 failing.")
    ]


def test_a_board_that_nobody_updates_is_said_to_be_old_and_nothing_to_be_in_play(admin, store):
    working(store)
    go_live(store, "one", captured_at=time.time() - 147)
    store.put_platforms({"kick": PlatformState("Kick", time.time())})
    store.put_board(Board(ALL_GAMES, time.time() - 147, ()), announce=False)
    ((level, text),) = says(store)
    assert level == "bad"
    assert (
        text
        == "The board is 2 min old and is no longer being updated: 0 of 1 stream in play, 0 failing."
    )
    page = admin.get("/admin/desk/live/?part=rows").content.decode()
    assert page.index(text) < page.index("<table")


def test_faults_doubts_and_missing_games_are_said(admin, store):
    from webapp.catalog.models import Game

    working(store, "beat", "control", "ocr")
    store.put_fault("discover", "pubg", "Twitch returned status 500.", time.time())
    a_doubt(store)
    Game.objects.update(enabled=False)
    said = says(store)
    assert ("bad", "discover pubg: Twitch returned status 500.") in said
    assert ("bad", "No capture worker has reported: start one.") in said
    assert ("todo", "1 doubt to review.") in said
    assert ("todo", "No game is enabled: enable one.") in said
    levels = [level for level, _ in said[1:]]
    assert levels == sorted(levels, key=("bad", "todo", "ok").index)


def test_the_start_page_and_the_doctor_find_the_same_workers_missing(store):
    from webapp.desk.doctor.workers import roles

    working(store, "beat")
    store.put_worker("capture-1@one", Worker("0.1.0", time.time(), "capture,control"))
    said = [text for _, text in says(store) if "worker" in text]
    assert said == ["No OCR worker has reported: start one."]
    assert "Nothing has reported for ocr." in roles().sentence
    store.put_worker("capture-1@one", Worker("0.1.0", time.time(), "capture,control,ocr"))
    assert not any("worker" in text for _, text in says(store))


def test_a_scheduler_that_does_not_lead_is_said(store, redis):
    working(store)
    redis.delete("leader")
    assert ("bad", "No scheduler (beat) leads, so no stream is checked: restart beat.") in says(
        store
    )


def test_a_worker_without_a_role_in_its_name_may_be_any(store):
    working(store, "beat", "celery")
    assert not any("worker" in text for _, text in says(store))


@pytest.mark.parametrize("place", PLACES)
def test_without_redis_it_says_so(admin, monkeypatch, place):
    for module in ("live.views", "health.views", "templatetags.desk_state"):
        monkeypatch.setattr(f"webapp.desk.{module}.store", store_away)
    assert "Redis is unreachable" in admin.get(f"/admin/{place}").content.decode()


def test_who_may_see_no_channels_is_told_nothing(client, store):
    from tests.webapp.desk.test_desk_access import member

    member(client)
    assert "reported" not in client.get("/admin/").content.decode()
