"""Does the API answer as its contract says?"""

import json
import re
import time
from pathlib import Path

import pytest
import yaml

from scoreboard.health import PlatformState, Worker
from scoreboard.models import EndsIn
from tests.webapp.boards import row, show, store_away

FINISH = {"mode", "result", "place", "ends_in_seconds"}
CONTRACT = {
    "rank",
    "channel",
    "name",
    "title",
    "platform",
    "language",
    "viewers",
    "page_url",
    "playback_url",
    "player",
    "game",
    "phase",
    "alive",
    "kills",
    "confidence",
    "read_at",
    "age_seconds",
}


def results(client, query=""):
    return client.get(f"/api/v1/streams/{query}").json()["results"]


def test_a_ranked_stream_has_the_fields_of_the_contract(client, store):
    show(store, row("one"))
    found = results(client, "?game=pubg")[0]
    assert (
        set(found)
        == CONTRACT
        | {"captured_at", "phase_since", "state", "reason", "featured", "player"}
        | FINISH
    )
    assert found["read_at"] == found["captured_at"]
    assert found["read_at"].endswith("Z")
    assert 1.9 <= found["age_seconds"] < 10
    assert [found[name] for name in FINISH] == [None] * len(FINISH)


def test_what_is_foreseen_is_told_and_all_games_are_sorted_by_it(client, store):
    soon, late = EndsIn(9.6, 20.4, 31.0), EndsIn(100.0, 200.0, 300.0, is_prior=True)
    show(
        store, row("late", alive=4, ends_in=late, mode="teams"), row("soon", alive=9, ends_in=soon)
    )
    assert [each["ends_in_seconds"] for each in results(client)] == [
        {"low": 100, "median": 200, "high": 300, "is_prior": True},
        {"low": 10, "median": 20, "high": 31, "is_prior": False},
    ]
    assert [each["channel"] for each in results(client, "?order=time")] == ["soon", "late"]
    assert [each["channel"] for each in results(client, "?order=alive")] == ["late", "soon"]
    dead = row("dead", alive=40, result="placed", place=41)
    show(store, dead)
    assert [(each["result"], each["place"]) for each in results(client)] == [("placed", 41)]


def test_the_answers_hold_what_the_description_says(client, store):
    from webapp.board import bodies
    from webapp.board.api import shapes

    assert set(shapes.StreamShape().fields) == set(bodies.stream_body(row("one"), time.time()))
    assert set(shapes.OnAirShape().fields) == set(bodies.on_air_body("pubg", None, None, 0.0))
    game = client.get("/api/v1/games/").json()["results"][0]
    assert set(shapes.GameShape().fields) == set(game)


def test_a_number_never_read_is_null(client, store):
    show(
        store,
        row("one", phase="unknown", alive=None, kills=None, captured_at=0.0, state="no-counter"),
    )
    found = results(client, "?game=pubg")[0]
    assert [found[name] for name in ("rank", "alive", "kills", "read_at", "age_seconds")] == [
        None
    ] * 5


def test_a_board_nobody_makes_any_more_ranks_nothing_stale(client, store):
    show(store, row("old", alive=3, captured_at=time.time() - 46), row("fresh", alive=40))
    assert [
        (found["channel"], found["rank"], found["phase"]) for found in results(client, "?game=pubg")
    ] == [("fresh", 1, "playing"), ("old", None, "unknown")]


@pytest.mark.parametrize(
    ("order", "channels"),
    [
        ("", ["few", "many", "lobby"]),
        ("&order=alive", ["few", "many", "lobby"]),
        ("&order=kills", ["many", "few", "lobby"]),
    ],
)
def test_the_order_can_be_chosen(client, store, order, channels):
    show(
        store,
        row("few", alive=5, kills=1),
        row("many", alive=50, kills=9),
        row("lobby", phase="waiting"),
    )
    found = results(client, f"?game=pubg{order}")
    assert [each["channel"] for each in found] == channels
    assert [each["rank"] for each in found] == [1, 2, None]


def test_pages_lead_to_each_other(client, store):
    show(store, *(row(f"c{number}", alive=number) for number in range(5)))
    page = client.get("/api/v1/streams/?game=pubg&limit=2&offset=2").json()
    assert (page["count"], [each["channel"] for each in page["results"]]) == (5, ["c2", "c3"])
    assert client.get(page["next"]).json()["results"][0]["channel"] == "c4"
    assert client.get(page["previous"]).json()["results"][0]["channel"] == "c0"
    assert client.get(page["next"]).json()["next"] is None


@pytest.mark.parametrize(
    ("query", "status", "words"),
    [
        (
            "game=chess",
            404,
            "Unknown game 'chess': the known ones are apex, fortnite, pubg, warzone, all.",
        ),
        ("order=age", 400, "order is alive, kills or time"),
        ("limit=0", 400, "limit is a whole number from 1 to 500"),
        ("limit=99999999999999", 400, "limit is"),
        ("offset=-1", 400, "offset is"),
        ("offset=%D9%A1", 400, "offset is"),
        ("game=%00", 404, "Unknown game"),
    ],
)
def test_a_wrong_question_gets_one_sentence(client, query, status, words):
    answer = client.get(f"/api/v1/streams/?{query}")
    assert answer.status_code == status
    assert words in answer.json()["detail"]


def test_all_games_are_mixed_when_none_is_named(client, store):
    show(store, row("one"))
    assert [found["channel"] for found in results(client)] == ["one"]
    assert [found["channel"] for found in results(client, "?game=all")] == ["one"]
    assert results(client, "?game=apex") == []


def test_one_stream_is_found_by_its_channel(client, store):
    show(store, row("one"))
    assert client.get("/api/v1/streams/one/").json()["rank"] == 1
    assert client.get("/api/v1/streams/two/").status_code == 404


def test_the_stream_on_air(client, store):
    assert client.get("/api/v1/on-air/?game=pubg").json()["channel"] is None
    show(store, row("one"), on_air="one", reason="closer")
    found = client.get("/api/v1/on-air/?game=pubg").json()
    assert (found["channel"], found["reason"], found["stream"]["alive"]) == ("one", "closer", 50)


def test_games_say_how_many_are_playing(client, store):
    show(store, row("one"), row("two", phase="waiting"))
    games = {game["slug"]: game for game in client.get("/api/v1/games/").json()["results"]}
    assert (games["pubg"]["streams"], games["pubg"]["playing"], games["apex"]["streams"]) == (
        2,
        1,
        0,
    )
    assert "blackout" not in games


def test_the_original_addresses_answer_as_they_did(client, store):
    assert client.get("/current/pubg").status_code == 404
    show(
        store,
        row("two", alive=9),
        row("twitch-one", name="One", platform="twitch"),
        row("lobby", phase="waiting"),
        on_air="twitch-one",
    )
    every = client.get("/all/pubg").json()
    assert [set(each) for each in every] == [{"stream_name", "alive", "stream_url", "updated"}] * 2
    assert client.get("/current/pubg").json() == every[1]
    assert every[1]["stream_url"] == "https://player.twitch.tv/?channel=one"


@pytest.mark.parametrize(
    ("channel", "values", "address"),
    [
        ("kick-one", {"platform": "kick"}, "https://player.kick.com/one"),
        ("kick-one", {"platform": "kick", "player": "o/e?"}, "https://player.kick.com/o%2Fe%3F"),
        (
            "youtube-uc1",
            {"platform": "youtube", "player": "M7lc1UVf-VE"},
            "https://www.youtube.com/embed/M7lc1UVf-VE",
        ),
        ("youtube-uc1", {"platform": "youtube"}, "https://example.org/one.m3u8"),
    ],
)
def test_the_original_addresses_name_each_platforms_player(client, store, channel, values, address):
    show(store, row(channel, **values))
    assert client.get("/all/pubg").json()[0]["stream_url"] == address


def test_without_redis_the_api_says_so_and_the_page_stands(client, monkeypatch):
    from webapp.board.api import views as api
    from webapp.board.pages import board as page
    from webapp.server import probes

    away = store_away()
    for module in (api, page, probes):
        monkeypatch.setattr(module, "store", lambda: away)
    answer = client.get("/api/v1/streams/")
    assert (answer.status_code, answer["Retry-After"]) == (503, "3")
    assert "is not responding" in answer.json()["detail"]
    shown = client.get("/")
    assert shown.status_code == 200
    assert "The board is unavailable" in shown.content.decode()
    assert client.get("/readyz").status_code == 503
    assert client.get("/healthz").status_code == 200


def test_the_description_is_whole(client, site):
    from django.core.management import call_command

    call_command("spectacular", "--validate", "--fail-on-warn", "--file", str(site / "schema.yaml"))
    paths = client.get("/api/schema/?format=json").json()["paths"]
    assert set(paths) == {
        "/api/v1/games/",
        "/api/v1/streams/",
        "/api/v1/streams/{channel}/",
        "/api/v1/search/",
        "/api/v1/on-air/",
        "/api/v1/events/",
        "/api/v1/moments/",
        "/api/v1/matches/",
        "/api/v1/matches/{match}/",
        "/api/v1/channels/{channel}/",
        "/all/{game}",
        "/current/{game}",
        "/preview/{channel}.jpg",
        "/preview/{channel}/{width}.webp",
        "/preview/{channel}/{milliseconds}.jpg",
    }
    assert client.get("/api/docs/").status_code == 200


def test_every_field_of_the_description_says_what_it_holds(client):
    shapes = client.get("/api/schema/?format=json").json()["components"]["schemas"]
    silent = [
        f"{shape}.{name}"
        for shape, said in shapes.items()
        for name, field in said.get("properties", {}).items()
        if not field.get("description")
    ]
    assert silent == []


def test_every_question_of_the_description_has_an_example(client):
    paths = client.get("/api/schema/?format=json").json()["paths"]
    answers = {path: said["get"]["responses"]["200"]["content"] for path, said in paths.items()}
    assert [
        path
        for path, answer in answers.items()
        if "examples" not in answer.get("application/json", {})
    ] == [
        "/api/v1/events/",
        "/preview/{channel}.jpg",
        "/preview/{channel}/{milliseconds}.jpg",
        "/preview/{channel}/{width}.webp",
    ]


def test_probes_answer_whatever_host_they_are_asked_by(client, store):
    show(store, row("one"))
    assert client.get("/readyz", headers={"host": "10.0.0.7"}).json() == {
        "ready": True,
        "database": "ok",
        "scoreboard": "ok",
    }
    assert client.get("/", headers={"host": "10.0.0.7"}).status_code == 400


def test_metrics_count(client, store):
    from webapp.catalog.publish.publish import republish_if_stale

    republish_if_stale()
    show(store, row("one"))
    store.count("looks", "ok", 3)
    store.count_all(
        {
            ("step_seconds_bucket", "decode|0.005"): 2,
            ("step_seconds_bucket", "decode|0.01"): 1,
            ("step_microseconds", "decode"): 15_000,
            ("step_cpu_microseconds", "decode"): 12_000,
        }
    )
    store.push_tasks("ocr", [json.dumps({"headers": {"sent_at": time.time() - 40}}).encode()])
    text = client.get("/metrics").content.decode()
    assert 'rotisserie_looks_total{state="ok"} 3.0' in text
    assert 'rotisserie_streams{game="pubg",phase="playing"} 1.0' in text
    assert "rotisserie_board_age_seconds" in text
    assert 'rotisserie_queue_length{queue="ocr"} 1.0' in text
    assert re.search(r'rotisserie_queue_oldest_seconds\{queue="ocr"\} 4\d\.', text)
    assert re.search(r'rotisserie_good_look_age_seconds\{channel="one",game="pubg"\} \d', text)
    assert 'rotisserie_step_seconds_bucket{le="0.005",step="decode"} 2.0' in text
    assert 'rotisserie_step_seconds_count{step="decode"} 3.0' in text
    assert 'rotisserie_step_seconds_sum{step="decode"} 0.015' in text
    assert 'rotisserie_step_cpu_seconds_total{step="decode"} 0.012' in text
    assert "step_microseconds" not in text
    assert 'rotisserie_build_info{commit="unknown",version="' in text


def test_a_counter_is_there_before_its_first_event(client, store):
    text = client.get("/metrics").content.decode()
    for line in (
        'rotisserie_looks_total{state="unreadable"} 0.0',
        "rotisserie_looks_lost_total 0.0",
        'rotisserie_faults{step="discover"} 0.0',
        'rotisserie_tasks_expired_total{queue="ocr"} 0.0',
        "rotisserie_unreadable_events_total 0.0",
    ):
        assert f"\n{line}\n" in text


def test_workers_say_how_far_their_clocks_are_off(client, store):
    now = time.time()
    for name, offset in (("capture@a", 7.25), ("ocr@b", None)):
        row = {"version": "0.1.0", "at": now, "role": name[:-2], "clock_offset_seconds": offset}
        store.redis.hset("workers", name, json.dumps(row))
    text = client.get("/metrics").content.decode()
    assert 'rotisserie_clock_offset_seconds{role="capture",worker="capture@a"} 7.25' in text
    assert 'rotisserie_clock_offset_seconds{role="ocr"' not in text
    assert 'role="ocr",version="0.1.0",worker="ocr@b"} 1.0' in text


def queries():
    """Each metric in the chart's alerts and dashboard, with every label that its query names."""
    chart = Path(__file__).parents[3] / "charts" / "rotisserie" / "charts" / "web" / "files"
    panels = json.loads((chart / "dashboard.json").read_text())["panels"]
    rules = yaml.safe_load((chart / "alerts.yaml").read_text())
    expressions = [target["expr"] for panel in panels for target in panel["targets"]]
    for expression in [*expressions, *(rule["expr"] for rule in rules)]:
        grouped = {
            label for by in re.findall(r"by \(([^)]+)\)", expression) for label in by.split(", ")
        }
        for metric, labels in re.findall(r"(rotisserie_\w+)\{THESE([^}]*)\}", expression):
            yield metric, grouped | set(re.findall(r"(\w+)=~?", labels))


def test_what_the_alerts_and_the_dashboard_ask_for_is_there(client, store):
    show(store, row("one"))
    store.count_all(
        {("step_seconds_bucket", "decode|0.005"): 2, ("step_microseconds", "decode"): 15_000}
    )
    store.put_worker("ocr@one", Worker("0.1.0", time.time(), "ocr", clock_offset_seconds=0.1))
    store.put_platforms({"twitch": PlatformState("Twitch", time.time(), 780)})
    lines = client.get("/metrics").content.decode().splitlines()
    asked = list(queries())
    assert len(asked) > 15
    missing = [
        (metric, labels)
        for metric, labels in asked
        if not any(
            re.match(rf"{metric}[{{ ]", line) and all(f'{label}="' in line for label in labels)
            for line in lines
        )
    ]
    assert missing == []


def test_a_role_without_workers_is_reported_as_none(client, store):
    now = time.time()
    store.put_worker("capture@gone", Worker("0.1.0", now - 31, "capture"))
    for name, role in (("ocr@one", "ocr"), ("many@two", "control,ocr"), ("beat@host:7:abc", "")):
        store.put_worker(name, Worker("0.1.0", now, role))
    text = client.get("/metrics").content.decode()
    found = dict(re.findall(r'rotisserie_workers\{role="(\w+)"\} (\d)', text))
    assert found == {"beat": "1", "control": "1", "capture": "0", "ocr": "2"}


def test_what_comes_from_outside_is_text(client, store):
    hostile = "<script>alert(1)</script>\u202e" + "x" * 10_000
    show(
        store, row("one", name=hostile, title=hostile, page_url="javascript:alert(1)"), on_air="one"
    )
    text = client.get("/pubg/").content.decode()
    assert "<script>alert" not in text
    assert "javascript:" not in text.split('id="first"')[0]
    assert json.loads(text.split('id="first" type="application/json">')[1].split("</script>")[0])


def test_the_policy_lets_only_streams_come_from_elsewhere(client):
    policy = client.get("/")["Content-Security-Policy"]
    assert "script-src 'self';" in policy
    assert "unsafe" not in policy
    assert "media-src 'self' blob: https: http://127.0.0.1:8999" in policy


@pytest.mark.parametrize(
    ("host", "source"),
    [
        ("10.0.0.1", "http://10.0.0.1:*"),
        ("10.0.0.1:90", "http://10.0.0.1:90"),
        ("[::1]", "http://[::1]:*"),
    ],
)
def test_a_stream_host_without_port_stands_for_all_its_ports(site, host, source):
    from webapp.server.content_policy import content_policy

    assert f"media-src 'self' blob: https: {source};" in content_policy([host])


def test_an_unknown_game_has_no_page(client):
    answer = client.get("/chess/")
    assert answer.status_code == 404
    assert "the known ones are apex" in answer.content.decode()


def test_the_page_weighs_less_than_130_kilobytes_in_a_browser(client, store):
    show(
        store,
        *(row(f"c{number}", alive=number, title="t" * 60) for number in range(24)),
        on_air="c0",
    )
    names = re.findall(
        r'(?:src|href|data-hls-light)="(/static/[^"]+)"', client.get("/").content.decode()
    )
    answers = {
        path: client.get(path, headers={"accept-encoding": "gzip, br"}) for path in ("/", *names)
    }
    assert {answer.status_code for answer in answers.values()} == {200}
    assert sum(len(answer.content) for answer in answers.values()) < 130_000, (
        "pictures and events take 20"
    )


@pytest.mark.parametrize("path", ["nope/", "nope", "streams/one/two/"])
def test_unknown_addresses_are_answered_in_json(client, path):
    answer = client.get(f"/api/v1/{path}")
    assert answer.status_code == 404
    assert "There is nothing at this address." in answer.json()["detail"]


@pytest.mark.parametrize("path", ["/a/b/c/", "/add/x/y/z/"])
def test_unknown_pages_say_so_in_words(client, path):
    page = client.get(path).content.decode()
    assert "There is no page at this address." in page
    assert "Resolver404" not in page


def test_a_form_that_is_too_old_is_refused_in_words(client):
    client.handler.enforce_csrf_checks = True
    answer = client.post("/add/")
    assert answer.status_code == 403
    assert "Go back, reload the page, and send the form again." in answer.content.decode()
