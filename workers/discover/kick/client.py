"""How is Kick's API asked?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from urllib.parse import urlencode

from workers.discover.api import Api
from workers.discover.kick.answer import cursor_of, token_of
from workers.discover.platforms import PlatformFailed
from workers.discover.rows import Row

API_URL = "https://api.kick.com/public"
"""Without a version: what is asked is in v1 or v2."""
AUTH_URL = "https://id.kick.com/oauth/token"
_RENEW_SECONDS = 120.0
"""A token is renewed this long before it expires."""
Params = Sequence[tuple[str, str]]


class Refused(PlatformFailed):
    """Kick does not know something that the request names."""


class Client:
    """Keeps its token: an app access token by client credentials."""

    def __init__(
        self, client_id: str, client_secret: str, api_url: str = API_URL, auth_url: str = AUTH_URL
    ) -> None:
        self.api = Api("Kick", api_url, auth_url)
        self._form = urlencode(
            {
                "grant_type": "client_credentials",
                "client_id": client_id,
                "client_secret": client_secret,
            }
        )
        self._api_url, self._auth_url = api_url.rstrip("/"), auth_url
        self._token, self._token_ends_at = "", 0.0

    def rows(self, path: str, params: Params, most: int, now: float) -> list[Row]:
        """Of one answer. Raises ``PlatformFailed``; ``Refused`` for a 400 or 404."""
        return self.api.rows(self._get(path, params, now), "data", most)

    def pages(self, path: str, params: Params, size: int, now: float) -> Iterator[list[Row]]:
        """Page after page of ``size`` rows. Raises ``PlatformFailed``."""
        cursor = ""
        while True:
            after = [("cursor", cursor)] if cursor else []
            answer = self._get(path, [*params, ("limit", str(size)), *after], now)
            rows, last, cursor = self.api.rows(answer, "data", size), cursor, cursor_of(answer)
            yield rows
            if not rows or not cursor or cursor == last:
                return

    def _get(self, path: str, params: Params, now: float) -> Row:
        url = f"{self._api_url}{path}?{urlencode(params)}"
        if now >= self._token_ends_at:
            self._renew_token(now)
        status, body = self.api.ask(now, url, self._signed())
        if status == 401:
            self._renew_token(now)
            status, body = self.api.ask(now, url, self._signed())
        if status == 429:
            raise self.api.pause(now)
        if status in (400, 404):
            raise Refused(f"Kick returned status {status}.")
        if status != 200:
            raise PlatformFailed(f"Kick returned status {status}.")
        return self.api.json_object(body)

    def _signed(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self._token}"}

    def _renew_token(self, now: float) -> None:
        self._token, self._token_ends_at = "", 0.0
        status, body = self.api.ask(now, self._auth_url, {}, self._form)
        if status == 429:
            raise self.api.pause(now)
        if status in (400, 401, 403):
            raise PlatformFailed(f"Kick rejected the client ID or secret (status {status}).")
        if status != 200:
            raise PlatformFailed(f"Kick returned no token (status {status}).")
        self._token, seconds = token_of(self.api.json_object(body))
        self._token_ends_at = now + max(seconds - _RENEW_SECONDS, seconds / 2)
