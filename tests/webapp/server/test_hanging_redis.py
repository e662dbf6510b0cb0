"""While Redis hangs, does every page come within a second, and is every age still true?"""

from __future__ import annotations

import json
import re
import signal
import time

import pytest
from redis import Redis

from scoreboard.store import Store
from tests.webapp.boards import row, show
from tests.webapp.server.served import ask, events, redis_server, site

pytestmark = pytest.mark.timed

PATHS = (
    "/",
    "/pubg/",
    "/moments/",
    "/overlay/one/",
    "/api/v1/streams/",
    "/api/v1/streams/?q=one",
    "/api/v1/search/?q=one",
    "/api/v1/streams/one/",
    "/api/v1/games/",
    "/api/v1/on-air/",
    "/api/v1/moments/",
    "/all/pubg",
    "/current/pubg",
    "/preview/one.jpg",
    "/preview/one/80.webp",
    "/admin/login/",
    "/readyz",
    "/healthz",
    "/metrics",
)


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    folder = tmp_path_factory.mktemp("hanging")
    database = f"sqlite:///{folder / 'site.sqlite3'}"
    with redis_server(folder) as (port, server):
        url = f"redis://127.0.0.1:{port}/0"
        with site({"REDIS_URL": url, "DATABASE_URL": database}) as address:
            yield address, server, Store(Redis.from_url(url))


def page_row(address):
    page = ask(f"{address}/pubg/")[1]
    first = json.loads(re.search(rb'type="application/json">(.*?)</script>', page, re.S)[1])
    return next(each for each in first["board"]["streams"] if each["channel"] == "one")


def api_row(address):
    return json.loads(ask(f"{address}/api/v1/streams/one/")[1])


def event_row(address):
    found = events(f"{address}/api/v1/events/?game=pubg", until="board")
    return found[-1][1]["streams"][0]


def metric_row(address):
    lines = ask(f"{address}/metrics")[1].decode()
    age = re.search(r'good_look_age_seconds\{channel="one",game="pubg"\} ([0-9.]+)', lines)[1]
    return {"age_seconds": float(age), "rank": None}


WAYS_OUT = (page_row, api_row, event_row, metric_row)


def test_pages_come_within_a_second_and_tell_true_ages(served):
    address, server, store = served
    captured_at = time.time() - 38
    show(store, row("one", captured_at=captured_at), on_air="one")
    store.put_preview("one", b"jpeg", 60)
    time.sleep(3)
    for path in PATHS:
        ask(f"{address}{path}")
    server.send_signal(signal.SIGSTOP)
    try:
        slow = {}
        for _ in range(3):
            for path in PATHS:
                status, _, seconds = ask(f"{address}{path}")
                if seconds > 1 or (status >= 500 and not path.startswith("/preview")):
                    slow[path] = (status, seconds)
        assert slow == {}
        while time.time() - captured_at < 46:
            time.sleep(0.1)
        for _ in range(2):
            for way_out in WAYS_OUT:
                told = way_out(address)
                assert abs(told["age_seconds"] - (time.time() - captured_at)) < 1.5, way_out
                assert told["rank"] is None, way_out
            time.sleep(3)
    finally:
        server.send_signal(signal.SIGCONT)
    time.sleep(2.5)
    show(store, row("one", alive=4))
    assert json.loads(ask(f"{address}/api/v1/streams/one/")[1])["alive"] == 4
