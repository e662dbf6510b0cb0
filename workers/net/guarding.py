"""What do the clients ask before they open a URL, and before they connect?"""

from __future__ import annotations

from typing import Protocol

from scoreboard.addresses.endpoint import Endpoint


class Guard(Protocol):
    """``UrlGuard``, or anything that refuses as it does: each of these raises ``FetchFailed``."""

    def check(self, url: str) -> str: ...

    def endpoint(self, url: str) -> Endpoint: ...

    def addresses(self, host: str, port: int, seconds: float) -> list[str]: ...
