"""How is a platform's API asked within limits of time and size?"""

from __future__ import annotations

import json
from collections.abc import Mapping
from urllib.parse import urlsplit

from workers.discover.platforms import PlatformFailed
from workers.discover.rows import Row
from workers.net.client import HttpClient
from workers.net.deadline import time_limit
from workers.net.failure import FetchFailed
from workers.net.guard import UrlGuard

ANSWER_SECONDS = 5.0
_ANSWER_BYTES = 4 * 1024 * 1024
_PAUSE_SECONDS = 60.0
_MAX_PAUSE_SECONDS = 900.0


class Paused(PlatformFailed):
    """Nothing was asked, because the platform wants none of it for now."""


class Api:
    """Keeps connections to one platform, and when it takes the next request."""

    def __init__(self, label: str, *urls: str) -> None:
        self.label = label
        self._client = HttpClient(
            UrlGuard(urlsplit(url).netloc for url in urls), connections_per_host=2
        )
        self._paused_until, self._retry_after = 0.0, ""

    def ask(
        self, now: float, url: str, headers: Mapping[str, str], form: str | None = None
    ) -> tuple[int, bytes]:
        """The status and the body of a response; with a ``form``, to a POST of it. Raises ``PlatformFailed``.

        What a 429 means, the caller says: ``pause``, mostly.
        """
        self.raise_while_paused(now)
        status, self._retry_after, body = self._send(url, headers, form)
        return status, body

    def pause(self, now: float) -> PlatformFailed:
        """Ask nothing for as long as the last response said (RFC 9110, 10.2.3), or for a minute; what to raise."""
        told = self._retry_after if len(self._retry_after) < 6 else ""
        seconds = float(told) if told.isascii() and told.isdecimal() else 0.0
        self._paused_until = now + (
            seconds if 0 < seconds <= _MAX_PAUSE_SECONDS else _PAUSE_SECONDS
        )
        return PlatformFailed(self._rate_limited(now))

    def raise_while_paused(self, now: float) -> None:
        """Raises ``Paused``."""
        if now < self._paused_until:
            raise Paused(self._rate_limited(now))

    def json_object(self, body: bytes) -> Row:
        """Raises ``PlatformFailed``."""
        try:
            answer = json.loads(body)
        except (ValueError, RecursionError):
            raise PlatformFailed(f"{self.label} returned invalid JSON.") from None
        if not isinstance(answer, dict):
            raise self.malformed()
        return answer

    def rows(self, answer: Row, name: str, most: int) -> list[Row]:
        """The objects listed under ``name``, at most so many. Raises ``PlatformFailed``."""
        rows = answer.get(name)
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows[:most]):
            raise self.malformed()
        return rows[:most]

    def malformed(self) -> PlatformFailed:
        return PlatformFailed(f"{self.label} returned a malformed response.")

    def _rate_limited(self, now: float) -> str:
        seconds = self._paused_until - now
        return f"{self.label} rate limit reached; retrying in {seconds:.0f} s."

    def _send(
        self, url: str, headers: Mapping[str, str], form: str | None
    ) -> tuple[int, str, bytes]:
        method, given = "GET", {**headers, "Accept": "application/json"}
        if form is not None:
            method, given["Content-Type"] = "POST", "application/x-www-form-urlencoded"
        try:
            with (
                time_limit(ANSWER_SECONDS),
                self._client.send(method, url, given, form) as answer,
            ):
                return answer.status, answer.header("retry-after"), answer.body(_ANSWER_BYTES)
        except FetchFailed as failure:
            if failure.kind == "timeout":
                raise PlatformFailed(f"{self.label} did not respond in time.") from None
            raise PlatformFailed(f"{self.label} is unreachable: {failure.sentence}") from None
