"""Are streams that nobody reads listed, counted and explained, and no others?"""

from __future__ import annotations

import json
import re
import time

import pytest

from scoreboard.models import Board, Correction, Standing, Stream
from scoreboard.rules import UNREAD_SECONDS
from tests.webapp.boards import store_away
from tests.webapp.desk.test_desk_access import member

pytestmark = pytest.mark.usefixtures("db")
PAGE = "/admin/desk/unread/"
REASON = "two numbers could be the count"


def watch(store, channel, game="pubg", stream=(), **believed):
    """A stream that has been unread for so long that it counts, unless ``believed`` says otherwise."""
    now = time.time()
    told = {
        "state": "no-counter",
        "reason": REASON,
        "failures": 11,
        "looked_at": now - 3,
        "unread_since": now - UNREAD_SECONDS - 60,
        **believed,
    }
    url = f"https://example.com/{channel}.m3u8"
    found = Stream(channel, game, channel.title(), url, **dict(stream))
    store.put_streams([found], {channel: now + 30})
    store.redis.hset("standings", channel, Standing(channel, game, **told).to_json())


def says(store):
    from webapp.desk.start.state import state

    return [(each.level, each.text) for each in state(store, time.time())]


def listed(page):
    return re.findall(r'<th scope="row"><a href="/admin/desk/unread/([^/]+)/"', page)


def test_the_unread_are_listed_the_never_read_first(admin, store):
    now = time.time()
    watch(store, "read-once", captured_at=now - 1800, unread_since=now - 1700)
    watch(store, "later", unread_since=now - 400)
    watch(store, "longest", unread_since=now - 4000)
    watch(store, "new", unread_since=now - 200)
    watch(store, "read", state="ok", unread_since=0.0)
    watch(store, "still", state="frozen", unread_since=0.0)
    page = admin.get(PAGE).content.decode()
    assert listed(page) == ["longest", "later", "read-once"]
    assert f"<small>{REASON}</small>" in page
    assert 'src="/preview/longest.jpg"' in page
    assert re.search(r'<td class="n">67 min</td>\s*<td class="n">never</td>', page)
    assert re.search(r'<td class="n">28 min</td>\s*<td class="n">30 min ago</td>', page)


def test_each_game_says_its_share_and_is_a_filter(admin, store):
    for channel in ("one", "two"):
        watch(store, channel)
    watch(store, "three", "apex")
    watch(store, "read", state="ok", unread_since=0.0)
    watch(store, "offline", state="offline", unread_since=0.0)
    page = admin.get(f"{PAGE}?game=apex").content.decode()
    assert listed(page) == ["three"]
    shares = re.findall(r'>([^<>]+)</a> <span class="quiet">([^<]+)<', page)
    assert shares == [
        ("PUBG: Battlegrounds", "2 of 3 with moving video"),
        ("Apex Legends", "1 of 1 with moving video"),
    ]
    assert "No streams are unread." in admin.get(f"{PAGE}?game=fortnite").content.decode()


def test_no_more_are_shown_than_people_look_into(admin, store, monkeypatch):
    monkeypatch.setattr("webapp.desk.unread.rows.MAX_ROWS", 2)
    for channel in ("one", "two", "three"):
        watch(store, channel)
    page = admin.get(PAGE).content.decode()
    assert "3 streams; the first 2 are shown" in page
    assert len(listed(page)) == 2


def first(page):
    found = re.search(r'<script id="first" type="application/json">(.*?)</script>', page)
    return json.loads(found[1])


def test_a_stream_says_why_and_leads_to_what_helps(admin, store):
    from webapp.catalog.models import Channel, Game

    kept = Channel.objects.create(channel="one", rule="allow")
    watch(store, "one", stream={"correction": Correction(0.1, 0.2, 0.5), "title": "Ranked <b>"})
    page = admin.get(f"{PAGE}one/").content.decode()
    game = Game.objects.get(slug="pubg")
    assert f"No counter found: {REASON}" in page
    assert "“Ranked &lt;b&gt;”" in page
    assert f'<a data-frame href="/admin/catalog/channel/{kept.pk}/picture/">' in page
    assert f'<a data-frame href="/admin/catalog/game/{game.pk}/regions/">' in page
    told = first(page)
    assert (told["channel"], told["game"]) == ("one", game.pk)
    assert told["picture"] == {"x": 0.1, "y": 0.2, "scale": 0.5}
    assert "hud" in told["regions"]


def test_a_stream_that_is_not_in_the_catalog_can_be_added_there(admin, store):
    watch(store, "twitch-falcon")
    page = admin.get(f"{PAGE}twitch-falcon/").content.decode()
    address = re.search(r'href="(/admin/catalog/channel/add/[^"]+)"', page)[1].replace("&amp;", "&")
    form = admin.get(address).content.decode()
    assert re.search(r'name="url"[^>]*value="twitch-falcon"', form)
    assert '<option value="allow" selected>' in form


def test_the_same_is_not_said_twice(admin, store):
    watch(store, "one", reason="no counter found")
    for path in ("", "one/"):
        page = admin.get(f"{PAGE}{path}").content.decode()
        assert "No counter found" in page
        assert "no counter found" not in page


def test_one_that_is_read_again_says_so(admin, store):
    watch(store, "one", state="ok", reason="", phase="playing", alive=12, unread_since=0.0)
    page = admin.get(f"{PAGE}one/").content.decode()
    assert "It is not unread now." in page


def test_one_that_is_gone_leads_back_to_the_list(admin, store):
    answer = admin.get(f"{PAGE}gone/", follow=True)
    assert answer.redirect_chain == [(PAGE, 302)]
    assert "Gone is not live." in answer.content.decode()


def test_without_redis_it_says_so(admin, monkeypatch):
    monkeypatch.setattr("webapp.desk.unread.views.store", store_away)
    assert "Redis is unreachable" in admin.get(PAGE).content.decode()
    answer = admin.get(f"{PAGE}one/", follow=True)
    assert "Redis is unreachable" in answer.content.decode()


def test_who_may_not_grab_frames_is_offered_none(client, store):
    watch(store, "one")
    member(client, "Viewer")
    assert listed(client.get(PAGE).content.decode()) == ["one"]
    page = client.get(f"{PAGE}one/").content.decode()
    assert "unread_page.js" not in page
    assert "Your account may not grab frames." in page
    assert "channel/add" not in page


def test_who_has_no_group_sees_nothing(client, store):
    member(client)
    assert [client.get(path).status_code for path in (PAGE, f"{PAGE}one/")] == [403, 403]


@pytest.mark.parametrize("path", ["", "one/"])
def test_the_pages_hold_no_script_of_their_own(admin, store, path):
    watch(store, "one")
    html = admin.get(f"{PAGE}{path}").content.decode()
    assert not re.search(r"<script(?![^>]*(src=|application/json))", html)
    assert not re.search(r'\s(style|onclick|onload)="', html)


def test_the_start_page_and_health_say_how_many(admin, store):
    watch(store, "one")
    assert ("todo", "1 stream in play but unread.") in says(store)
    watch(store, "two")
    for path in ("", "desk/health/"):
        page = admin.get(f"/admin/{path}").content.decode()
        assert f'2 streams in play but unread. <a href="{PAGE}">Review</a>' in page
    watch(store, "one", unread_since=0.0)
    watch(store, "two", unread_since=0.0)
    assert not any("unread" in text for _, text in says(store))


def test_metrics_say_the_share_of_each_game(client, store):
    for game, moving, unread in (("pubg", 8, 2), ("apex", 0, 0), ("no-such-game", 1, 1)):
        store.put_board(Board(game, time.time(), (), moving, unread), announce=False)
    text = client.get("/metrics").content.decode()
    assert 'rotisserie_unread_streams{game="pubg"} 2.0' in text
    assert 'rotisserie_unread_ratio{game="pubg"} 0.25' in text
    assert 'rotisserie_unread_ratio{game="apex"} 0.0' in text
    assert "no-such-game" not in text
