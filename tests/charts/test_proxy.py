"""Does the door do what it says? Its own configuration, before a site of the test's making."""

from __future__ import annotations

import gzip
import http.client
import os
import re
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
import uvicorn

from tests.charts.programs import program
from tests.conftest import free_port, wait_until_answers

FILES = Path(__file__).parents[2] / "charts" / "rotisserie" / "charts" / "proxy" / "files"
HOST = "site.example:8080"


class Site(BaseHTTPRequestHandler):
    """Counts what it is asked; speaks of a channel of the arena."""

    protocol_version = "HTTP/1.1"
    asked: list[tuple[str, dict[str, str]]] = []  # noqa: RUF012
    arena = ""
    away = False

    def do_GET(self) -> None:
        self.asked.append(
            (self.path, {name.lower(): value for name, value in self.headers.items()})
        )
        body = f'{{"playback_url": "http://{self.arena}/live/one/index.m3u8", "filler": "{"x" * 1500}"}}'.encode()
        if self.path.startswith("/api/v1/events/"):
            self.send_response(200)
            self.send_header("Content-Type", "text/event-stream; charset=utf-8")
            self.send_header("Connection", "close")
            self.end_headers()
            for number in range(3):
                self.wfile.write(b"data: " + body + b"\n\n")
                self.wfile.flush()
                time.sleep(0.4 if number < 2 else 0)
            self.close_connection = True
            return
        self.send_response(503 if self.away else 200)
        kind = "video/mp2t" if self.path.startswith("/live/") else "application/json"
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


def answer_names(names: socket.socket, known: bytes) -> None:
    """A name server that knows one name, which leads to this machine."""
    while True:
        try:
            question, asker = names.recvfrom(512)
        except OSError:
            return
        end = question.index(b"\0", 12) + 5
        asked = question[12:end]
        found = (
            asked
            == b"".join(bytes([len(part)]) + part for part in known.split(b".")) + b"\0\0\1\0\1"
        )
        record = b"\xc0\x0c\0\1\0\1\0\0\0\5\0\4\x7f\0\0\1" if found else b""
        code = b"\x81\x80" if asked.endswith(b"\0\x1c\0\1") or found else b"\x81\x83"
        names.sendto(
            question[:2] + code + b"\0\1" + bytes([0, bool(record)]) + b"\0\0\0\0" + asked + record,
            asker,
        )


@pytest.fixture(scope="module")
def names(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """What a pod finds in /etc/resolv.conf, with a name server behind it."""
    file = tmp_path_factory.mktemp("names") / "resolv.conf"
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as server:
        server.bind(("127.0.0.1", 0))
        port = server.getsockname()[1]
        file.write_text(
            f"search here.svc.cluster.local svc.cluster.local\nnameserver 127.0.0.1:{port}\n"
        )
        known = b"r-arena.here.svc.cluster.local"
        thread = threading.Thread(target=answer_names, args=(server, known), daemon=True)
        thread.start()
        yield file


@pytest.fixture(scope="module")
def door(tmp_path_factory: pytest.TempPathFactory, names: Path) -> Iterator[int]:
    """The port of a proxy; the site and the arena behind it are one server."""
    folder = tmp_path_factory.mktemp("door")
    port = free_port()
    site = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    threading.Thread(target=site.serve_forever, daemon=True).start()
    Site.arena = f"r-arena:{site.server_port}"
    for name in ("nginx.conf", "start.sh"):
        text = (FILES / name).read_text().replace("/tmp/nginx", str(folder / "given"))
        text = text.replace("8080", str(port)).replace("/dev/stdout", str(folder / "access.log"))
        as_root = "user root;\n" if name == "nginx.conf" and os.getuid() == 0 else ""
        (folder / name).write_text(as_root + text)
    environment = {
        "PATH": f"{Path(program('nginx')).parent}:{os.environ['PATH']}",
        "NGINX_CONF": str(folder / "nginx.conf"),
        "WEB": f"127.0.0.1:{site.server_port}",
        "ARENA": Site.arena,
        "HOSTS": "site.example localhost",
        "TRUSTED": "127.0.0.0/8",
        "RATE": "10",
        "BURST": "50",
        "RESOLV_CONF": str(names),
    }
    with (folder / "errors.log").open("w") as errors:
        process = subprocess.Popen(["sh", str(folder / "start.sh")], env=environment, stderr=errors)
    try:
        wait_until_answers(port)
        yield port
    finally:
        process.terminate()
        process.wait(10)
        site.shutdown()
        site.server_close()


@pytest.fixture(autouse=True)
def fresh() -> None:
    Site.asked.clear()
    Site.away = False


def ask(door: int, path: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", door, timeout=10)
    connection.request(
        "GET", path, headers={"Host": HOST, **{k.replace("_", "-"): v for k, v in headers.items()}}
    )
    with closing(connection):
        answer = connection.getresponse()
        return (
            answer.status,
            {name.lower(): value for name, value in answer.getheaders()},
            answer.read(),
        )


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
