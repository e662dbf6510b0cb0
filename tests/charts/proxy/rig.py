"""The chart's own nginx, before a site of the tests' making."""

from __future__ import annotations

import http.client
import os
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from tests.charts.cluster.programs import program
from tests.conftest import free_port

FILES = Path(__file__).parents[3] / "charts" / "rotisserie" / "charts" / "proxy" / "files"
HOST = "site.example:8080"
KNOWN = b"r-arena.here.svc.cluster.local"


class Site(BaseHTTPRequestHandler):
    """Counts what it is asked; speaks of a channel of the arena."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    asked: list[tuple[str, dict[str, str]]] = []  # noqa: RUF012
    arena = ""
    away = False
    vary = ""

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
        if self.vary:
            self.send_header("Vary", self.vary)
        if self.path.startswith("/static/"):
            self.send_header("Cache-Control", "max-age=60")
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


@contextmanager
def name_server(file: Path, port: int = 0) -> Iterator[int]:
    """Its port; ``file`` becomes what a pod finds in /etc/resolv.conf."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as server:
        server.bind(("127.0.0.1", port))
        port = server.getsockname()[1]
        search = "search here.svc.cluster.local svc.cluster.local"
        file.write_text(f"{search}\nnameserver 127.0.0.1:{port}\n")
        threading.Thread(target=answer_names, args=(server, KNOWN), daemon=True).start()
        yield port


def start(
    folder: Path, resolv: Path, site: int, **settings: str
) -> tuple[int, subprocess.Popen[bytes]]:
    """Start the proxy, which may not answer yet: its port and its process. ``site`` is a port, of the arena too."""
    port = free_port()
    Site.arena = f"r-arena:{site}"
    for name in ("nginx.conf", "start.sh"):
        text = (FILES / name).read_text().replace("/tmp/nginx", str(folder / "given"))
        text = text.replace("8080", str(port)).replace("/dev/stdout", str(folder / "access.log"))
        as_root = "user root;\n" if name == "nginx.conf" and os.getuid() == 0 else ""
        (folder / name).write_text(as_root + text)
    environment = {
        "PATH": f"{folder}:{Path(program('nginx')).parent}:{os.environ['PATH']}",
        "NGINX_CONF": str(folder / "nginx.conf"),
        "WEB": f"127.0.0.1:{site}",
        "ARENA": Site.arena,
        "HOSTS": "site.example localhost",
        "TRUSTED_HOPS": "0",
        "RATE": "10",
        "BURST": "50",
        "RESOLV_CONF": str(resolv),
        **settings,
    }
    with (folder / "errors.log").open("w") as errors:
        command = ["sh", str(folder / "start.sh")]
        return port, subprocess.Popen(command, env=environment, stderr=errors)


def wait_until_alive(port: int, seconds: float = 30.0) -> None:
    """An open port is not enough: nginx opens it to check its configuration, too."""
    ends_at = time.monotonic() + seconds
    while True:
        with suppress(OSError, http.client.HTTPException):
            if ask(port, "/-/alive")[0] == 200:
                return
        assert time.monotonic() < ends_at
        time.sleep(0.02)


@contextmanager
def running(folder: Path, resolv: Path, **settings: str) -> Iterator[int]:
    """The port of a proxy that answers; the site and the arena behind it are one server."""
    site = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    threading.Thread(target=site.serve_forever, daemon=True).start()
    port, process = start(folder, resolv, site.server_port, **settings)
    try:
        wait_until_alive(port)
        yield port
    finally:
        process.terminate()
        process.wait(10)
        site.shutdown()
        site.server_close()


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
