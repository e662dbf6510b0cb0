"""Where does the browser get Twitch's player from in a test? It counts sessions, and refuses as Twitch does."""

from __future__ import annotations

import http.server
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

FOLDER = Path(__file__).parent
FILES = {
    "/js/embed/v1.js": ("embed.js", "text/javascript"),
    "/": ("player.html", "text/html; charset=utf-8"),
}


class TwitchStandIn:
    """What was loaded, played and refused since the test began."""

    def __init__(self) -> None:
        self.port = 0
        self.forget()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def forget(self) -> None:
        self.sessions: list[str] = []
        """The channels that began to play, in their order: each is a new session, with its ads."""
        self.refused: list[tuple[str, str]] = []
        """Channel and why."""
        self.told: list[str] = []
        self.frames: list[str] = []
        """The channels that a frame was loaded for."""

    def counted(self) -> Counter[str]:
        return Counter(self.sessions)


class _Answers(http.server.BaseHTTPRequestHandler):
    def __init__(self, stand_in: TwitchStandIn, *rest: object) -> None:
        self.stand_in = stand_in
        super().__init__(*rest)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        address = urlsplit(self.path)
        if address.path.endswith("/chat"):
            self._answer(b"<!doctype html><title>Chat</title><p>Chat of the channel", "text/html")
            return
        name, kind = FILES.get(address.path, ("", ""))
        if address.path == "/":
            self.stand_in.frames.append(dict(parse_qsl(address.query))["channel"])
        self._answer((FOLDER / name).read_bytes() if name else b"", kind)

    def do_POST(self) -> None:
        address = urlsplit(self.path)
        asked = dict(parse_qsl(address.query, keep_blank_values=True))
        match address.path:
            case "/session":
                self.stand_in.sessions.append(asked["channel"])
            case "/refused":
                self.stand_in.refused.append((asked["channel"], asked["why"]))
            case "/told":
                self.stand_in.told.append(asked["why"])
        self._answer(b"", "text/plain")

    def _answer(self, body: bytes, kind: str) -> None:
        self.send_response(200 if kind else 404)
        self.send_header("Content-Type", kind or "text/plain")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def serve_twitch() -> Iterator[TwitchStandIn]:
    stand_in = TwitchStandIn()
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), partial(_Answers, stand_in)) as server:
        stand_in.port = int(server.server_address[1])
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield stand_in
        server.shutdown()
