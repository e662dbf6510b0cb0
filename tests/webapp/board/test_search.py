"""Does the search find who is live, whatever they are doing?"""

from __future__ import annotations

import time
from dataclasses import replace

import pytest

from scoreboard.models import ALL_GAMES, Board
from tests.webapp.boards import in_play, row, show


def found(client, text, path="search", **more):
    answer = client.get(f"/api/v1/{path}/", {"q": text, **more})
    assert answer.status_code == 200, answer.content
    return [each["channel"] for each in answer.json()["results"]]


@pytest.fixture
def crowd(store):
    show(
        store,
        row("twitch-aela", name="Ælá Ünïcode", language="de", platform="twitch", alive=4),
        row("late", name="The Late One", alive=40, language="fr"),
        row(
            "lobby",
            name="Late Lobby",
            phase="waiting",
            alive=None,
            language="pt-BR",
            platform="kick",
        ),
        row("ad", name="Adverts", phase="unknown", state="ad", alive=None),
    )


@pytest.mark.parametrize("path", ["search", "streams"])
@pytest.mark.parametrize(
    ("text", "channels"),
    [
        ("aela", {"twitch-aela"}),
        ("UNICODE", {"twitch-aela"}),
        ("german", {"twitch-aela"}),
        ("twitch deutsch", {"twitch-aela"}),
        ("Kick", {"lobby"}),
        ("kick brazilian", {"lobby"}),
        ("french", {"late"}),
        ("late", {"late", "lobby"}),
        ("one late", {"late"}),
        ("battlegrounds adverts", {"ad"}),
        ("nobody", set()),
        ("%", set()),
    ],
)
def test_words_are_found_in_name_game_language_and_platform(client, crowd, path, text, channels):
    assert set(found(client, text, path)) == channels


def test_names_that_begin_with_the_text_come_first(client, crowd):
    assert found(client, "late") == ["lobby", "late"]
    assert found(client, "late", "streams") == ["late", "lobby"]


def test_it_says_what_each_is_doing(client, crowd):
    rows = client.get("/api/v1/search/").json()["results"]
    words = {each["channel"]: each["words"] for each in rows}
    assert words["lobby"] == "In the lobby"
    assert words["ad"] == "In an ad break"
    assert words["late"].endswith("s ago")


def test_pages_of_a_search_lead_to_each_other(client, crowd):
    page = client.get("/api/v1/search/", {"q": "late", "limit": 1}).json()
    assert page["count"] == 2
    assert client.get(page["next"]).json()["results"][0]["channel"] == "late"


@pytest.mark.parametrize("text", ["x" * 81, "x" * 5000])
def test_too_long_a_text_is_refused_with_a_sentence(client, text):
    answer = client.get("/api/v1/search/", {"q": text})
    assert (answer.status_code, answer.json()["detail"]) == (400, "q has at most 80 characters.")


@pytest.mark.parametrize("text", ["\x00", "ﷺ" * 80, "\u202e", "''--", "İ" * 80, "e\u0301" * 40])
def test_strange_text_is_searched_like_any_other(client, crowd, text):
    assert found(client, text) in ([], ["late", "lobby"], ["twitch-aela", "late", "lobby", "ad"])


def test_accents_and_case_make_no_difference(site):
    from webapp.board.search import folded

    assert folded("Ælá") == folded("AELA") == "aela"
    assert folded("Aslı") == folded("ASLI")
    assert folded("Łukasz Øre Straße") == "lukasz ore strasse"


def test_five_thousand_channels_are_searched_fast(client, store):
    rows = in_play(*(row(f"c{n}", name=f"Streamer {n}", alive=1 + n % 99) for n in range(5000)))
    store.put_board(Board(ALL_GAMES, time.time(), rows), announce=False)
    assert found(client, "streamer 4999") == ["c4999"]
    took = []
    for number in range(5):
        began = time.thread_time()
        assert found(client, f"streamer 49{number}")
        took.append(time.thread_time() - began)
    assert min(took) < 0.15, took


def test_a_row_that_went_stale_is_found_and_not_ranked(client, store):
    old = replace(row("one"), captured_at=time.time() - 60)
    show(store, old)
    (only,) = client.get("/api/v1/search/", {"q": "one"}).json()["results"]
    assert (only["rank"], only["phase"]) == (None, "unknown")
