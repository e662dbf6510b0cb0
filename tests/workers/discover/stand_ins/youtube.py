"""What does YouTube's Data API v3 answer?

As https://developers.google.com/youtube/v3/docs describes search.list, videos.list, channels.list and
playlistItems.list, and their errors; quotas as determine_quota_cost has them in both of its versions.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Mapping
from typing import Any

from tests.workers.discover.stand_ins.server import Query, Said, StandIn

KEY = "AIza-test-key"
MAX_RESULTS = 50


def video_id(name: str) -> str:
    return f"v{zlib.crc32(name.encode()):010x}"[:11]


def channel_id(name: str) -> str:
    return f"UC{zlib.crc32(name.encode()):08x}{name.title():A<14.14}"


def video(name: str, title: str, viewers: object = 10, **snippet: Any) -> dict[str, Any]:
    """A broadcast as videos.list has it; ``viewers`` is ``None`` when its owner hides them."""
    watching = {} if viewers is None else {"concurrentViewers": str(viewers)}
    return {
        "kind": "youtube#video",
        "etag": "e",
        "id": video_id(name),
        "snippet": {
            "publishedAt": "2026-11-27T09:00:00Z",
            "channelId": channel_id(name),
            "title": title,
            "description": "",
            "channelTitle": name.title(),
            "categoryId": "20",
            "liveBroadcastContent": "live",
            "defaultAudioLanguage": "en-US",
            **snippet,
        },
        "contentDetails": {"duration": "P0D", "contentRating": {}},
        "status": {"embeddable": True, "privacyStatus": "public", "madeForKids": False},
        "liveStreamingDetails": {"actualStartTime": "2026-11-27T09:00:05Z", **watching},
    }


def error(code: int, reason: str, domain: str = "youtube.quota") -> dict[str, Any]:
    """As https://developers.google.com/youtube/v3/docs/errors has it."""
    return {
        "error": {
            "code": code,
            "message": "No.",
            "errors": [{"message": "No.", "domain": domain, "reason": reason}],
        }
    }


class YouTubeStandIn(StandIn):
    """``videos``: what there is. ``unlisted``: IDs that searches do not list yet. ``refusal``: the error to everything.

    ``units``: what the requests cost where a search costs 100 units of one quota; ``searches``: how many there were.
    """

    def __init__(self) -> None:
        self.videos: list[dict[str, Any]] = []
        self.unlisted: set[str] = set()
        self.handles: dict[str, str] = {}
        """Handle -> channel ID."""
        self.refusal: Said | None = None
        self.refused_paths: tuple[str, ...] = ()
        self.units = self.searches = 0
        super().__init__()

    def get(self, path: str, query: Query, headers: Mapping[str, str]) -> Said:
        self.units += 100 if path == "/search" else 1
        self.searches += path == "/search"
        if headers.get("x-goog-api-key") != KEY:
            return 400, error(400, "API_KEY_INVALID", "global")
        if self.refusal and (not self.refused_paths or path in self.refused_paths):
            return self.refusal
        return {
            "/search": self.search,
            "/videos": self.details,
            "/channels": self.channels,
            "/playlistItems": self.items,
        }[path](query)

    def search(self, query: Query) -> Said:
        assert (query["type"], query["eventType"]) == (["video"], ["live"])
        phrases = [phrase.strip('"').lower() for phrase in query["q"][0].split("|")]
        found = [row for row in self.videos if self._is_listed(row) and _names(row, phrases)]
        found.sort(key=_watching if query["order"] == ["viewCount"] else _created, reverse=True)
        rows = [
            {"kind": "youtube#searchResult", "id": {"kind": "youtube#video", "videoId": row["id"]}}
            for row in found[: min(MAX_RESULTS, int(query["maxResults"][0]))]
        ]
        return 200, {"kind": "youtube#searchListResponse", "items": rows}

    def details(self, query: Query) -> Said:
        asked = query["id"][0].split(",")
        if len(asked) > MAX_RESULTS:
            return 400, error(400, "invalidFilters", "youtube.parameter")
        rows = [row for row in self.videos if row["id"] in asked]
        return 200, {"kind": "youtube#videoListResponse", "items": rows}

    def channels(self, query: Query) -> Said:
        ids = query["id"][0].split(",") if "id" in query else []
        ids += [self.handles[name] for name in query.get("forHandle", ()) if name in self.handles]
        known = {row["snippet"]["channelId"] for row in self.videos} | {*self.handles.values()}
        rows = [
            {"id": one, "contentDetails": {"relatedPlaylists": {"uploads": f"UU{one[2:]}"}}}
            for one in ids
            if one in known
        ]
        answer = {"kind": "youtube#channelListResponse", "pageInfo": {"totalResults": len(rows)}}
        return 200, {**answer, **({"items": rows} if rows else {})}

    def items(self, query: Query) -> Said:
        channel = f"UC{query['playlistId'][0][2:]}"
        mine = [row for row in self.videos if row["snippet"]["channelId"] == channel]
        if not mine:
            return 404, error(404, "playlistNotFound", "youtube.playlistItem")
        mine.sort(key=_created, reverse=True)
        rows = [{"contentDetails": {"videoId": row["id"]}} for row in mine]
        return 200, {"items": rows[: int(query["maxResults"][0])]}

    def _is_listed(self, row: dict[str, Any]) -> bool:
        return row["snippet"]["liveBroadcastContent"] == "live" and row["id"] not in self.unlisted


def _names(row: dict[str, Any], phrases: list[str]) -> bool:
    snippet = row["snippet"]
    text = " ".join([snippet["title"], *snippet.get("tags", ()), snippet["description"]]).lower()
    return any(re.search(rf"\b{re.escape(phrase)}\b", text) for phrase in phrases)


def _created(row: dict[str, Any]) -> str:
    return str(row["snippet"]["publishedAt"])


def _watching(row: dict[str, Any]) -> int:
    return int(row["liveStreamingDetails"].get("concurrentViewers", 0))
