"""May we watch this URL?"""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Callable, Collection
from functools import cache
from typing import Any
from urllib.parse import SplitResult, urlsplit

from webapp.catalog.models import URL_LENGTH

Resolve = Callable[[str], Collection[str]]
Opens = Callable[[str], bool]
_TRANSLATION = ipaddress.ip_network("64:ff9b::/96")
_LOCAL_TRANSLATION = ipaddress.ip_network("64:ff9b:1::/48")


class UrlRefused(ValueError):
    """The sentence says why."""


def resolve_host(host: str) -> Collection[str]:
    """The addresses behind a name; empty when it has none."""
    try:
        return {str(info[4][0]) for info in socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)}
    except (OSError, UnicodeError):
        return ()


def opened_by_streamlink(url: str) -> bool:
    """Whether any of streamlink's plugins takes this URL; nothing is fetched."""
    from streamlink.exceptions import NoPluginError

    try:
        _streamlink().resolve_url(url, follow_redirect=False)
    except NoPluginError:
        return False
    return True


@cache
def _streamlink() -> Any:
    from streamlink.session.session import Streamlink

    return Streamlink()


def check_stream_url(
    url: str,
    allowed_hosts: Collection[str],
    resolve: Resolve = resolve_host,
    opens: Opens = opened_by_streamlink,
) -> str:
    """``url`` as it is to be stored, or ``UrlRefused``. ``allowed_hosts``: host or host:port that may be private."""
    url = url.strip()
    if len(url) > URL_LENGTH:
        raise UrlRefused(f"The URL has {len(url):,} characters; {URL_LENGTH:,} is the most.")
    parts = _parts(url)
    host = (parts.hostname or "").rstrip(".")
    may_be_private = _is_allowed(host, parts, allowed_hosts)
    if not may_be_private and _is_address(host):
        _check_public(host, [host])
    if not opens(url):
        raise UrlRefused(
            "streamlink knows no way to open this URL: give a channel's page or an .m3u8 playlist."
        )
    if not may_be_private:
        _check_public(host, resolve(host))
    return url


def _parts(url: str) -> SplitResult:
    if not url.isprintable() or " " in url or "\\" in url:
        raise UrlRefused(
            "The URL holds characters that no URL has: spaces, line breaks or backslashes."
        )
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        raise UrlRefused("This is not a URL.") from None
    if parts.scheme not in ("http", "https"):
        raise UrlRefused(
            f"Only http and https can be watched, not {(parts.scheme or 'a text without http://')[:40]}."
        )
    if parts.username is not None or parts.password is not None:
        raise UrlRefused("The URL holds a name or a password; it would be shown to everyone.")
    if not parts.hostname:
        raise UrlRefused("The URL names no host.")
    return parts


def _is_allowed(host: str, parts: SplitResult, allowed_hosts: Collection[str]) -> bool:
    port = parts.port or (443 if parts.scheme == "https" else 80)
    bracketed = f"[{host}]" if ":" in host else host
    return not {host, bracketed, f"{bracketed}:{port}"}.isdisjoint(allowed_hosts)


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return False
    return True


def _check_public(host: str, addresses: Collection[str]) -> None:
    if not addresses:
        raise UrlRefused(f"The name {host[:80]} leads to no address.")
    for address in addresses:
        if not _is_public(address):
            raise UrlRefused(
                f"{host[:80]} is a private address; only those in ALLOWED_STREAM_HOSTS may be watched."
            )


def _is_public(address: str) -> bool:
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        ip = ip.ipv4_mapped or ip.sixtofour or _translated(ip) or ip
        if ip in _LOCAL_TRANSLATION:
            return False
    return ip.is_global and not ip.is_multicast


def _translated(ip: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    """The IPv4 address behind one that a NAT64 gateway translates."""
    return ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF) if ip in _TRANSLATION else None
