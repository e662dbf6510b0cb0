"""Which addresses may a worker ask? Public ones over http(s), and the hosts that ops allow."""

from __future__ import annotations

import socket
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from urllib.parse import urlsplit

from workers.net.failure import FetchFailed

MAX_URL_LENGTH = 4096
_NAT64 = ip_network("64:ff9b::/96")
_LOOKUPS_AT_ONCE = 8


class UrlGuard:
    """Checks an address by its form before it is asked, and the machine behind its name before it is connected to."""

    def __init__(self, allowed_hosts: Iterable[str] = ()) -> None:
        """``allowed_hosts``: ``host`` or ``host:port``, which may be private."""
        self._allowed = {host.strip().lower() for host in allowed_hosts if host.strip()}
        self._lookups = ThreadPoolExecutor(_LOOKUPS_AT_ONCE, thread_name_prefix="lookup")

    def check(self, url: str) -> str:
        """The ``url`` itself, when its form is right; raises ``FetchFailed`` (refused)."""
        if len(url) > MAX_URL_LENGTH or not url.isprintable():
            raise FetchFailed("refused", "The address is too long or holds unprintable characters.")
        try:
            parts = urlsplit(url)
            _ = parts.port
        except ValueError:
            raise FetchFailed("refused", "The address is malformed.") from None
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise FetchFailed("refused", "Only http and https addresses are opened.")
        if parts.username or parts.password:
            raise FetchFailed("refused", "An address with a password is not opened.")
        return url

    def addresses(self, host: str, port: int, timeout_seconds: float) -> list[str]:
        """The IP addresses of ``host``, all of them public or the host allowed; else ``FetchFailed`` (refused)."""
        found = self._look_up(host, port, timeout_seconds)
        name = host.strip("[]").lower()
        if (
            name not in self._allowed
            and f"{name}:{port}" not in self._allowed
            and not all(map(is_public, found))
        ):
            raise FetchFailed("refused", "The URL resolves to a private address.")
        return found

    def _look_up(self, host: str, port: int, timeout_seconds: float) -> list[str]:
        """In a thread of its own, because a look-up knows no time limit."""
        looking = self._lookups.submit(
            socket.getaddrinfo, host.strip("[]"), port, type=socket.SOCK_STREAM
        )
        try:
            return list(dict.fromkeys(str(row[4][0]) for row in looking.result(timeout_seconds)))
        except TimeoutError:
            raise FetchFailed("timeout", "The name of the host was not found in time.") from None
        except (OSError, UnicodeError):
            raise FetchFailed("unreachable", "The host name does not exist.") from None
        finally:
            looking.cancel()


def is_public(address: str) -> bool:
    """Whether every machine that ``address`` may stand for is on the public internet."""
    return all(
        ip.is_global and not ip.is_multicast for ip in _meant(ip_address(address.partition("%")[0]))
    )


def _meant(ip: IPv4Address | IPv6Address) -> list[IPv4Address | IPv6Address]:
    """The address, or the IPv4 addresses that are wrapped in it."""
    if isinstance(ip, IPv4Address):
        return [ip]
    if ip in _NAT64:
        return [IPv4Address(int(ip) & 0xFFFFFFFF)]
    wrapped = [ip.ipv4_mapped, ip.sixtofour, *(ip.teredo or ())]
    return [inner for inner in wrapped if inner] or [ip]
