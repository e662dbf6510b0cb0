"""Which addresses does the host of a URL have? A name server that does not answer keeps no admin waiting."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable, Collection

from scoreboard.addresses.endpoint import UrlRefused
from scoreboard.addresses.lookup import LookUps

HOST_SECONDS = 3.0
MANY_SECONDS = 12.0
"""For all hosts of a part of an import: far less than after what time another process would take the import over."""
_FOR_A_MOMENT = (socket.EAI_AGAIN, socket.EAI_FAIL, socket.EAI_MEMORY, socket.EAI_SYSTEM)
"""The resolver failed, which says nothing of the name."""
_LOOK_UPS = LookUps()

Resolve = Callable[[str], Collection[str]]


def resolve_host(host: str, seconds: float = HOST_SECONDS) -> Collection[str]:
    """The addresses of a host name, empty when it has none. ``UrlRefused`` when that cannot be found out now."""
    try:
        return _LOOK_UPS.addresses(host, seconds)
    except TimeoutError:
        raise _not_now(host) from None
    except socket.gaierror as error:
        if error.errno in _FOR_A_MOMENT:
            raise _not_now(host) from None
        return ()
    except (OSError, UnicodeError):
        return ()


def for_many(seconds: float = MANY_SECONDS) -> Resolve:
    """``resolve_host`` for many URLs: each host is looked up once, and all together take at most ``seconds``."""
    known: dict[str, Collection[str] | UrlRefused] = {}
    left = seconds

    def resolve(host: str) -> Collection[str]:
        nonlocal left
        if host not in known:
            began = time.monotonic()
            try:
                known[host] = resolve_host(host, max(0.0, min(HOST_SECONDS, left)))
            except UrlRefused as refused:
                known[host] = refused
            left -= time.monotonic() - began
        found = known[host]
        if isinstance(found, UrlRefused):
            raise found
        return found

    return resolve


def _not_now(host: str) -> UrlRefused:
    return UrlRefused(
        f"DNS does not answer for {host[:80]}. Check the host name, or try again later."
    )
