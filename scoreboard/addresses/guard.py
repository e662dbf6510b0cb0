"""Which addresses of a host may be connected to? Public ones, and any of the hosts that ops allow.

The name is looked up once and the connection goes to an address that was checked, so that a name server cannot give
another one in between.
"""

from __future__ import annotations

import socket
from collections.abc import Iterable

from scoreboard.addresses.endpoint import UrlRefused, ip_literal, is_allowed
from scoreboard.addresses.lookup import LookUps
from scoreboard.addresses.public import is_public

MAX_ADDRESSES = 3
"""That are tried for one name: the time for connecting is shared between them."""
_FOR_A_MOMENT = (socket.EAI_AGAIN, socket.EAI_FAIL, socket.EAI_MEMORY, socket.EAI_SYSTEM)
"""The resolver failed, which says nothing of the name."""


class Unresolved(OSError):
    """A name without an address; the sentence says why."""

    def __init__(self, sentence: str, for_a_moment: bool) -> None:
        super().__init__(sentence)
        self.for_a_moment = for_a_moment


class AddressGuard:
    """Looks names up within limits of time and number."""

    def __init__(self, allowed_hosts: Iterable[str] = ()) -> None:
        """``allowed_hosts``: ``host`` or ``host:port``, which may be private."""
        self._allowed = frozenset(host.strip().lower() for host in allowed_hosts if host.strip())
        self._lookups = LookUps()

    def allows(self, host: str, port: int) -> bool:
        """Whether ops allow ``host`` although its address may be private."""
        return is_allowed(host, port, self._allowed)

    def addresses(self, host: str, port: int, seconds: float) -> list[str]:
        """The IP addresses of ``host`` to try in turn, at most ``MAX_ADDRESSES``.

        Raises ``UrlRefused`` unless each of them is public or ops allow the host, ``TimeoutError`` and ``Unresolved``.
        """
        name = host.strip("[]").lower().removesuffix(".")
        found = [name] if ip_literal(name) else self._look_up(name, seconds)
        if not self.allows(name, port) and not all(map(is_public, found)):
            raise UrlRefused("The URL resolves to a private address.")
        return _interleaved(found)[:MAX_ADDRESSES]

    def _look_up(self, name: str, seconds: float) -> list[str]:
        try:
            return self._lookups.addresses(name, seconds)
        except TimeoutError:
            raise TimeoutError("The host name was not resolved in time.") from None
        except (OSError, UnicodeError) as error:
            if isinstance(error, socket.gaierror) and error.errno in _FOR_A_MOMENT:
                raise Unresolved("The host name cannot be resolved right now.", True) from None
            raise Unresolved("The host name does not exist.", False) from None


def _interleaved(addresses: list[str]) -> list[str]:
    """By turns of the two families, the resolver's first choice first (RFC 8305, 4)."""
    first = [address for address in addresses if (":" in address) == (":" in addresses[0])]
    second = [address for address in addresses if address not in first]
    turns = [address for pair in zip(first, second, strict=False) for address in pair]
    return turns + first[len(second) :] + second[len(first) :]
