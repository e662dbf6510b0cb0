"""Is a kiosk what its link says, and does the set-up page make such links?"""

from __future__ import annotations

import json
import re
from html import unescape
from itertools import product

import pytest
from django.http import QueryDict

from tests.webapp.boards import row, show

pytestmark = pytest.mark.usefixtures("db")
GAMES = ("apex", "fortnite", "pubg")


def first_of(client, path):
    text = client.get(path).content.decode()
    found = re.search(r'<script id="first" type="application/json">(.*?)</script>', text)
    return text, json.loads(found[1])


def link_on(client, query):
    text = client.get(f"/kiosk/?{query}").content.decode()
    return unescape(re.search(r'id="address"[^>]* value="([^"]*)"', text)[1])


def test_every_link_is_read_back_as_it_was_meant(site):
    from webapp.board.pages.kiosk import PICTURES, Kiosk, kiosk_in

    choices = product(((), ("pubg",), ("apex", "pubg")), PICTURES, *[(True, False)] * 3)
    for games, *others in choices:
        kiosk = Kiosk(games, *others)
        path, _, query = kiosk.path.partition("?")
        read = kiosk_in(QueryDict(query), GAMES)
        named = (path.strip("/"),) if path != "/" else read.games
        assert Kiosk(named, *others) == kiosk
        assert read == Kiosk(read.games, *others)


def test_what_a_link_says_wrongly_is_as_if_it_said_nothing(site):
    from webapp.board.pages.kiosk import Kiosk, kiosk_in

    odd = "pictures=9&ticker=yes&qr=&sound=loud&games=chess&games=%00"
    assert kiosk_in(QueryDict(odd), GAMES) == Kiosk()


def test_the_set_up_page_makes_the_link(client, store):
    assert link_on(client, "") == "http://testserver/?kiosk=1&ticker=1&qr=1"
    assert (
        link_on(client, "games=pubg&pictures=4&ticker=0&qr=0&sound=0")
        == "http://testserver/pubg/?kiosk=1&pictures=4&sound=0"
    )
    assert client.get("/kiosk/?pictures=x&games=%ff").status_code == 200


def test_the_page_follows_the_link(client, store):
    show(store, row("one"))
    text, first = first_of(client, "/?kiosk=1&games=pubg&games=apex&pictures=3&sound=0&ticker=1")
    assert first["kiosk"]["settings"]["screens"] == 3
    assert not {"pubg", "apex"} & set(first["kiosk"]["settings"]["gamesLeftOut"])
    assert {*first["kiosk"]["settings"]["gamesLeftOut"], "pubg", "apex"} == set(first["games"])
    assert first["kiosk"]["muted"] is True
    assert 'id="ticker"' in text
    assert "data:image/svg+xml" not in text
    text, first = first_of(client, "/?kiosk=1&qr=1")
    assert first["kiosk"] == {"settings": {"screens": 1}, "muted": False}
    assert 'alt="QR code: http://testserver/"' in text


def test_a_page_that_is_no_kiosk_has_nothing_of_it(client, store):
    text, first = first_of(client, "/?ticker=1&qr=1")
    assert "kiosk" not in first
    for part in ("kiosk.css", 'id="ticker"', "data:image"):
        assert part not in text


def test_a_code_that_phones_cannot_follow_is_said(client):
    words = "which phones cannot open"
    assert words in client.get("/kiosk/", headers={"host": "localhost"}).content.decode()
    assert words not in client.get("/kiosk/").content.decode()


def test_both_set_up_pages_are_linked_from_the_page(client, store):
    text = client.get("/").content.decode()
    for path in ("/kiosk/", "/overlay/"):
        assert f'href="{path}"' in text
