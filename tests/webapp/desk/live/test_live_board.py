"""Does the live board say how old everything is, and are its decisions made, recorded and undone?"""

from __future__ import annotations

import re
import time

import pytest

from scoreboard.models import Stream
from tests.webapp.desk.test_desk_access import member
from tests.webapp.desk.test_desk_pages import go_live, seen

pytestmark = pytest.mark.usefixtures("db")
ACT = "/admin/desk/live/act/"
JSON = {"accept": "application/json"}
PAGE = "https://www.twitch.tv/quietfalcon"


def on_twitch(store, channel="twitch-quietfalcon", name="QuietFalcon", page=PAGE):
    stream = Stream(channel, "pubg", name, page, platform="twitch", page_url=page)
    store.put_streams([stream], {channel: time.time() + 30})
    return channel


def act(client, **told):
    return client.post(ACT, told, headers=JSON).json()


def rules():
    from webapp.catalog.models import Channel

    return {row.channel: (row.rule, row.featured) for row in Channel.objects.all()}


def history():
    from django.contrib.admin.models import LogEntry

    rows = LogEntry.objects.order_by("pk").values_list(
        "user__username", "object_repr", "change_message"
    )
    return list(rows)


def test_blocking_and_its_undo_are_one_click_each_and_in_the_history(admin, store):
    channel = on_twitch(store)
    told = act(admin, block=channel)
    assert (told["said"], told["done"]) == ("QuietFalcon is blocked.", True)
    assert store.channels()[channel].rule == "block"
    assert store.streams() == {}
    told = act(admin, undo="1")
    assert (told["said"], told["undo"]) == ("Undone: QuietFalcon is not blocked.", "")
    assert rules() == {}
    assert history() == [
        ("admin", "QuietFalcon", "Blocked (live board)."),
        ("admin", "QuietFalcon", "Removed again (live board, undo)."),
    ]


def test_undo_gives_back_what_the_catalog_said_before(admin, store):
    from webapp.catalog.models import Channel

    channel = on_twitch(store)
    Channel.objects.create(channel=channel, rule="allow", url=PAGE, name="Falcon", note="kept")
    act(admin, feature=channel)
    act(admin, block=channel)
    assert rules() == {channel: ("block", True)}
    act(admin, undo="1")
    assert rules() == {channel: ("allow", True)}
    act(admin, undo="1")
    assert rules() == {channel: ("allow", False)}
    assert act(admin, undo="1") == {"said": "There is nothing to undo.", "done": False, "undo": ""}
    assert Channel.objects.get().note == "kept"


def test_what_was_changed_since_is_not_undone(admin, store):
    from webapp.catalog.models import Channel

    channel = on_twitch(store)
    act(admin, block=channel)
    Channel.objects.update(rule="allow")
    assert "changed in the meantime" in act(admin, undo="1")["said"]
    assert rules() == {channel: ("allow", False)}


def test_a_featured_stream_leads_and_is_allowed(admin, store):
    channel = on_twitch(store)
    assert act(admin, feature=channel)["said"] == "QuietFalcon is featured."
    assert rules() == {channel: ("allow", True)}
    assert act(admin, unfeature=channel)["said"] == "QuietFalcon is no longer featured."
    act(admin, undo="1")
    assert rules() == {channel: ("allow", True)}


@pytest.mark.parametrize(
    ("action", "sentence"),
    [
        ("look", "gone is not live, so there is nothing to check."),
        ("pause", "gone is not live, so there is nothing to pause."),
        ("resume", "gone is not live, so there is nothing to resume."),
        ("feature", "gone is not live and not in the catalog, so nothing was changed."),
        ("block", "gone is not live and not in the catalog, so nothing was changed."),
    ],
)
def test_what_is_not_live_is_said_to_be(admin, store, action, sentence):
    assert act(admin, **{action: "gone"}) == {"said": sentence, "done": False, "undo": ""}
    page = admin.post(ACT, {action: "gone"}, follow=True).content.decode()
    assert sentence[1:] in page


def test_open_leads_to_the_stream_or_says_that_it_is_not_live(admin, store):
    channel = on_twitch(store)
    assert admin.get(f"/admin/desk/live/open/{channel}/")["Location"] == PAGE
    page = admin.get("/admin/desk/live/open/gone/", follow=True).content.decode()
    assert "Gone is not live, so there is no stream to open." in page
    on_twitch(store, "evil", page="javascript:alert(1)")
    assert admin.get("/admin/desk/live/open/evil/")["Location"] == "/admin/desk/live/"


def test_a_viewer_decides_nothing(client, store):
    channel = on_twitch(store)
    member(client, "Viewer")
    assert client.post(ACT, {"block": channel}).status_code == 403
    page = client.get("/admin/desk/live/").content.decode()
    assert 'name="block"' not in page
    assert rules() == {}


def test_a_moderator_decides(client, store):
    channel = on_twitch(store)
    member(client, "Moderator")
    act(client, block=channel)
    assert rules() == {channel: ("block", False)}


def test_every_number_has_its_age_and_an_old_picture_is_grey_with_its_own(admin, store):
    go_live(store, "one", alive=6)
    store.put_seen(seen(alive=15, captured_at=time.time() - 40))
    page = admin.get("/admin/desk/live/?part=rows").content.decode()
    assert re.search(r'class="n alive"[^>]*>6<small>[3-9] s ago</small>', page)
    assert re.search(r'data-label="Kills">2<small>[3-9] s ago</small>', page)
    assert re.search(
        r'<td class="cutouts old">.*<b>4[0-9] s old</b>, read 15 alive', page, re.DOTALL
    )


def test_a_picture_of_the_same_look_is_not_old(admin, store):
    now = time.time()
    go_live(store, "one", captured_at=now - 5)
    store.put_seen(seen(captured_at=now - 5))
    assert '<td class="cutouts">' in admin.get("/admin/desk/live/?part=rows").content.decode()


def test_a_number_that_no_longer_ranks_is_grey(admin, store):
    go_live(store, "one", captured_at=time.time() - 100)
    page = admin.get("/admin/desk/live/?part=rows").content.decode()
    assert re.search(r'class="n alive stale"[^>]*>40<small>2 min ago', page)
