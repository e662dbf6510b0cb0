"""Do the desk's pages show what is, and do their buttons do what they say?"""

from __future__ import annotations

import json
import re
import time

import pytest

from scoreboard.models import Reading, Standing, Stream
from scoreboard.requests import Finish, Seen
from tests.webapp.boards import store_away

pytestmark = pytest.mark.usefixtures("db")
BOX = {"x": 0.8, "y": 0.0, "width": 0.2, "height": 0.1}
PIXEL = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg=="
)


def pubg():
    from webapp.catalog.models import Game

    return Game.objects.get(slug="pubg")


def go_live(store, *names, alive=40, **more):
    now = time.time()
    store.put_streams(
        [Stream(name, "pubg", name.title(), "https://example.com/a.m3u8") for name in names],
        dict.fromkeys(names, now + 30),
    )
    for name in names:
        standing = Standing(name, "pubg", "playing", alive, 2, 0.99, now - 3, "ok", "", now - 2)
        store.redis.hset("standings", name, Standing(**{**_fields(standing), **more}).to_json())


def _fields(standing):
    return json.loads(standing.to_json())


def seen(channel="one", **more):
    return Seen(
        **{
            "channel": channel,
            "game": "pubg",
            "captured_at": 1000.0,
            "frame_height": 720,
            "alive": 40,
            "kills": 2,
            "phase": "playing",
            "confidence": 0.93,
            "reason": "",
            "cutouts": {"hud": PIXEL},
            **more,
        }
    )


def test_the_live_board_shows_the_cutout_and_the_standing(admin, store):
    go_live(store, "one")
    store.put_seen(seen())
    page = admin.get("/admin/desk/live/?part=rows").content.decode()
    assert PIXEL in page
    assert re.search(r'<td class="n alive"[^>]*>40<small>[3-9] s ago</small></td>', page)
    assert "In play" in page
    assert store.interest() == {"one"}


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("", {"one", "two", "lost"}),
        ("show=failing", {"lost"}),
        ("show=ranked", {"one", "two"}),
        ("q=TWO", {"two"}),
        ("game=apex", set()),
        ("show=unsure", {"lost"}),
        ("show=nonsense&page=-3&sort=x", {"one", "two", "lost"}),
    ],
)
def test_the_live_boards_filters(admin, store, query, shown):
    go_live(store, "one", "two")
    go_live(
        store,
        "lost",
        state="unreadable",
        phase="unknown",
        failures=4,
        reason="the digits are unclear (0.51)",
    )
    page = admin.get(f"/admin/desk/live/?part=rows&{query}").content.decode()
    assert {name for name in ("one", "two", "lost") if f'data-channel="{name}"' in page} == shown


def test_look_now_pause_and_go_on(admin, store):
    go_live(store, "one")
    admin.post("/admin/desk/live/act/", {"look": "one"})
    assert store.places({"one": "pubg"})["one"].next_due <= time.time()
    admin.post("/admin/desk/live/act/", {"pause": "one"})
    assert "paused" in admin.get("/admin/desk/live/?part=rows").content.decode()
    assert store.take_due(time.time() + 60, 10, 24.0, "look") == []
    admin.post("/admin/desk/live/act/", {"resume": "one"})
    assert "paused" not in admin.get("/admin/desk/live/?part=rows").content.decode()
    assert admin.post("/admin/desk/live/act/", {"look": "nobody"}).status_code == 302


@pytest.mark.parametrize(
    "path", ["desk/live/", "desk/health/", "catalog/channel/", "desk/doubts/", "desk/match/"]
)
def test_without_redis_every_page_opens_and_says_so(admin, monkeypatch, path):
    import webapp.catalog.channels.absences
    import webapp.desk.health.views
    import webapp.desk.live.views
    from webapp.catalog.models import Channel

    Channel.objects.create(channel="one", rule="allow")
    for module in (
        webapp.catalog.channels.absences,
        webapp.desk.health.views,
        webapp.desk.live.views,
    ):
        monkeypatch.setattr(module, "store", store_away)
    page = admin.get(f"/admin/{path}")
    assert page.status_code == 200
    assert ("Redis" in page.content.decode()) is (path not in ("desk/doubts/", "desk/match/"))


def save_regions(admin, regions):
    return admin.post(
        f"/admin/catalog/game/{pubg().pk}/regions/",
        json.dumps({"regions": regions}),
        content_type="application/json",
    )


def test_regions_are_saved_as_versions_and_taken_back(admin, store):
    from django.contrib.admin.models import LogEntry

    from scoreboard.games import known_games
    from webapp.catalog.models import RegionsVersion

    assert "at" in save_regions(admin, {"hud": BOX}).json()
    assert store.games()["pubg"].regions["hud"].x == 0.8
    save_regions(admin, {"hud": {**BOX, "x": 0.7}})
    assert [version.saved_by for version in RegionsVersion.objects.all()] == [
        "admin",
        "admin",
        "before",
    ]
    first = RegionsVersion.objects.last()
    admin.post(f"/admin/catalog/game/{pubg().pk}/regions/back/", {"version": first.pk})
    assert store.games()["pubg"].regions == known_games()["pubg"].regions
    said = list(LogEntry.objects.order_by("pk").values_list("user__username", "change_message"))
    assert said[0] == ("admin", "Regions drawn: hud.")
    assert said[-1][1].startswith("Restored the regions from ")


@pytest.mark.parametrize(
    ("regions", "sentence"),
    [
        ({}, "Give at least one region"),
        ({"nose": BOX}, "Unknown region"),
        ({"hud": {**BOX, "x": 0.9}}, "inside the frame"),
        ({"hud": {**BOX, "x": float("nan")}}, "numbers between 0 and 1"),
        ({"hud": {**BOX, "x": 10**400}}, "numbers between 0 and 1"),
        ([1], "Give at least one region"),
    ],
)
def test_wrong_regions_are_refused_with_a_sentence(admin, store, regions, sentence):
    answer = save_regions(admin, regions)
    assert answer.status_code == 400
    assert sentence in answer.json()["fault"]
    assert pubg().regions == {}


def test_another_games_version_cannot_be_taken_back(admin, store):
    from webapp.catalog.models import Game, RegionsVersion

    save_regions(admin, {"hud": BOX})
    version = RegionsVersion.objects.first()
    apex = Game.objects.get(slug="apex")
    assert (
        admin.post(
            f"/admin/catalog/game/{apex.pk}/regions/back/", {"version": version.pk}
        ).status_code
        == 404
    )


def test_a_channels_picture_reaches_its_stream(admin, store):
    from webapp.catalog.models import Channel

    channel = Channel.objects.create(channel="one", rule="allow")
    lies = {"picture": {"x": 0.1, "y": 0.2, "scale": 0.5}}
    admin.post(
        f"/admin/catalog/channel/{channel.pk}/picture/",
        json.dumps(lies),
        content_type="application/json",
    )
    correction = store.channels()["one"].correction
    assert (correction.x, correction.y, correction.scale) == (0.1, 0.2, 0.5)
    for wrong in (
        {"x": 0.1, "y": 0.2, "scale": 9},
        {"x": "a", "y": 0, "scale": 1},
        {"x": True, "y": 0, "scale": 1},
        {"x": 10**400, "y": 0, "scale": 1},
        None,
    ):
        answer = admin.post(
            f"/admin/catalog/channel/{channel.pk}/picture/",
            json.dumps({"picture": wrong}),
            content_type="application/json",
        )
        assert answer.status_code == 400, wrong


def test_a_draft_is_asked_of_the_workers_with_its_regions(admin, store):
    told = {
        "frame": "abc",
        "game": pubg().pk,
        "regions": {"hud": BOX},
        "picture": {"x": 0, "y": 0, "scale": 0.5},
    }
    asked = admin.post(
        "/admin/desk/ask/reading/", json.dumps(told), content_type="application/json"
    ).json()["ask"]
    (ask,) = store.take_asked(time.time())
    assert (ask.id, ask.kind, ask.subject, ask.correction.scale) == (asked, "reading", "abc", 0.5)
    assert ask.game.regions["hud"].x == 0.8
    assert admin.get(f"/admin/desk/answers/{asked}/").status_code == 202
    store.put_answer(asked, {"alive": 5})
    assert admin.get(f"/admin/desk/answers/{asked}/").json() == {"alive": 5}


def test_an_answer_says_how_old_its_frame_is(admin, store):
    store.put_answer("one", {"frame": "one", "captured_at": time.time() - 4})
    assert admin.get("/admin/desk/answers/one/").json()["age_seconds"] == pytest.approx(4, abs=2)


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ("no json", 400),
        ("[1]", 400),
        ("{}", 404),
        ('{"game": "x"}', 404),
        ('{"game": [1]}', 404),
        ('{"game": 1, "regions": []}', 400),
        ('{"game": 1, "regions": {"x": 1}}', 400),
        (json.dumps({"game": 1, "regions": {"hud": BOX}}), 200),
        (json.dumps({"game": 1, "regions": {"hud": BOX}, "picture": {"x": "wide"}}), 400),
        (json.dumps({"game": 1, "regions": {"hud": BOX}, "picture": 7}), 400),
    ],
)
def test_nonsense_for_the_readers_is_refused(admin, store, body, status):
    answer = admin.post("/admin/desk/ask/reading/", body, content_type="application/json")
    assert answer.status_code == status


def test_matches_are_taken_in_once_though_the_site_was_away(admin, store):
    from webapp.desk.intake import take_in
    from webapp.desk.models import Match

    for number in range(450):
        store.put_finishes(
            [Finish(f"c{number}", "Club", "pubg", 1000.0 + number, 900.0, 1, 3, True)]
        )
    assert sum(take_in(store) for _ in range(3)) == 450
    assert Match.objects.count() == 450
    assert take_in(store) == 0


def test_a_turn_that_died_after_storing_stores_nothing_twice(store, monkeypatch):
    from webapp.desk.intake import take_in
    from webapp.desk.models import Doubt, Match

    store.put_finishes([Finish("one", "One", "pubg", 1000.0, None, None, None, False)])
    store.put_doubt(seen())
    monkeypatch.setattr(store, "forget_finishes", lambda rows: None)
    monkeypatch.setattr(store, "forget_doubts", lambda rows: None)
    take_in(store)
    take_in(store)
    assert (Match.objects.count(), Doubt.objects.count()) == (1, 1)


def test_a_finish_keeps_its_picture(admin, store):
    from webapp.desk.intake import take_in
    from webapp.desk.models import Match

    store.put_preview("one", b"\xff\xd8jpeg", 60)
    store.keep_preview("one", 1000.0, 60)
    store.put_finishes([Finish("one", "One", "pubg", 1000.0, None, 1, 3, True)])
    take_in(store)
    shown = admin.get(f"/admin/desk/match/{Match.objects.get().pk}/finish.jpg")
    assert shown.content == b"\xff\xd8jpeg"
    assert "finish.jpg" in admin.get("/admin/desk/match/").content.decode()


def test_open_doubts_are_bounded(store, monkeypatch):
    from webapp.desk import intake
    from webapp.desk.models import Doubt

    monkeypatch.setattr(intake, "OPEN_DOUBTS_KEPT", 5)
    for number in range(9):
        store.put_doubt(seen(captured_at=1000.0 + number))
    intake.take_in(store)
    assert sorted(doubt.captured_at.timestamp() for doubt in Doubt.objects.all()) == [
        1004.0 + n for n in range(5)
    ]


def a_doubt(store, **more):
    from webapp.desk.intake import take_in
    from webapp.desk.models import Doubt

    store.put_doubt(seen(**more))
    take_in(store)
    return Doubt.objects.get()


@pytest.mark.parametrize(
    ("told", "verdict", "truth"),
    [
        ({"verdict": "confirm"}, "confirmed", 40),
        ({"verdict": "correct", "alive": "4"}, "corrected", 4),
        ({"verdict": "correct", "alive": ""}, "corrected", None),
        ({"verdict": "dismiss"}, "dismissed", None),
    ],
)
def test_a_doubt_is_judged(admin, store, told, verdict, truth):
    doubt = a_doubt(store)
    assert admin.post(f"/admin/desk/doubts/{doubt.pk}/", told).json() == {"open": 0}
    doubt.refresh_from_db()
    assert (doubt.verdict, doubt.true_alive, doubt.judged_by) == (verdict, truth, "admin")
    admin.post(f"/admin/desk/doubts/{doubt.pk}/", {"verdict": "reopen"})
    doubt.refresh_from_db()
    assert doubt.verdict == "open"


@pytest.mark.parametrize("verdict", ["dismiss", "reopen"])
def test_what_a_colleague_judged_stands(admin, store, verdict):
    from webapp.desk.models import Doubt

    doubt = a_doubt(store)
    Doubt.objects.update(verdict="confirmed", true_alive=40, judged_by="ada")
    answer = admin.post(f"/admin/desk/doubts/{doubt.pk}/", {"verdict": verdict}).json()
    assert answer == {"open": 0, "said": f"ada has reviewed {doubt.channel} already."}
    doubt.refresh_from_db()
    assert (doubt.verdict, doubt.true_alive) == ("confirmed", 40)


@pytest.mark.parametrize(
    "told",
    [
        {"verdict": "eat"},
        {},
        {"verdict": "correct", "alive": "-1"},
        {"verdict": "correct", "alive": "٣"},
        {"verdict": "correct", "alive": "99999"},
        {"verdict": "correct", "alive": "0"},
    ],
)
def test_a_wrong_judgement_is_refused(admin, store, told):
    doubt = a_doubt(store)
    assert admin.post(f"/admin/desk/doubts/{doubt.pk}/", told).status_code == 400
    doubt.refresh_from_db()
    assert doubt.verdict == "open"


def test_matches_as_csv_with_the_lists_filters_and_no_formula(admin, store):
    from webapp.desk.intake import take_in

    store.put_finishes(
        [
            Finish("one", "=cmd()", "pubg", 1000.0, 940.0, 1, 3, True),
            Finish("two", "Two", "apex", 1001.0, None, None, None, False, result="placed", place=5),
        ]
    )
    take_in(store)
    placed = admin.get("/admin/desk/match/csv/?result=placed").content.decode().splitlines()
    assert [line.split(",")[0] for line in placed] == ["channel", "two"]
    assert placed[1].split(",")[-3:-1] == ["placed", "5"]
    listed = admin.get("/admin/desk/match/?q=").content.decode()
    assert "placed, 5" in listed
    assert "won" in listed
    lines = admin.get("/admin/desk/match/csv/?game=pubg").content.decode().splitlines()
    assert len(lines) == 2
    assert lines[1].startswith(
        "one,'=cmd(),pubg,1970-01-01T00:15:40+00:00,1970-01-01T00:16:40+00:00,60,3,1,yes,"
    )


def test_the_channel_list_says_why(admin, store):
    from webapp.catalog.models import Channel

    go_live(store, "one")
    Channel.objects.create(channel="one", rule="allow", game=pubg())
    Channel.objects.create(channel="two", rule="block")
    page = admin.get("/admin/catalog/channel/").content.decode()
    assert "Yes, in play." in page
    assert "Blocked by an admin on" in page


def test_many_are_featured_at_once_with_a_history(admin, store):
    from django.contrib.admin.models import LogEntry

    from webapp.catalog.models import Channel

    for name in ("one", "two"):
        Channel.objects.create(channel=name, rule="allow")
    admin.post(
        "/admin/catalog/channel/",
        {
            "action": "feature",
            "_selected_action": list(Channel.objects.values_list("pk", flat=True)),
        },
    )
    assert all(rule.featured for rule in store.channels().values())
    assert set(LogEntry.objects.values_list("change_message", flat=True)) == {
        "Featured (bulk action)."
    }


def test_health_counts_how_looks_ended_and_who_works(admin, store):
    from scoreboard.health import Worker
    from webapp.desk.health.sampler import write_sample

    now = time.time()
    write_sample(store, now - 120)
    assert write_sample(store, now - 119) is False
    store.count("looks", "ok", 30)
    store.count("looks", "no-counter", 8)
    store.count("looks", "timeout", 2)
    store.put_worker("ocr@one", Worker("0.1.0", now))
    store.put_worker("gone@one", Worker("0.0.9", now - 100))
    store.put_fault("discover", "pubg", "Twitch knows no category called 'x'.", now)
    page = admin.get("/admin/desk/health/").content.decode()
    for words in (
        "75.0%",
        "20.0%",
        "5.0%",
        "ocr@one",
        "Twitch knows no category",
        "<b>20</b> checks per minute",
    ):
        assert words in page, words
    assert "gone@one" not in page


def test_charts_leave_gaps_where_nothing_is_known():
    from webapp.desk.health.chart import chart

    drawn = chart("Looks", [(0, 1), (60, 2), (1000, 3), (1060, 4)])
    assert len(drawn.lines) == 2
    assert drawn.most == 4
    assert chart("Looks", []).summary == "Looks: no data yet."


def test_a_judged_reading_is_cut_again_to_the_same_pixels(store):
    """What is downloaded measures what was seen: the reader is given the very same cut-out."""
    import base64
    import io

    import numpy as np
    from PIL import Image

    from scoreboard.games import known_games
    from webapp.desk.doubts.labels import pictures
    from workers.desk.samples import seen_in
    from workers.look.cut import cut
    from workers.look.look import Look

    frame = np.random.default_rng(1).integers(0, 255, (720, 1280), np.uint8)
    game = known_games()["fortnite"].without_banner()
    height, crops = cut(frame, game)
    told = seen_in(
        Look("one", "fortnite", "", 1000.0, height, crops, 0.0), Reading(5, 1, "playing", 0.9)
    )
    doubt = a_doubt(
        store, **{"game": "fortnite", "cutouts": told.cutouts, "frame_height": told.frame_height}
    )
    doubt.true_alive = 5
    ((row, packed),) = pictures([doubt], {"fortnite": game.regions})
    again = cut(np.asarray(Image.open(io.BytesIO(packed))), game)[1]["hud"]
    assert np.array_equal(again, crops["hud"])
    assert (row["kind"], row["alive"]) == ("frame", "5")
    assert base64.b64decode(told.cutouts["hud"])[:4] == b"\x89PNG"
