"""Do viewers find the matches that were watched, and what happened in each?"""

import re
from datetime import UTC, datetime, timedelta

import pytest

from scoreboard.history import Highlight
from tests.webapp.boards import row, show
from tests.webapp.matches.made import made

DAY = datetime(2026, 11, 20, 12, tzinfo=UTC)


def text_of(client, path, status=200):
    answer = client.get(path)
    assert answer.status_code == status, answer.content.decode()[:400]
    return answer.content.decode()


def listed(client, query=""):
    """The ids on the page, in their order."""
    links = re.findall(
        r'class="match-link" href="/matches/(\d+)/"', text_of(client, f"/matches/{query}")
    )
    return [int(link) for link in links]


def test_matches_are_listed_the_newest_first_in_groups_by_day(client):
    old = made(ended_at=DAY)
    new = made("two", minutes_ago=1, name="<b>Two</b>", result="won", kills=7)
    assert listed(client) == [new.pk, old.pk]
    text = text_of(client, "/matches/")
    assert "November 20, 2026" in text
    assert "&lt;b&gt;Two" in text


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?game=apex", ["apex"]),
        ("?result=won", ["win"]),
        ("?kills=10", ["win"]),
        ("?day=2026-11-20", ["day"]),
        ("?day=2026-11-20&result=won", []),
        ("?game=&result=&kills=&day=", ["apex", "win", "lost", "day"]),
    ],
)
def test_matches_are_found_by_day_game_result_and_kills(client, query, found):
    keys = {
        "apex": made(minutes_ago=1, game="apex").pk,
        "win": made(minutes_ago=2, result="won", kills=12).pk,
        "lost": made(minutes_ago=3, result="lost", kills=None).pk,
        "day": made(ended_at=DAY).pk,
    }
    assert listed(client, query) == [keys[name] for name in found]


@pytest.mark.parametrize(
    ("query", "status", "words"),
    [
        ("?game=chess", 404, "Unknown game"),
        ("?day=yesterday", 400, "day is a date"),
        ("?day=20261120", 400, "day is a date"),
        ("?result=glory", 400, "result is one of won"),
        ("?kills=-1", 400, "kills is a whole number"),
        ("?cursor=nowhere", 400, "cursor is"),
        ("?cursor=ffffffffffffff-1", 400, "cursor is"),
    ],
)
def test_a_wrong_question_gets_one_sentence(client, query, status, words):
    assert words in text_of(client, f"/matches/{query}", status)


def test_older_matches_are_a_link_away_and_none_is_left_out(client):
    at = DAY
    keys = [
        made(f"c{number}", ended_at=at - timedelta(minutes=number // 3)).pk for number in range(120)
    ]
    query, seen = "?day=2026-11-20", []
    while query:
        page = text_of(client, f"/matches/{query}")
        seen += listed(client, query)
        older = re.search(r'href="(\?[^"]*)" rel="next"', page)
        query = older[1].replace("&amp;", "&") if older else ""
        assert "day=2026-11-20" in query or not query
    assert sorted(seen) == sorted(keys)
    assert len(seen) == 120


def test_the_best_of_the_day(client):
    fast = made("fast", result="won", began_at=DAY - timedelta(minutes=9), ended_at=DAY, alive=1)
    joined_late = {"curve": [[0, 8], [60, 1]], "began_at": DAY, "result": "won", "alive": 1}
    made("late", ended_at=DAY + timedelta(minutes=1), **joined_late)
    kills = made("kills", kills=21, ended_at=DAY + timedelta(minutes=2))
    close = made("close", result="placed", place=2, alive=2, ended_at=DAY + timedelta(minutes=3))
    made("watching", result="eliminated", alive=2, ended_at=DAY + timedelta(minutes=4))
    out = {"result": "placed", "place": 15, "alive": 2}
    made("long out", ended_at=DAY + timedelta(minutes=5), **out)
    made("another day", kills=40, ended_at=DAY - timedelta(days=1))
    text = text_of(client, "/matches/?day=2026-11-20")
    best = re.findall(r'best-link" href="/matches/(\d+)/">.*?best-title">([^<]+)<', text, re.S)
    assert [(int(key), title) for key, title in best] == [
        (fast.pk, "Fastest win"),
        (kills.pk, "Most kills"),
        (close.pk, "Closest end"),
    ]
    assert "Best of" not in text_of(client, "/matches/?day=2026-11-20&kills=5")


def test_a_match_has_a_page_with_its_curve_without_scripts(client):
    match = made(result="won", kills=7, alive=1, mode="solo", curve=[[0, 96], [610, 40], [1200, 1]])
    text = text_of(client, f"/matches/{match.pk}/")
    assert "Won with 7 kills" in text
    assert "From 96 alive to 1 in 20:00" in text
    assert '<path class="curve-line" d="M0 0.0H305.0V116.7H600.0V197.9"/>' in text
    assert "50 alive</b> 10:10" in text
    assert 'property="og:image" content="http://testserver/static/board/share' in text
    assert text.count("<script") == 1  # the one that sets the theme


@pytest.mark.parametrize("curve", [None, [], [[0, 5]], "x", [[1], [2, "a"]], {"a": 1}])
def test_a_match_without_a_curve_has_a_page_all_the_same(client, curve):
    match = made(curve=curve, began_at=None, result="", kills=None, alive=None)
    assert "curve-line" not in text_of(client, f"/matches/{match.pk}/")
    assert "Match over" in text_of(client, "/matches/")


@pytest.mark.parametrize("path", ["999999", "9" * 30, "0"])
def test_no_such_match(client, path):
    text_of(client, f"/matches/{path}/", 404)


def test_a_channel_has_a_page_with_its_last_matches_wins_and_kills(client, store):
    made(result="won", kills=7, minutes_ago=3)
    made(result="eliminated", kills=2, minutes_ago=2)
    made(result="placed", kills=None, minutes_ago=1, name="One, renamed")
    made(kills=50, ended_at=datetime.now(UTC) - timedelta(days=31))
    made("two")
    text = text_of(client, "/channels/one/")
    figures = re.findall(r"<dt>([^<]+)</dt><dd>([^<]+)</dd>", text)
    assert figures == [("Matches", "3"), ("Wins", "1"), ("Kills", "9"), ("Most in a match", "7")]
    assert text.count('class="match-link"') == 4
    assert '<h1 dir="auto">One, renamed</h1>' in text
    assert "Live now" not in text
    show(store, row("one", alive=9))
    assert "Live now: 9 alive" in text_of(client, "/channels/one/")


def test_a_live_channel_has_a_page_before_its_first_match_has_ended(client, store):
    from webapp.catalog.models import Channel, Game

    show(store, row("one", name="One & Only", alive=9))
    text = text_of(client, "/channels/one/")
    assert '<h1 dir="auto">One &amp; Only</h1>' in text
    assert "Live now: 9 alive" in text
    assert "No match has finished yet." in text
    assert "/feed/" not in text
    assert 'href="https://example.org/one"' in text
    Game.objects.filter(slug="pubg").update(enabled=False)
    text_of(client, "/channels/one/", 404)
    Game.objects.filter(slug="pubg").update(enabled=True)
    Channel.objects.create(channel="one", rule=Channel.Rule.BLOCK)
    text_of(client, "/channels/one/", 404)


@pytest.mark.parametrize("channel", ["nobody", "a%00b", "%3Cb%3E"])
def test_no_such_channel(client, channel):
    text_of(client, f"/channels/{channel}/", 404)
    text_of(client, f"/channels/{channel}/feed/", 404)


def test_a_final_frame_is_shown_and_kept_by_caches_for_a_while(client):
    match = made(picture=b"\xff\xd8\xff")
    answer = client.get(f"/matches/{match.pk}/finish.jpg")
    assert (answer.status_code, answer["Content-Type"], answer.content) == (
        200,
        "image/jpeg",
        b"\xff\xd8\xff",
    )
    assert answer["Cache-Control"] == "public, max-age=600"
    again = client.get(f"/matches/{match.pk}/finish.jpg", headers={"If-None-Match": answer["ETag"]})
    assert again.status_code == 304
    assert client.get(f"/matches/{match.pk}/flipbook.webp").status_code == 404
    assert f'src="/matches/{match.pk}/finish.jpg"' in text_of(client, f"/matches/{match.pk}/")


def test_a_moment_leads_to_its_match(client, store):
    match = made(minutes_ago=1, result="won")
    at = match.ended_at.timestamp()
    store.put_moments([Highlight("finish", "pubg", at, "one", "One", 1, 3, "won", "")])
    assert f'href="/matches/{match.pk}/"' in text_of(client, "/moments/")


def test_a_database_that_is_away_is_said_to_be(client, monkeypatch):
    from django.db import OperationalError

    from webapp.matches.pages import matches

    def away(*_):
        raise OperationalError("gone")

    monkeypatch.setattr(matches, "page", away)
    answer = client.get("/matches/")
    assert (answer.status_code, answer["Retry-After"]) == (503, "3")
    assert "not responding" in answer.content.decode()
