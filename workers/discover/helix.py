"""What does Twitch's Helix API say is live?"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode, urlsplit

from workers.discover.twitch import MAX_TITLE_LENGTH, clean
from workers.net.client import HttpClient
from workers.net.deadline import time_limit
from workers.net.failure import FetchFailed
from workers.net.guard import UrlGuard

API_URL = "https://api.twitch.tv/helix"
AUTH_URL = "https://id.twitch.tv/oauth2/token"
BOX_ART_HOST = "https://static-cdn.jtvnw.net/"
PAGE_SIZE = 100
MAX_CATEGORIES = 8
_ANSWER_SECONDS = 5.0
_ANSWER_BYTES = 2 * 1024 * 1024
_RENEW_SECONDS = 120.0
"""A token is renewed this long before it expires."""
_PAUSE_SECONDS = 60.0
_MAX_PAUSE_SECONDS = 900.0
_Params = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Category:
    """A game as Twitch calls it."""

    name: str
    box_art_url: str
    """Empty when Twitch gives none that may be shown."""


def category_from(row: dict[str, Any]) -> Category | None:
    """``None`` when the row names no category."""
    name, art = clean(row.get("name"), MAX_TITLE_LENGTH), str(row.get("box_art_url"))
    art = art.replace("{width}x{height}", "52x72")
    return (
        Category(name, art if art.startswith(BOX_ART_HOST) and len(art) <= 300 else "")
        if name
        else None
    )


class HelixFailed(Exception):
    """Twitch gave no list; the text is for people and holds no secret."""


class Helix:
    """Keeps its token, its connections and Twitch's word on when it may ask again."""

    def __init__(
        self, client_id: str, client_secret: str, api_url: str = API_URL, auth_url: str = AUTH_URL
    ) -> None:
        self._client_id = client_id
        self._client_secret = client_secret
        self._api_url = api_url.rstrip("/")
        self._auth_url = auth_url
        self._client = HttpClient(
            UrlGuard(urlsplit(url).netloc for url in (api_url, auth_url)), connections_per_host=2
        )
        self._token, self._token_ends_at = "", 0.0
        self._paused_until = 0.0
        self._categories: dict[str, str] = {}
        self.questions_left: int | None = None
        """As Twitch said last; it grows again with each second."""

    def category_id(self, name: str, now: float) -> str:
        """Twitch's id of a category, asked for once. Raises ``HelixFailed``."""
        if name not in self._categories:
            answer = self._get("/games", [("name", name)], now)
            ids = [row.get("id") for row in _rows(answer) if row.get("name") == name]
            if not ids or not isinstance(ids[0], str) or not ids[0].isdecimal():
                raise HelixFailed(f"Twitch knows no category called {name!r}.")
            self._categories[name] = ids[0]
        return self._categories[name]

    def categories(self, words: str, now: float) -> list[Category]:
        """Categories whose names are like ``words``, the likeliest first. Raises ``HelixFailed``."""
        answer = self._get(
            "/search/categories", [("query", words), ("first", str(MAX_CATEGORIES))], now
        )
        found = [category_from(row) for row in _rows(answer)]
        return [category for category in found if category]

    def pages(self, params: _Params, now: float) -> Iterator[list[dict[str, Any]]]:
        """Live streams as Twitch describes them, page by page, most watched first. Raises ``HelixFailed``."""
        cursor = ""
        while True:
            after = [("after", cursor)] if cursor else []
            answer = self._get(
                "/streams", [*params, ("type", "live"), ("first", str(PAGE_SIZE)), *after], now
            )
            rows, last = _rows(answer), cursor
            pagination = answer.get("pagination")
            cursor = str(pagination.get("cursor") or "") if isinstance(pagination, dict) else ""
            yield rows
            if not rows or not cursor or cursor == last:
                return

    def _get(self, path: str, params: _Params, now: float) -> dict[str, Any]:
        if now < self._paused_until:
            raise HelixFailed(
                f"Twitch asked for a pause of {self._paused_until - now:.0f} more seconds."
            )
        url = f"{self._api_url}{path}?{urlencode(params)}"
        if now >= self._token_ends_at:
            self._renew_token(now)
        status, reset, body = self._ask("GET", url, self._signed())
        if status == 401:
            self._renew_token(now)
            status, reset, body = self._ask("GET", url, self._signed())
        if status == 429:
            self._pause(reset, now)
        if status != 200:
            raise HelixFailed(f"Twitch answered with status {status}.")
        return _object(body)

    def _signed(self) -> dict[str, str]:
        return {"Client-Id": self._client_id, "Authorization": f"Bearer {self._token}"}

    def _renew_token(self, now: float) -> None:
        self._token, self._token_ends_at = "", 0.0
        form = urlencode(
            {
                "client_id": self._client_id,
                "client_secret": self._client_secret,
                "grant_type": "client_credentials",
            }
        )
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        status, _, body = self._ask("POST", self._auth_url, headers, form)
        if status != 200:
            raise HelixFailed(
                f"Twitch gave no token (status {status}); are the client id and secret right?"
            )
        answer = _object(body)
        token, seconds = answer.get("access_token"), answer.get("expires_in")
        if (
            not isinstance(token, str)
            or not token.isalnum()
            or not isinstance(seconds, int)
            or seconds <= 0
        ):
            raise HelixFailed("Twitch gave a token that is none.")
        self._token, self._token_ends_at = token, now + max(seconds - _RENEW_SECONDS, seconds / 2)

    def _pause(self, reset: str, now: float) -> None:
        """Until the time that Twitch names, when it is one to be believed."""
        until = float(reset) if reset.isdecimal() and len(reset) < 12 else 0.0
        self._paused_until = (
            until if 0 < until - now <= _MAX_PAUSE_SECONDS else now + _PAUSE_SECONDS
        )
        raise HelixFailed(
            f"Twitch has had too many questions; the next in {self._paused_until - now:.0f} seconds."
        )

    def _ask(
        self, method: str, url: str, headers: dict[str, str], body: str | None = None
    ) -> tuple[int, str, bytes]:
        """The status, when the next question is welcome (only said when it matters), and the body."""
        try:
            with (
                time_limit(_ANSWER_SECONDS),
                self._client.send(method, url, headers, body) as answer,
            ):
                left = answer.header("ratelimit-remaining")
                self.questions_left = (
                    int(left) if left.isdecimal() and len(left) < 7 else self.questions_left
                )
                return answer.status, answer.header("ratelimit-reset"), answer.body(_ANSWER_BYTES)
        except FetchFailed as failure:
            raise HelixFailed(f"Twitch could not be asked: {failure.sentence}") from None


def _object(body: bytes) -> dict[str, Any]:
    try:
        answer = json.loads(body)
    except (ValueError, RecursionError):
        raise HelixFailed("Twitch's answer is not JSON.") from None
    if not isinstance(answer, dict):
        raise HelixFailed("Twitch's answer is malformed.")
    return answer


def _rows(answer: dict[str, Any]) -> list[dict[str, Any]]:
    rows = answer.get("data")
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise HelixFailed("Twitch's answer is malformed.")
    return rows[:PAGE_SIZE]
