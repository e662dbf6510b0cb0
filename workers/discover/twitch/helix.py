"""What does Twitch's Helix API say is live?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from urllib.parse import urlencode, urlsplit

from workers.discover.platforms import Category
from workers.discover.twitch.answer import (
    BOX_ART_HOST,
    MAX_ROWS,
    Archive,
    HelixFailed,
    Row,
    archive_from,
    category_from,
    cursor_of,
    json_object,
    rows_of,
    token_of,
)
from workers.discover.twitch.rows import content_labels, twitch_id
from workers.net.client import HttpClient
from workers.net.deadline import time_limit
from workers.net.failure import FetchFailed
from workers.net.guard import UrlGuard

__all__ = ["BOX_ART_HOST", "Helix", "HelixFailed", "category_from"]

API_URL = "https://api.twitch.tv/helix"
AUTH_URL = "https://id.twitch.tv/oauth2/token"
PAGE_SIZE = MAX_ROWS
MAX_CATEGORIES = 8
_ANSWER_SECONDS = 5.0
_ANSWER_BYTES = 2 * 1024 * 1024
_RENEW_SECONDS = 120.0
"""A token is renewed this long before it expires."""
_PAUSE_SECONDS = 60.0
_MAX_PAUSE_SECONDS = 900.0
_MAX_KNOWN_LABELS = _MAX_KNOWN_USERS = 20_000
_Params = list[tuple[str, str]]


class Helix:
    """Keeps its token, its connections and when Twitch takes the next request.

    Fields and limits are those of https://dev.twitch.tv/docs/api/reference: Get Streams, Get Games, Search Categories,
    Get Channel Information (up to 100 IDs a request), Get Users (up to 100 logins) and Get Videos (one user ID).
    """

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
        self._user_ids: dict[str, str] = {}
        self.known_labels: dict[str, frozenset[str]] = {}
        """The content labels of broadcasters as they were when last requested."""
        self.questions_left: int | None = None
        """As Twitch said last; it grows again with each second."""

    def category_id(self, name: str, now: float) -> str:
        """Twitch's ID of a category, requested once. Raises ``HelixFailed``."""
        if name not in self._categories:
            rows = rows_of(self._get("/games", [("name", name)], now))
            ids = [twitch_id(row.get("id")) for row in rows if row.get("name") == name]
            if not ids or not ids[0]:
                raise HelixFailed(f"Twitch has no category named {name!r}.")
            self._categories[name] = ids[0]
        return self._categories[name]

    def categories(self, words: str, now: float) -> list[Category]:
        """Categories whose names are like ``words``, the likeliest first. Raises ``HelixFailed``."""
        answer = self._get(
            "/search/categories", [("query", words), ("first", str(MAX_CATEGORIES))], now
        )
        found = [category_from(row) for row in rows_of(answer)]
        return [category for category in found if category]

    def pages(self, params: _Params, now: float) -> Iterator[list[Row]]:
        """Live streams as Twitch describes them, page by page, most watched first. Raises ``HelixFailed``."""
        cursor = ""
        while True:
            after = [("after", cursor)] if cursor else []
            answer = self._get(
                "/streams", [*params, ("type", "live"), ("first", str(PAGE_SIZE)), *after], now
            )
            rows, last, cursor = rows_of(answer), cursor, cursor_of(answer)
            yield rows
            if not rows or not cursor or cursor == last:
                return

    def labels(self, user_ids: Sequence[str], now: float) -> dict[str, frozenset[str]]:
        """The content labels of up to ``PAGE_SIZE`` broadcasters, by their ID. Raises ``HelixFailed``."""
        if not user_ids:
            return {}
        ids = [("broadcaster_id", user_id) for user_id in user_ids[:PAGE_SIZE]]
        found = dict(map(content_labels, rows_of(self._get("/channels", ids, now))))
        found.pop("", None)
        if len(self.known_labels) > _MAX_KNOWN_LABELS:
            self.known_labels.clear()
        self.known_labels |= found
        return found

    def user_ids(self, logins: Sequence[str], now: float) -> dict[str, str]:
        """The IDs of up to ``PAGE_SIZE`` users by login, requested once. Raises ``HelixFailed``."""
        missing = [login for login in logins[:PAGE_SIZE] if login not in self._user_ids]
        if missing:
            rows = rows_of(self._get("/users", [("login", login) for login in missing], now))
            if len(self._user_ids) > _MAX_KNOWN_USERS:
                self._user_ids.clear()
            self._user_ids |= {str(row.get("login")): twitch_id(row.get("id")) for row in rows}
        return {login: self._user_ids[login] for login in logins if self._user_ids.get(login)}

    def newest_archive(self, user_id: str, now: float) -> Archive | None:
        """The recording of the newest broadcast; ``None`` when the channel keeps none. Raises ``HelixFailed``."""
        params = [("user_id", user_id), ("type", "archive"), ("sort", "time"), ("first", "1")]
        found = map(archive_from, rows_of(self._get("/videos", params, now)))
        return next((archive for archive in found if archive), None)

    def _get(self, path: str, params: _Params, now: float) -> Row:
        if now < self._paused_until:
            raise self._rate_limited(now)
        url = f"{self._api_url}{path}?{urlencode(params)}"
        if now >= self._token_ends_at:
            self._renew_token(now)
        status, reset, body = self._ask("GET", url, self._signed())
        if status == 401:
            self._renew_token(now)
            status, reset, body = self._ask("GET", url, self._signed())
        if status == 429:
            self._pause(reset, now)
            raise self._rate_limited(now)
        if status != 200:
            raise HelixFailed(f"Twitch returned status {status}.")
        return json_object(body)

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
        if status in (400, 401, 403):
            raise HelixFailed(f"Twitch rejected the client ID or secret (status {status}).")
        if status != 200:
            raise HelixFailed(f"Twitch returned no token (status {status}).")
        self._token, seconds = token_of(json_object(body))
        self._token_ends_at = now + max(seconds - _RENEW_SECONDS, seconds / 2)

    def _pause(self, reset: str, now: float) -> None:
        """Until the time that Twitch names, when it is one to be believed."""
        until = float(reset) if reset.isdecimal() and len(reset) < 12 else 0.0
        self._paused_until = (
            until if 0 < until - now <= _MAX_PAUSE_SECONDS else now + _PAUSE_SECONDS
        )

    def _rate_limited(self, now: float) -> HelixFailed:
        seconds = self._paused_until - now
        return HelixFailed(f"Twitch rate limit reached; retrying in {seconds:.0f} s.")

    def _ask(
        self, method: str, url: str, headers: dict[str, str], body: str | None = None
    ) -> tuple[int, str, bytes]:
        """The status, when the rate limit resets (only given when it matters), and the body."""
        try:
            with (
                time_limit(_ANSWER_SECONDS),
                self._client.send(method, url, headers, body) as answer,
            ):
                left = answer.header("ratelimit-remaining")
                if left.isdecimal() and len(left) < 7:
                    self.questions_left = int(left)
                return answer.status, answer.header("ratelimit-reset"), answer.body(_ANSWER_BYTES)
        except FetchFailed as failure:
            if failure.kind == "timeout":
                raise HelixFailed("Twitch did not respond in time.") from None
            raise HelixFailed(f"Twitch is unreachable: {failure.sentence}") from None
