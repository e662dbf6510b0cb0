"""Does the proxy do what it says? Its own configuration, before a site of the test's making."""

from __future__ import annotations

import gzip
import re
import socket
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import uvicorn

from tests.charts.proxy.rig import FILES, HOST, Site, ask, name_server, running


@pytest.fixture(scope="module")
def resolv(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    file = tmp_path_factory.mktemp("names") / "resolv.conf"
    with name_server(file):
        yield file


@pytest.fixture(scope="module")
def door(tmp_path_factory: pytest.TempPathFactory, resolv: Path) -> Iterator[int]:
    with running(tmp_path_factory.mktemp("door"), resolv, TRUSTED_HOPS="1") as port:
        yield port


@pytest.fixture(autouse=True)
def fresh() -> None:
    Site.asked.clear()
    Site.away = False
    Site.vary = ""


def test_a_simulated_channel_plays_through_the_door(door: int) -> None:
    _, _, body = ask(door, "/api/v1/streams/?a")
    assert f'"http://{HOST}/live/one/index.m3u8"'.encode() in body
    assert [ask(door, "/live/one/7.ts")[0] for _ in range(3)] == [200] * 3
    assert [path for path, _ in Site.asked if path.startswith("/live/")] == ["/live/one/7.ts"]


def test_behind_tls_addresses_are_those_of_tls(door: int) -> None:
    _, headers, body = ask(door, "/api/v1/streams/?tls", X_Forwarded_Proto="https")
    assert f'"https://{HOST}/live/'.encode() in body
    assert headers["strict-transport-security"]
    assert Site.asked[0][1]["x-forwarded-proto"] == "https"


def test_the_site_is_asked_once_a_second_and_missed_by_nobody(door: int) -> None:
    answers = [ask(door, "/api/v1/streams/?micro")[0] for _ in range(20)]
    assert answers == [200] * 20
    assert len(Site.asked) <= 2
    Site.away = True
    time.sleep(1.1)
    assert [ask(door, "/api/v1/streams/?micro")[0] for _ in range(5)] == [200] * 5


def test_who_comes_after_a_while_gets_no_old_answer(door: int) -> None:
    ask(door, "/api/v1/streams/?while")
    Site.arena, before = "elsewhere:1", Site.arena
    time.sleep(2.1)
    try:
        assert b"elsewhere" in ask(door, "/api/v1/streams/?while")[2]
    finally:
        Site.arena = before


def test_events_come_one_by_one(door: int) -> None:
    with socket.create_connection(("127.0.0.1", door), 10) as connection:
        connection.sendall(f"GET /api/v1/events/?game= HTTP/1.1\r\nHost: {HOST}\r\n\r\n".encode())
        began, seen, arrived = time.monotonic(), b"", []
        while len(arrived) < 3:
            seen += connection.recv(65536)
            arrived += [time.monotonic() - began] * (seen.count(b"\n\n") - len(arrived))
    assert arrived[0] < 0.3
    assert arrived[2] - arrived[0] > 0.6
    assert f"http://{HOST}/live/one/".encode() in seen


def test_admin_is_never_kept_and_metrics_never_shown(door: int) -> None:
    for _ in range(3):
        assert ask(door, "/admin/")[0] == 200
    assert len(Site.asked) == 3
    assert ask(door, "/metrics")[0] == 404


def test_answers_are_compressed(door: int) -> None:
    _, headers, body = ask(door, "/api/v1/streams/?gzip", Accept_Encoding="gzip")
    assert headers["content-encoding"] == "gzip"
    assert b"playback_url" in gzip.decompress(body)


def test_other_names_are_not_answered(door: int) -> None:
    assert ask(door, "/", Host="elsewhere.example")[0] == 404
    assert ask(door, "/-/alive", Host="10.0.0.1")[0] == 200
    assert Site.asked == []


def test_one_address_alone_is_held_back(door: int) -> None:
    statuses = [ask(door, f"/?{number}", X_Forwarded_For="203.0.113.9")[0] for number in range(150)]
    assert 429 in statuses
    assert ask(door, "/?other", X_Forwarded_For="203.0.113.10")[0] == 200


def test_no_question_meets_a_connection_that_the_site_is_just_ending() -> None:
    kept = re.search(r"keepalive 32; keepalive_timeout (\d+)s;", (FILES / "start.sh").read_text())
    assert kept is not None
    assert int(kept.group(1)) < uvicorn.Config("webapp.asgi:application").timeout_keep_alive


@pytest.mark.parametrize(
    ("hops", "forwarded", "seen"),
    [
        ("0", "203.0.113.9", "127.0.0.1"),
        ("1", "203.0.113.9", "203.0.113.9"),
        ("1", "198.51.100.1, 203.0.113.9", "203.0.113.9"),
        ("2", "198.51.100.1, 203.0.113.9, 10.0.0.7", "203.0.113.9"),
        ("2", "203.0.113.9", "127.0.0.1"),
        ("1", "203.0.113.9:4711", "203.0.113.9"),
        ("1", "[2001:db8::9]:4711", "2001:db8::9"),
        ("2", "2001:db8::9 , 2001:db8::7", "2001:db8::9"),
        ("1", "203.0.113.9, unknown", "127.0.0.1"),
        ("1", "", "127.0.0.1"),
    ],
)
def test_the_site_is_told_the_address_that_the_outermost_trusted_proxy_saw(
    hops: str, forwarded: str, seen: str, tmp_path: Path, resolv: Path
) -> None:
    with running(tmp_path, resolv, TRUSTED_HOPS=hops) as port:
        ask(port, "/api/v1/streams/", **({"X_Forwarded_For": forwarded} if forwarded else {}))
        assert Site.asked[-1][1]["x-forwarded-for"] == seen
    assert (tmp_path / "access.log").read_text().splitlines()[-1].startswith(f"{seen} ")


def test_nobody_escapes_the_limit_by_inventing_addresses(tmp_path: Path, resolv: Path) -> None:
    with running(tmp_path, resolv, TRUSTED_HOPS="1", RATE="1", BURST="5") as port:
        invented = (f"198.51.100.{number}, 203.0.113.9" for number in range(60))
        statuses = [ask(port, "/admin/", X_Forwarded_For=each)[0] for each in invented]
    assert 429 in statuses


def test_the_link_of_a_submission_is_not_logged(tmp_path: Path, resolv: Path) -> None:
    with running(tmp_path, resolv) as port:
        for path in ("/add/", "/add/15.secret/", "/add/15.secret/remove/?x", "/add/?game=pubg"):
            ask(port, path)
    logged = (tmp_path / "access.log").read_text()
    assert "secret" not in logged
    # Its processes do not write in turn.
    assert sorted(re.findall(r'"(GET /add/[^\s"]*)', logged)) == [
        *("GET /add/", "GET /add/...", "GET /add/...", "GET /add/?game=pubg")
    ]
