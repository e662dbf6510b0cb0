"""A server that webhooks are sent to, which answers as the test says."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any


@dataclass(frozen=True, slots=True)
class Says:
    """An answer, after ``hang_seconds``."""

    status: int = 204
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    hang_seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Got:
    path: str
    headers: dict[str, str]
    """By name in lower case."""
    body: bytes


class Receiver:
    """Answers with ``says`` in turn, the last one again and again."""

    def __init__(self, port: int = 0) -> None:
        self.got: list[Got] = []
        self.says = [Says()]
        self._ends = threading.Event()
        self._server = ThreadingHTTPServer(("127.0.0.1", port), self._handler())
        self._server.daemon_threads = True
        self.port = self._server.server_port
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def __enter__(self) -> Receiver:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        tb: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        self._ends.set()
        self._server.shutdown()
        self._server.server_close()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                size = int(self.headers.get("content-length", 0))
                headers = {name.lower(): value for name, value in self.headers.items()}
                receiver.got.append(Got(self.path, headers, self.rfile.read(size)))
                says = receiver.says.pop(0) if len(receiver.says) > 1 else receiver.says[0]
                if says.hang_seconds and receiver._ends.wait(says.hang_seconds):
                    return
                self.send_response(says.status)
                for name, value in says.headers.items():
                    self.send_header(name, value)
                self.send_header("content-length", str(len(says.body)))
                self.end_headers()
                self.wfile.write(says.body)

            def log_message(self, *_: Any) -> None:
                pass

        return Handler
