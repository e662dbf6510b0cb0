"""Where does the browser get Kick's and YouTube's players from in a test?"""

from __future__ import annotations

import http.server
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Literal
from urllib.parse import parse_qsl, urlsplit

FOLDER = Path(__file__).parent
SCRIPTS = {"/iframe_api": "iframe_api.js", "/s/player/widget_api.js": "widget_api.js"}


class PlayerStandIn:
    """What was loaded, played and refused since the test began."""

    def __init__(self, platform: Literal["kick", "youtube"]) -> None:
        self.platform = platform
        self.port = 0
        self.forget()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def forget(self) -> None:
        self.frames: list[tuple[str, dict[str, str]]] = []
        """Slug or video ID, and what else a frame's address asked for."""
        self.sessions: list[tuple[str, str]] = []
        """YouTube's: video ID, and whether it began muted."""
        self.refused: list[tuple[str, str]] = []
        """Video ID, and which rule was broken."""
        self.told: list[str] = []

    def page(self, path: str, query: str) -> str:
        """The file that answers; empty: none."""
        if self.platform == "youtube" and path in SCRIPTS:
            return SCRIPTS[path]
        name = path.removeprefix("/embed/" if self.platform == "youtube" else "/")
        if not name or "/" in name or name == "favicon.ico":
            return ""
        self.frames.append((name, dict(parse_qsl(query))))
        return f"{self.platform}.html"


class _Answers(http.server.BaseHTTPRequestHandler):
    def __init__(self, stand_in: PlayerStandIn, *rest: object) -> None:
        self.stand_in = stand_in
        super().__init__(*rest)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        address = urlsplit(self.path)
        name = self.stand_in.page(address.path, address.query)
        kind = "text/javascript" if name.endswith(".js") else "text/html; charset=utf-8"
        self._answer((FOLDER / name).read_bytes() if name else b"", kind if name else "")

    def do_POST(self) -> None:
        address = urlsplit(self.path)
        asked = dict(parse_qsl(address.query, keep_blank_values=True))
        counted = asked["stream"], asked["why"]
        match address.path:
            case "/count/session":
                self.stand_in.sessions.append(counted)
            case "/count/refused":
                self.stand_in.refused.append(counted)
            case "/count/told":
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
def serve_player(platform: Literal["kick", "youtube"]) -> Iterator[PlayerStandIn]:
    stand_in = PlayerStandIn(platform)
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), partial(_Answers, stand_in)) as server:
        stand_in.port = int(server.server_address[1])
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield stand_in
        server.shutdown()
