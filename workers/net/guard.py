"""Which URLs may a worker open? Those of public hosts over http(s), and of the hosts that ops allow."""

from __future__ import annotations

import socket
from collections.abc import Iterable

from scoreboard.addresses.endpoint import Endpoint, UrlRefused, endpoint, ip_literal, is_allowed
from scoreboard.addresses.lookup import LookUps
from scoreboard.addresses.public import is_public
from workers.net.failure import FetchFailed

MAX_URL_LENGTH = 4096
MAX_ADDRESSES = 3
"""That are tried for one name: the time for connecting is shared between them."""
_FOR_A_MOMENT = (socket.EAI_AGAIN, socket.EAI_FAIL, socket.EAI_MEMORY, socket.EAI_SYSTEM)
"""The resolver failed, which says nothing of the name."""


class UrlGuard:
    """Checks a URL before it is opened, and the addresses behind its host before they are connected to."""

    def __init__(self, allowed_hosts: Iterable[str] = ()) -> None:
        """``allowed_hosts``: ``host`` or ``host:port``, which may be private."""
        self._allowed = frozenset(host.strip().lower() for host in allowed_hosts if host.strip())
        self._lookups = LookUps()

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
        """The IP addresses of ``host`` to try in turn, at most ``MAX_ADDRESSES``. Raises ``FetchFailed``.

        Refused unless each of its addresses is public, or ops allow the host.
        """
        name = host.strip("[]").lower().removesuffix(".")
        found = [name] if ip_literal(name) else self._look_up(name, seconds)
        if not is_allowed(name, port, self._allowed) and not all(map(is_public, found)):
            raise FetchFailed("refused", "The URL resolves to a private address.")
        return _interleaved(found)[:MAX_ADDRESSES]

    def _look_up(self, name: str, seconds: float) -> list[str]:
        try:
            return self._lookups.addresses(name, seconds)
        except TimeoutError:
            raise FetchFailed("timeout", "The host name was not resolved in time.") from None
        except (OSError, UnicodeError) as error:
            if isinstance(error, socket.gaierror) and error.errno in _FOR_A_MOMENT:
                raise FetchFailed("error", "The host name cannot be resolved right now.") from None
            raise FetchFailed("unreachable", "The host name does not exist.") from None


def _interleaved(addresses: list[str]) -> list[str]:
    """By turns of the two families, the resolver's first choice first (RFC 8305, 4)."""
    first = [address for address in addresses if (":" in address) == (":" in addresses[0])]
    second = [address for address in addresses if address not in first]
    turns = [address for pair in zip(first, second, strict=False) for address in pair]
    return turns + first[len(second) :] + second[len(first) :]
