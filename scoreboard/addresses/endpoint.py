"""Which host does a URL connect to?

One reading of a URL for the workers and the site, so that they cannot disagree on what may be opened.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache
from ipaddress import IPv4Address, IPv6Address, ip_address
from urllib.parse import SplitResult, urlsplit

_MAX_SHOWN = 80
_MAX_NAME = 253
"""RFC 1035, 2.3.4, without the length octets."""
_PORTS = {"http": 80, "https": 443}
_LABEL = re.compile(r"[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?")
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")
_BRACKETED = re.compile(r"\[[^\[\]]+\](:[0-9]*)?")


class UrlRefused(ValueError):
    """The sentence says why."""


@dataclass(frozen=True, slots=True)
class Endpoint:
    """What a URL connects to."""

    scheme: str
    host: str
    """A lower-case ASCII name without a dot at its end, or an IP address without brackets."""
    port: int


def typed(url: str, most_characters: int) -> str:
    """``url`` as a person entered it, without blanks around it. Raises ``UrlRefused``."""
    url = url.strip()
    if len(url) > most_characters:
        raise UrlRefused(f"The URL has {len(url):,} characters; the limit is {most_characters:,}.")
    if not url.isprintable() or " " in url or "\\" in url:
        raise UrlRefused("A URL cannot contain spaces, line breaks or backslashes.")
    return url


def ip_literal(host: str) -> IPv4Address | IPv6Address | None:
    """``host`` as an IP address; ``None`` for a name, and for an address with a zone (RFC 4007), which is local."""
    try:
        return None if "%" in host else ip_address(host)
    except ValueError:
        return None


def is_allowed(host: str, port: int, allowed_hosts: Collection[str]) -> bool:
    """Whether ops allow ``host`` although its address may be private. ``allowed_hosts``: host or host:port."""
    bracketed = f"[{host}]" if ":" in host else host
    return not {host, bracketed, f"{bracketed}:{port}"}.isdisjoint(
        allowed.strip().lower() for allowed in allowed_hosts
    )


def endpoint(url: str) -> Endpoint:
    """What ``url`` connects to, whoever asks. Raises ``UrlRefused``.

    A host has one spelling, so that no two readers of a URL can differ over it: other notations of IPv4 (decimal,
    octal, hexadecimal, short; WHATWG URL, "ends in a number"), zones, user names and escapes are refused.
    """
    if not url.isprintable():
        raise UrlRefused("The URL contains unprintable characters.")
    parts = _split(url)
    if parts.scheme not in _PORTS:
        shown = (parts.scheme or "a text without http://")[:40]
        raise UrlRefused(f"Only http and https URLs are supported, not {shown}.")
    if "@" in parts.netloc:
        raise UrlRefused("The URL contains a user name or a password.")
    if not parts.hostname:
        raise UrlRefused("The URL has no host.")
    host = _host(parts)
    port = _PORTS[parts.scheme] if parts.port is None else parts.port
    if not port:
        raise UrlRefused("The URL has no valid port.")
    return Endpoint(parts.scheme, host, port)


def _split(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        raise UrlRefused("This is not a valid URL.") from None
    return parts


def _host(parts: SplitResult) -> str:
    host = parts.hostname or ""
    if "[" not in parts.netloc:
        if len(host) > _MAX_NAME + 1:
            raise UrlRefused(f"{host[:_MAX_SHOWN]} is not a valid host name.")
        return _name(host)
    ip = ip_literal(host) if _BRACKETED.fullmatch(parts.netloc) else None
    if not isinstance(ip, IPv6Address):
        raise UrlRefused(f"{host[:_MAX_SHOWN]} is not a valid IPv6 address.")
    return str(ip)


@lru_cache(maxsize=4096)
def _name(host: str) -> str:
    try:
        name = host.encode("idna").decode().lower().removesuffix(".")
    except UnicodeError:
        name = ""
    labels = name.split(".")
    if len(name) > _MAX_NAME or not all(map(_LABEL.fullmatch, labels)):
        raise UrlRefused(f"{host[:_MAX_SHOWN]} is not a valid host name.")
    if _NUMBER.fullmatch(labels[-1]) and not isinstance(ip_literal(name), IPv4Address):
        raise UrlRefused(f"{host[:_MAX_SHOWN]} is not a valid IPv4 address.")
    return name
