"""What does Twitch's Helix API answer? A server on localhost that says it: pages, tokens, limits and every fault."""

from __future__ import annotations

import json
import threading
import time
import zlib
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

CLIENT_ID, CLIENT_SECRET = "an-id", "a-secret"
BOX_ART = "https://static-cdn.jtvnw.net/ttv-boxart/493057-{width}x{height}.jpg"
QUESTIONS_LEFT = 797


def user_id(login: str) -> str:
    return str(zlib.crc32(login.encode()))


def row(login: str, game_id: str = "493057", viewers: object = 10, **more: Any) -> dict[str, Any]:
    """A stream as Helix lists it."""
    return {
        "id": "1",
        "user_id": user_id(login),
        "user_login": login,
        "user_name": login.title(),
        "game_id": game_id,
        "game_name": "PUBG: BATTLEGROUNDS",
        "type": "live",
        "title": f"{login} plays",
        "viewer_count": viewers,
        "started_at": "2026-01-01T00:00:00Z",
        "language": "en",
        "thumbnail_url": "",
        "tag_ids": [],
        "tags": [],
        "is_mature": False,
        **more,
    }


def archive(login: str, video: str, created_at: str, duration: str, **more: Any) -> dict[str, Any]:
    """A recorded broadcast as Helix lists it (Get Videos)."""
    return {
        "id": video,
        "stream_id": "42",
        "user_id": user_id(login),
        "user_login": login,
        "user_name": login.title(),
        "title": f"{login} plays",
        "description": "",
        "created_at": created_at,
        "published_at": created_at,
        "url": f"https://www.twitch.tv/videos/{video}",
        "thumbnail_url": "",
        "viewable": "public",
        "view_count": 3,
        "language": "en",
        "type": "archive",
        "duration": duration,
        "muted_segments": None,
        **more,
    }


class HelixStandIn:
    """``streams`` is what is live, ``labels`` the content labels by login; ``fault`` says how the server misbehaves.

    ``paths``: where it does. A list of ``answers`` to ``/streams`` goes before what ``streams`` would give.
    """

    def __init__(self) -> None:
        self.streams: list[dict[str, Any]] = []
        self.categories = {"PUBG: BATTLEGROUNDS": "493057"}
        self.labels: dict[str, list[str]] = {}
        self.archives: dict[str, list[dict[str, Any]]] = {}
        """By user ID, the newest first."""
        self.answers: list[dict[str, Any]] = []
        self.fault = ""
        self.paths = ("/streams",)
        self.reset = ""
        self.requests: list[str] = []
        self.tokens: list[str] = []
        self.token_seconds = 5_000_000
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

    def revoke(self) -> None:
        self.tokens.append("revoked")

    def answer(self, path: str, query: dict[str, list[str]]) -> dict[str, Any]:
        if path == "/games":
            known = self.categories.items()
            return {
                "data": [
                    {"id": category, "name": name}
                    for name, category in known
                    if name in query["name"]
                ]
            }
        if path == "/search/categories":
            found = [name for name in self.categories if query["query"][0].lower() in name.lower()]
            return {
                "data": [
                    {"id": self.categories[name], "name": name, "box_art_url": BOX_ART}
                    for name in found
                ]
            }
        if path == "/users":
            return {
                "data": [self.user(r) for r in self.streams if r["user_login"] in query["login"]]
            }
        if path == "/videos":
            (asked_for,) = query["user_id"]
            assert (query["type"], query["sort"]) == (["archive"], ["time"])
            return {
                "data": self.archives.get(asked_for, [])[: int(query["first"][0])],
                "pagination": {},
            }
        if path == "/channels":
            asked = query["broadcaster_id"]
            assert len(asked) <= 100
            known = {r["user_id"]: r for r in self.streams if r.get("user_id") in asked}
            return {"data": [self.channel(r) for r in known.values()]}
        if self.answers:
            return self.answers.pop(0)
        rows = [
            r for r in self.streams if r.get("game_id") in query.get("game_id", [r.get("game_id")])
        ]
        if "language" in query:
            rows = [r for r in rows if r.get("language") in query["language"]]
        if "user_login" in query:
            rows = [r for r in rows if r.get("user_login") in query["user_login"]]
        start, first = int(query.get("after", ["0"])[0]), int(query["first"][0])
        more = {"cursor": str(start + first)} if start + first < len(rows) else {}
        return {"data": rows[start : start + first], "pagination": more}

    def user(self, r: dict[str, Any]) -> dict[str, Any]:
        """Get Users."""
        return {
            "id": r["user_id"],
            "login": r["user_login"],
            "display_name": r["user_name"],
            "type": "",
            "broadcaster_type": "affiliate",
            "description": "",
            "profile_image_url": "",
            "offline_image_url": "",
            "view_count": 0,
            "created_at": "2016-12-14T20:32:28Z",
        }

    def channel(self, r: dict[str, Any]) -> dict[str, Any]:
        """Get Channel Information."""
        return {
            "broadcaster_id": r["user_id"],
            "broadcaster_login": r["user_login"],
            "broadcaster_name": r["user_name"],
            "broadcaster_language": r["language"],
            "game_id": r["game_id"],
            "game_name": r["game_name"],
            "title": r["title"],
            "delay": 0,
            "tags": [],
            "content_classification_labels": self.labels.get(r["user_login"], []),
            "is_branded_content": False,
        }


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, stand_in: HelixStandIn) -> None:
        self.stand_in = stand_in
        super().__init__(("127.0.0.1", 0), _Handler)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: _Server

    def do_POST(self) -> None:
        form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        self.server.stand_in.requests.append("POST " + self.path)
        if form.get("client_secret") != [CLIENT_SECRET] or form.get("grant_type") != [
            "client_credentials"
        ]:
            self.say(403, b'{"status":403,"message":"invalid client secret"}')
            return
        self.server.stand_in.tokens.append(f"token{len(self.server.stand_in.tokens)}")
        self.say(
            200,
            json.dumps(
                {
                    "access_token": self.server.stand_in.tokens[-1],
                    "token_type": "bearer",
                    "expires_in": self.server.stand_in.token_seconds,
                }
            ).encode(),
        )

    def do_GET(self) -> None:
        self.server.stand_in.requests.append("GET " + self.path)
        parts = urlsplit(self.path)
        if (
            self.headers["Authorization"] != f"Bearer {self.server.stand_in.tokens[-1]}"
            or self.headers["Client-Id"] != CLIENT_ID
        ):
            self.say(401, b'{"error":"Unauthorized","status":401,"message":"Invalid OAuth token"}')
        elif self.server.stand_in.fault and parts.path in self.server.stand_in.paths:
            self.misbehave(self.server.stand_in.fault)
        else:
            self.say(
                200,
                json.dumps(self.server.stand_in.answer(parts.path, parse_qs(parts.query))).encode(),
            )

    def misbehave(self, fault: str) -> None:
        if fault == "429":
            self.say(429, b'{"status":429}', {"Ratelimit-Reset": self.server.stand_in.reset})
        elif fault == "slow":
            self.send_response(200)
            self.send_header("Content-Length", "1000")
            self.end_headers()
            self.drip()
        elif fault == "huge":
            self.say(200, b'{"data":[' + b'{"a":1},' * 500_000 + b"{}]}")
        elif fault.isdecimal():
            self.say(int(fault), b"<html>sorry</html>")
        else:
            self.say(200, fault.encode())

    def drip(self) -> None:
        try:
            for _ in range(100):
                self.wfile.write(b" ")
                time.sleep(0.2)
        except OSError:
            self.close_connection = True

    def say(self, status: int, body: bytes, headers: dict[str, str] | None = None) -> None:
        try:
            self.send_response(status)
            usual = {"Content-Length": str(len(body)), "Ratelimit-Remaining": str(QUESTIONS_LEFT)}
            for name, value in {**usual, **(headers or {})}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)
        except OSError:
            self.close_connection = True

    def log_message(self, *_: object) -> None:
        pass
