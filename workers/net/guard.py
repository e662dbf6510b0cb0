"""Which URLs may a worker open? Those of public hosts over http(s), and of the hosts that ops allow."""

from __future__ import annotations

from collections.abc import Iterable

from scoreboard.addresses.endpoint import Endpoint, UrlRefused, endpoint
from scoreboard.addresses.guard import AddressGuard, Unresolved
from workers.net.failure import FetchFailed, Kind

MAX_URL_LENGTH = 4096


class UrlGuard:
    """Checks a URL before it is opened, and the addresses behind its host before they are connected to."""

    def __init__(self, allowed_hosts: Iterable[str] = ()) -> None:
        """``allowed_hosts``: ``host`` or ``host:port``, which may be private."""
        self._guard = AddressGuard(allowed_hosts)

    def check(self, url: str) -> str:
        """The ``url`` itself, when its form is right; raises ``FetchFailed`` (refused)."""
        self.endpoint(url)
        return url

    def endpoint(self, url: str) -> Endpoint:
        """What ``url`` connects to; raises ``FetchFailed`` (refused)."""
        if len(url) > MAX_URL_LENGTH:
            raise FetchFailed("refused", "The URL is too long.")
        try:
            return endpoint(url)
        except UrlRefused as refused:
            raise FetchFailed("refused", str(refused)) from None

    def addresses(self, host: str, port: int, seconds: float) -> list[str]:
        """The IP addresses of ``host`` to try in turn. Raises ``FetchFailed``."""
        try:
            return self._guard.addresses(host, port, seconds)
        except UrlRefused as refused:
            raise FetchFailed("refused", str(refused)) from None
        except TimeoutError as late:
            raise FetchFailed("timeout", str(late)) from None
        except Unresolved as failure:
            kind: Kind = "error" if failure.for_a_moment else "unreachable"
            raise FetchFailed(kind, str(failure)) from None
