"""What does the site tell of the last minutes?"""

import json
import time

import pytest

from scoreboard.history import AliveChange, Highlight
from tests.webapp.boards import row, show, store_away


def moment(**values):
    return Highlight(
        **{
            "kind": "finish",
            "game": "pubg",
            "at": time.time() - 5,
            "channel": "one",
            "name": "One",
            "alive": 1,
            "kills": 3,
            "reason": "won",
            "page_url": "",
            **values,
        }
    )


def test_moments_are_those_of_the_last_ten_minutes(client, store):
    from webapp.board.api import shapes

    store.put_moments(
        [
            moment(channel="old", at=time.time() - 601),
            moment(),
            moment(kind="switch", game="all", channel="two", reason="closer"),
            moment(kind="switch", game="apex", channel="three"),
        ]
    )
    found = client.get("/api/v1/moments/").json()
    assert [each["channel"] for each in found["results"]] == ["two", "one"]
    assert set(found["results"][0]) == set(shapes.MomentShape().fields)
    assert [
        each["channel"] for each in client.get("/api/v1/moments/?game=pubg").json()["results"]
    ] == ["one"]
    assert client.get("/api/v1/moments/?game=chess").status_code == 404


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({}, "won with 3 kills"),
        ({"kills": 1, "alive": 9, "reason": "ended"}, "match over with 1 kill, 9 alive"),
        ({"kills": None, "alive": None, "reason": "ended"}, "match over"),
        (
            {"kind": "switch", "game": "all", "alive": 6, "reason": "closer"},
            "came on air at 6 alive: closer to the finish",
        ),
    ],
)
def test_a_moment_is_one_sentence(client, store, values, sentence):
    store.put_moments([moment(name="<b>One</b>", **values)])
    text = client.get("/moments/").content.decode()
    assert f"</b> {sentence}" in text
    assert "&lt;b&gt;One" in text


def test_moments_without_any_and_without_a_board(client, monkeypatch):
    from webapp.matches.pages import moments

    assert "Nothing has happened" in client.get("/moments/").content.decode()
    monkeypatch.setattr(moments, "store", store_away)
    assert "is unavailable" in client.get("/moments/").content.decode()


def test_the_page_begins_with_how_the_numbers_fell(client, store):
    show(store, row("one"))
    store.put_alive([AliveChange("one", 10.4, 90, True), AliveChange("one", 20.0, 50, False)])
    text = client.get("/pubg/").content.decode()
    first = json.loads(text.split('id="first" type="application/json">')[1].split("</script>")[0])
    assert first["falls"] == {"one": [10, -90, 10, 40]}


def test_the_overlay_stands_before_the_stream_is_live(client, store):
    assert 'id="overlay" hidden' in client.get("/overlay/one/").content.decode()
    show(store, row("one"))
    text = client.get("/overlay/one/").content.decode()
    assert 'id="overlay">' in text
    assert '<b id="alive">50</b>' in text


def test_a_shared_link_names_the_best_of_the_moment(client, store):
    show(store, row("one", name='One "the first"', alive=6), on_air="one")
    text = client.get("/pubg/").content.decode()
    assert 'property="og:title" content="6 alive: One &quot;the first&quot;"' in text
    assert 'property="og:image" content="http://testserver/static/board/share.png"' in text
