"""How is YouTube's Data API asked?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NoReturn
from urllib.parse import urlencode

from workers.discover.api import Api
from workers.discover.platforms import PlatformFailed
from workers.discover.rows import Row
from workers.discover.youtube.answer import found_videos, reasons
from workers.discover.youtube.quota import SEARCH_UNITS, Kind, Quota, used_up

API_URL = "https://www.googleapis.com/youtube/v3"
PAGE_SIZE = 50
"""The most that YouTube gives for one request."""
GAMING = "20"
"""The video category, https://developers.google.com/youtube/v3/docs/videoCategories/list."""
_PARTS = "snippet,contentDetails,liveStreamingDetails,status"
_USED_UP = {"quotaExceeded", "dailyLimitExceeded"}
_TOO_OFTEN = {"rateLimitExceeded", "userRateLimitExceeded", "RATE_LIMIT_EXCEEDED"}
_NO_KEY = {"keyInvalid", "API_KEY_INVALID", "keyExpired"}
_NOT_ENABLED = {"accessNotConfigured", "SERVICE_DISABLED"}


class NotFound(PlatformFailed):
    """There is no such thing."""


class Client:
    """Spends the quota, and tells what YouTube refuses. The key travels in a header, not in URLs."""

    def __init__(self, key: str, quota: Quota, api_url: str = API_URL) -> None:
        self._api = Api("YouTube", api_url)
        self._api_url, self._quota = api_url.rstrip("/"), quota
        self._headers = {"X-Goog-Api-Key": key}

    def search(self, words: str, order: str, now: float) -> list[str]:
        """The IDs of up to 50 live videos; ``order``: ``date`` or ``viewCount``. Raises ``PlatformFailed``."""
        params = {
            "part": "snippet",
            "type": "video",
            "eventType": "live",
            "videoCategoryId": GAMING,
            "q": words,
            "order": order,
            "maxResults": str(PAGE_SIZE),
        }
        return found_videos(self._items("/search", params, "search", now), "id", "videoId")

    def videos(self, ids: Sequence[str], kind: Kind, now: float) -> list[Row]:
        """The details of up to 50. Raises ``PlatformFailed``."""
        return self._items("/videos", {"part": _PARTS, "id": ",".join(ids)}, kind, now)

    def channels(self, params: Mapping[str, str], now: float) -> list[Row]:
        """By ``id`` (up to 50, with commas) or ``forHandle``. Raises ``PlatformFailed``.

        An answer without channels has no list of them.
        """
        return self._items("/channels", {"part": "contentDetails", **params}, "asked", now)

    def newest_of(self, playlist: str, most: int, kind: Kind, now: float) -> list[str]:
        """The videos that came last to a playlist. Raises ``PlatformFailed``."""
        params = {"part": "contentDetails", "playlistId": playlist, "maxResults": str(most)}
        try:
            rows = self._items("/playlistItems", params, kind, now)
        except NotFound:
            return []
        return found_videos(rows, "contentDetails", "videoId")

    def _items(self, path: str, params: Mapping[str, str], kind: Kind, now: float) -> list[Row]:
        self._api.raise_while_paused(now)
        self._quota.spend(kind, SEARCH_UNITS if path == "/search" else 1, now)
        url = f"{self._api_url}{path}?{urlencode(params)}"
        status, body = self._api.ask(now, url, self._headers)
        if status != 200:
            self._refused(status, body, kind, now)
        answer = self._api.json_object(body)
        if path == "/channels" and "items" not in answer:
            return []
        return self._api.rows(answer, "items", PAGE_SIZE)

    def _refused(self, status: int, body: bytes, kind: Kind, now: float) -> NoReturn:
        try:
            why = reasons(self._api.json_object(body))
        except PlatformFailed:
            why = []
        if _USED_UP.intersection(why):
            self._quota.end(kind, now)
            raise used_up(now)
        if _TOO_OFTEN.intersection(why) or status == 429:
            raise self._api.pause(now)
        if _NO_KEY.intersection(why):
            raise PlatformFailed(f"YouTube rejected the API key (status {status}).")
        if _NOT_ENABLED.intersection(why):
            raise PlatformFailed("The YouTube Data API is not enabled in the key's project.")
        told = f"status {status}" + (f", {why[0]}" if why else "")
        raise (NotFound if status == 404 else PlatformFailed)(f"YouTube returned {told}.")
