"""Is an overlay what its link says, and does the set-up page make such links?"""

from __future__ import annotations

import re
from html import unescape
from itertools import product

import pytest
from django.http import QueryDict

from tests.webapp.boards import row, show, store_away

pytestmark = pytest.mark.usefixtures("db")


def link_on(text):
    return unescape(re.search(r'id="address"[^>]* value="([^"]*)"', text)[1])


def set_up(client, query):
    return client.get(f"/overlay/?{query}").content.decode()


def test_every_link_is_read_back_as_it_was_meant(site):
    from webapp.board.pages.overlay import NUMBERS, PLACES, SIZES, Overlay, overlay_in

    for size, place, numbers in product(SIZES, PLACES, (tuple(NUMBERS), ("alive",))):
        overlay = Overlay(size, place, numbers)
        path, _, query = overlay.path("a b/c").partition("?")
        assert path == "/overlay/a%20b%2Fc/"
        assert overlay_in(QueryDict(query)) == overlay
    assert overlay_in(QueryDict("size=huge&place=&show=age")) == Overlay()


def test_it_shows_what_its_link_says(client, store):
    show(store, row("one", alive=7, kills=3))
    text = client.get("/overlay/one/?show=alive&size=large&place=bottom-right").content.decode()
    assert 'data-size="large"' in text
    assert 'data-place="bottom-right"' in text
    assert '<b id="alive">7</b>' in text
    assert 'id="rank"' not in text
    assert 'id="kills"' not in text


@pytest.mark.parametrize(
    ("typed", "channel"),
    [
        ("one", "one"),
        ("Große Ärztin", "two"),
        ("grosse arztin", "two"),
        ("Streamer_7", "twitch-streamer_7"),
        ("twitch-streamer_7", "twitch-streamer_7"),
        ("@Streamer_7", "twitch-streamer_7"),
        ("https://www.twitch.tv/Streamer_7", "twitch-streamer_7"),
    ],
)
def test_a_channel_is_found_as_people_name_it(client, store, typed, channel):
    show(store, row("one", name="Eins"), row("two", name="Große Ärztin"))
    assert link_on(set_up(client, f"channel={typed}")) == f"http://testserver/overlay/{channel}/"


def test_the_preview_has_the_streams_own_numbers_or_says_that_it_has_not(client, store):
    show(store, row("one", alive=7), row("two", phase="waiting"))
    assert '<b id="alive">7</b>' in set_up(client, "channel=One")
    for query, words in (
        ("channel=two", "is not in a match. The numbers are an example."),
        ("channel=nobody", "twitch-nobody is not on the board now"),
        ("channel=%3Cb%3E", "No channel is called “&lt;b&gt;”."),
        ("", "The numbers are an example."),
    ):
        text = set_up(client, query)
        assert words in text, query
        assert '<b id="alive">12</b>' in text


def test_without_redis_it_is_set_up_all_the_same(client, store, monkeypatch):
    monkeypatch.setattr("webapp.board.pages.overlay.store", store_away)
    assert link_on(set_up(client, "channel=@somebody")).endswith("/overlay/twitch-somebody/")
