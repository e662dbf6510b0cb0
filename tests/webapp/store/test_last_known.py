"""What do viewers get while Redis or the database is away, or has lost everything?"""

from __future__ import annotations

import socket
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from redis import Redis
from redis.exceptions import RedisError

from scoreboard.store import Store
from tests.conftest import free_port, need, wait_until_answers
from tests.webapp.boards import row, show
from webapp.store import last_known
from webapp.store.last_known import LastKnown
from webapp.store.link import TIMEOUT_SECONDS, redis_at

PAGES = (
    "/",
    "/pubg/",
    "/moments/",
    "/overlay/one/",
    "/api/v1/streams/",
    "/api/v1/streams/one/",
    "/api/v1/games/",
    "/api/v1/on-air/?game=pubg",
    "/api/v1/moments/",
    "/all/pubg",
    "/current/pubg",
)


@dataclass
class Server:
    """A Redis that can be stopped, and started again with nothing in it."""

    port: int
    folder: Path
    process: subprocess.Popen[bytes] | None = None

    def begin(self) -> Store:
        command = [
            need("redis-server"),
            "--port",
            str(self.port),
            "--bind",
            "127.0.0.1",
            "--save",
            "",
            "--dir",
            str(self.folder),
        ]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        wait_until_answers(self.port)
        return Store(Redis(port=self.port))

    def end(self) -> None:
        if self.process:
            self.process.terminate()
            self.process.wait(10)
        self.process = None


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    running = Server(free_port(), tmp_path)
    yield running
    running.end()


@pytest.fixture
def viewer(client, server, monkeypatch):
    """A client of a site whose scoreboard is ``server``."""
    from webapp.board.api import views as api
    from webapp.board.pages import board as page
    from webapp.board.pages import overlay
    from webapp.matches.pages import moments
    from webapp.server import metrics, probes

    known = LastKnown(redis_at(f"redis://127.0.0.1:{server.port}/0"))
    for module in (api, metrics, moments, overlay, page, probes):
        monkeypatch.setattr(module, "store", lambda: known)
    return client


def test_while_redis_is_away_viewers_get_what_it_said_last(viewer, server):
    show(server.begin(), row("one"), row("two", alive=9), on_air="one")
    assert {path: viewer.get(path).status_code for path in PAGES} == dict.fromkeys(PAGES, 200)
    before = viewer.get("/api/v1/streams/").json()["results"]
    server.end()
    assert {path: viewer.get(path).status_code for path in PAGES} == dict.fromkeys(PAGES, 200)
    after = viewer.get("/api/v1/streams/").json()["results"]
    assert [each["channel"] for each in after] == [each["channel"] for each in before]
    assert all(
        new["age_seconds"] >= old["age_seconds"] > 0 for new, old in zip(after, before, strict=True)
    )
    assert "rotisserie_scoreboard_up 0.0" in viewer.get("/metrics").content.decode()


def test_an_old_number_that_redis_said_last_ranks_nothing(viewer, server):
    show(server.begin(), row("one", captured_at=time.time() - 44))
    assert viewer.get("/api/v1/streams/").json()["results"][0]["rank"] == 1
    server.end()
    time.sleep(1.1)
    assert viewer.get("/api/v1/streams/").json()["results"][0]["rank"] is None


def test_a_redis_that_restarted_empty_is_known_to_know_nothing_yet(viewer, server, monkeypatch):
    show(server.begin(), row("one"), on_air="one")
    assert viewer.get("/api/v1/on-air/?game=pubg").json()["channel"] == "one"
    viewer.get("/api/v1/streams/")
    server.end()
    store = server.begin()
    assert [each["channel"] for each in viewer.get("/api/v1/streams/").json()["results"]] == ["one"]
    assert viewer.get("/api/v1/on-air/?game=pubg").json()["stream"]["alive"] == 50
    show(
        store,
        row("one", captured_at=0.0, alive=None, phase="unknown"),
        row("two", captured_at=0.0, phase="unknown"),
    )
    assert viewer.get("/api/v1/streams/").json()["results"][0]["alive"] == 50
    show(store, row("one", alive=49), row("two", captured_at=0.0, phase="unknown"))
    assert [each["alive"] for each in viewer.get("/api/v1/streams/").json()["results"]] == [49, 50]
    monkeypatch.setattr(last_known, "FORGOTTEN_SECONDS", 0.0)
    store.redis.flushall()
    assert viewer.get("/api/v1/streams/").json()["results"] == []


UNSEEN = {"captured_at": 0.0, "alive": None, "kills": None, "phase": "unknown", "state": "new"}


def test_a_first_look_at_one_stream_hides_no_number_of_another(viewer, server):
    store = server.begin()
    show(store, row("one", alive=9), row("two", alive=4), row("three", phase="waiting"))
    before = viewer.get("/api/v1/streams/").json()["results"]
    assert [(each["channel"], each["rank"]) for each in before][:2] == [("one", 1), ("two", 2)]
    server.end()
    store = server.begin()
    show(store, row("three", phase="waiting"), row("one", **UNSEEN), row("two", **UNSEEN))
    after = viewer.get("/api/v1/streams/").json()["results"]
    assert [(each["channel"], each["rank"], each["alive"]) for each in after][:2] == [
        ("two", 1, 4),
        ("one", 2, 9),
    ]
    assert all(each["age_seconds"] > 2 for each in after[:2])
    show(store, row("one", alive=8), row("two", **UNSEEN), row("new", **UNSEEN))
    after = viewer.get("/api/v1/streams/").json()["results"]
    assert [(each["channel"], each["alive"]) for each in after] == [
        ("two", 4),
        ("one", 8),
        ("new", None),
    ]
    show(store, row("one", alive=8), row("two", **{**UNSEEN, "state": "offline"}))
    after = viewer.get("/api/v1/streams/").json()["results"]
    assert [each["rank"] for each in after] == [1, None]


def test_live_events_of_a_redis_that_restarted_empty_name_what_was_known(db, server):
    from webapp.board.events.news import BoardNews, NewsReader

    known = LastKnown(redis_at(f"redis://127.0.0.1:{server.port}/0"))
    reader = NewsReader(lambda: known)
    show(server.begin(), row("one", alive=4))
    reader.read()
    server.end()
    store = server.begin()
    bodies = []
    for rows in ([row("one", **UNSEEN)], [row("one", **UNSEEN), row("two", phase="waiting")]):
        show(store, *rows)
        items = reader.read().items
        bodies += [each.shown.body for each in items if isinstance(each, BoardNews)]
    assert bodies
    firsts = [body["streams"][0] for body in bodies]
    assert {(told["channel"], told["rank"], told["alive"]) for told in firsts} == {("one", 1, 4)}


def test_a_board_without_streams_is_believed(viewer, server):
    store = server.begin()
    show(store, row("one"))
    assert viewer.get("/api/v1/streams/").json()["count"] == 1
    show(store)
    assert viewer.get("/api/v1/streams/").json()["count"] == 0


def test_nobody_waits_again_for_a_redis_that_did_not_answer_a_moment_ago():
    with socket.create_server(("127.0.0.1", 0)) as silent:
        known = LastKnown(redis_at(f"redis://127.0.0.1:{silent.getsockname()[1]}/0"))
        began = time.monotonic()
        for _ in range(20):
            with pytest.raises(RedisError):
                known.board("pubg")
        assert not known.answers()
    assert TIMEOUT_SECONDS <= time.monotonic() - began < 1.0


def test_who_was_ready_once_stays_so(viewer, server, redis):
    from webapp.catalog.publish.publish import republish_if_stale

    server.begin()
    republish_if_stale()
    assert viewer.get("/readyz").json() == {
        "ready": True,
        "database": "ok",
        "scoreboard": "ok",
    }
    server.end()
    answer = viewer.get("/readyz")
    assert (answer.status_code, answer.json()["scoreboard"]) == (200, "not responding")


@pytest.fixture
def lost_tables(db):
    """What a database without a volume has after its pod went: nothing."""
    from django.db import connection

    from webapp.catalog import games as enabled

    def rename(before: str, after: str) -> None:
        with connection.cursor() as cursor:
            cursor.execute(f"ALTER TABLE {before} RENAME TO {after}")

    yield lambda: rename("catalog_game", "lost_game")
    rename("lost_game", "catalog_game")
    enabled._database.rests_until = 0.0


def test_without_the_database_viewers_miss_nothing(client, store, lost_tables):
    show(store, row("one"), on_air="one")
    assert {path: client.get(path).status_code for path in PAGES} == dict.fromkeys(PAGES, 200)
    games = client.get("/api/v1/games/").json()
    assert "rotisserie_database_up 1.0" in client.get("/metrics").content.decode()
    lost_tables()
    assert {path: client.get(path).status_code for path in PAGES} == dict.fromkeys(PAGES, 200)
    assert client.get("/api/v1/games/").json() == games
    assert client.get("/unheard-of/").status_code == 404
    assert "rotisserie_database_up 0.0" in client.get("/metrics").content.decode()


def test_a_site_that_never_saw_its_database_says_so(client, store, lost_tables, monkeypatch):
    from webapp.catalog import games as enabled

    monkeypatch.setattr(enabled, "_games", enabled._Last(enabled._enabled))
    lost_tables()
    assert client.get("/api/v1/games/").status_code == 503
    assert client.get("/readyz").status_code == 503
