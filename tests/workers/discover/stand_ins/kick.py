"""What does Kick's public API answer?

As https://docs.kick.com and https://api.kick.com/swagger/doc.yaml describe it: envelopes of ``data``, ``message`` and
``pagination``, livestreams (v2) the oldest first, cursors, tokens that end.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from typing import Any

from tests.workers.discover.stand_ins.server import Query, Said, StandIn

CLIENT_ID, CLIENT_SECRET = "kick-id", "kick-secret"
RUST = {"id": 13, "name": "Rust", "thumbnail": "https://kick.com/img/categories/rust.jpeg"}
PUBG = {"id": 53, "name": "PUBG: Battlegrounds", "thumbnail": "", "tags": ["Shooter"]}
UNAUTHORIZED = {"data": {}, "message": "Unauthorized"}


def user_id(slug: str) -> int:
    return zlib.crc32(slug.encode())


def row(slug: str, viewers: object = 10, **more: Any) -> dict[str, Any]:
    """A stream as Get Livestreams (v2) lists it."""
    return {
        "id": "550e8400-e29b-41d4-a716-446655440000",
        "broadcaster_user": {
            "id": user_id(slug),
            "username": slug.title(),
            "profile_picture": "https://files.kick.com/images/user/1/profile_image/1.webp",
        },
        "category": {"id": PUBG["id"], "name": PUBG["name"], "thumbnail": ""},
        "channel": {"slug": slug},
        "has_mature_content": False,
        "language_code": "en",
        "started_at": "2026-11-27T09:00:00Z",
        "tags": [],
        "thumbnail": "",
        "title": f"{slug} plays",
        "viewer_count": viewers,
        **more,
    }


class KickStandIn(StandIn):
    """``streams``: what is live, the oldest first; ``offline``: channels that exist and are not."""

    def __init__(self) -> None:
        self.streams: list[dict[str, Any]] = []
        self.offline: list[str] = []
        self.categories: list[dict[str, Any]] = [RUST, PUBG]
        self.tokens: list[str] = []
        self.token_seconds: object = 7200
        self.refuses_unknown = False
        """Of one channel that does not exist, the whole request is refused."""
        super().__init__()

    def post(self, path: str, form: Query) -> Said:
        assert path == "/oauth/token"
        if (form.get("client_id"), form.get("client_secret")) != ([CLIENT_ID], [CLIENT_SECRET]):
            return 401, {"error": "invalid_client"}
        assert form["grant_type"] == ["client_credentials"]
        self.tokens.append(f"token{len(self.tokens)}-_.~")
        return 200, {
            "access_token": self.tokens[-1],
            "token_type": "Bearer",
            "expires_in": self.token_seconds,
        }

    def get(self, path: str, query: Query, headers: Mapping[str, str]) -> Said:
        if not self.tokens or headers.get("authorization") != f"Bearer {self.tokens[-1]}":
            return 401, UNAUTHORIZED
        return {
            "/v2/livestreams": self.livestreams,
            "/v2/categories": self.named,
            "/v1/channels": self.channels,
            "/v1/users/livestreams": self.of_users,
        }[path](query)

    def livestreams(self, query: Query) -> Said:
        assert "sort" not in query
        wanted = [int(category) for category in query["category_id"]]
        return self.page([r for r in self.streams if r["category"]["id"] in wanted], query, 1000)

    def named(self, query: Query) -> Said:
        (name,) = query["name"]
        found = [c for c in self.categories if name.lower() in c["name"].lower()]
        return self.page(found, query, 1000)

    def page(self, rows: list[dict[str, Any]], query: Query, most: int) -> Said:
        size, start = int(query["limit"][0]), int(query.get("cursor", ["0"])[0])
        if not 1 <= size <= most:
            return 400, {"data": {}, "message": "Invalid request"}
        following = str(start + size) if start + size < len(rows) else ""
        return 200, {
            "data": rows[start : start + size],
            "message": "OK",
            "pagination": {"next_cursor": following},
        }

    def channels(self, query: Query) -> Said:
        asked = query["slug"]
        known = {r["channel"]["slug"] for r in self.streams} | {*self.offline}
        if len(asked) > 50 or (self.refuses_unknown and not known.issuperset(asked)):
            return 400, {"data": {}, "message": "Invalid request"}
        rows = [
            {"broadcaster_user_id": user_id(slug), "slug": slug, "stream_title": ""}
            for slug in asked
            if slug in known
        ]
        return 200, {"data": rows, "message": "OK"}

    def of_users(self, query: Query) -> Said:
        asked = [int(value) for value in query["user_id"]]
        if len(asked) > 100:
            return 400, {"data": {}, "message": "Invalid request"}
        rows = [r for r in self.streams if r["broadcaster_user"]["id"] in asked]
        return 200, {"data": rows, "message": "OK"}
