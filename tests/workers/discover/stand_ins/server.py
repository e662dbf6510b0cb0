"""What do the platforms' stand-ins share? A server on localhost that answers, or misbehaves as it is told."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

Query = dict[str, list[str]]
Said = tuple[int, object]
"""The status, and what the body holds as JSON."""


class StandIn:
    """``fault`` says how the server misbehaves: a status, ``slow``, ``huge``, ``reset`` or the body itself.

    ``paths``: where it does; everywhere if there is none. ``requests``: each as ``GET /path?query``.
    """

    def __init__(self) -> None:
        self.fault = ""
        self.paths: tuple[str, ...] = ()
        self.headers: dict[str, str] = {}
        """Sent with a fault."""
        self.requests: list[str] = []
        self._server = _Server(self)
        self._thread = threading.Thread(
            target=self._server.serve_forever, args=(0.05,), daemon=True
        )
        self._thread.start()
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def get(self, path: str, query: Query, headers: Mapping[str, str]) -> Said:
        raise NotImplementedError

    def post(self, path: str, form: Query) -> Said:
        raise NotImplementedError

    def asked(self, path: str) -> int:
        """How often."""
        return sum(urlsplit(request.split(" ", 1)[1]).path == path for request in self.requests)

    def misbehaves(self, path: str) -> bool:
        return bool(self.fault) and (not self.paths or path in self.paths)


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, stand_in: StandIn) -> None:
        self.stand_in = stand_in
        super().__init__(("127.0.0.1", 0), _Handler)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that hangs up is no news."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: _Server

    def do_POST(self) -> None:
        form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        self.answer(lambda path: self.server.stand_in.post(path, form))

    def do_GET(self) -> None:
        query = parse_qs(urlsplit(self.path).query)
        headers = {name.lower(): value for name, value in self.headers.items()}
        self.answer(lambda path: self.server.stand_in.get(path, query, headers))

    def answer(self, said: Any) -> None:
        stand_in, path = self.server.stand_in, urlsplit(self.path).path
        stand_in.requests.append(f"{self.command} {self.path}")
        if stand_in.misbehaves(path):
            self.misbehave(stand_in.fault)
        else:
            status, body = said(path)
            self.say(status, json.dumps(body).encode())

    def misbehave(self, fault: str) -> None:
        if fault == "slow":
            self.send_response(200)
            self.send_header("Content-Length", "1000")
            self.end_headers()
            self.drip()
        elif fault == "huge":
            self.say(200, b'{"data":[' + b'{"a":1},' * 800_000 + b"{}]}")
        elif fault == "reset":
            self.close_connection = True
        elif fault.isdecimal():
            self.say(int(fault), b"<html>sorry</html>", self.server.stand_in.headers)
        else:
            self.say(200, fault.encode())

    def drip(self) -> None:
        try:
            for _ in range(100):
                self.wfile.write(b" ")
                time.sleep(0.2)
        except OSError:
            self.close_connection = True

    def say(self, status: int, body: bytes, headers: Mapping[str, str] | None = None) -> None:
        try:
            self.send_response(status)
            for name, value in {"Content-Length": str(len(body)), **(headers or {})}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)
        except OSError:
            self.close_connection = True

    def log_message(self, *_: object) -> None:
        pass
