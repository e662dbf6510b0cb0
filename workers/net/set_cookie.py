"""What does a ``Set-Cookie`` line say? (RFC 6265)"""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from email.utils import parsedate_to_datetime
from ipaddress import ip_address
from typing import Any, NamedTuple
from urllib.parse import urlsplit

MAX_COOKIE_CHARACTERS = 4096
"""Of name and value (RFC 6265, 6.1)."""


@dataclass(frozen=True, slots=True)
class Cookie:
    name: str
    value: str = field(repr=False)
    host: str
    path: str = "/"
    subdomains: bool = False
    """Whether the hosts below ``host`` get it too."""
    secure: bool = False
    expires_at: float | None = None

    @property
    def place(self) -> tuple[str, str, str]:
        """A newer cookie of the same name and place replaces it."""
        return self.name, self.host, self.path

    @classmethod
    def from_dict(cls, values: dict[str, Any]) -> Cookie:
        """Raises ``KeyError``, ``TypeError`` or ``ValueError`` for what was no cookie."""
        name, value, host, path = (str(values[key]) for key in ("name", "value", "host", "path"))
        expires_at = values.get("expires_at")
        return cls(
            name,
            value,
            host,
            path,
            bool(values.get("subdomains")),
            bool(values.get("secure")),
            None if expires_at is None else float(expires_at),
        )


class Place(NamedTuple):
    """Where a request goes, as far as cookies care."""

    host: str
    path: str
    secure: bool

    @classmethod
    def of(cls, url: str) -> Place:
        parts = urlsplit(url)
        return cls((parts.hostname or "").rstrip("."), parts.path or "/", parts.scheme == "https")


def parse_set_cookie(line: str, origin: Place) -> Cookie | None:
    """By RFC 6265, 5.2 and 5.3; ``None`` when the cookie is not for ``origin`` or the line makes no sense."""
    pair, _, rest = line.partition(";")
    name, equals, value = (part.strip() for part in pair.partition("="))
    if not (name and equals) or len(pair) > MAX_COOKIE_CHARACTERS or not pair.isprintable():
        return None
    cookie: Cookie | None = Cookie(name, value, origin.host, _folder(origin.path))
    said = _attributes(rest)
    if cookie and "domain" in said:
        cookie = _for_domain(cookie, said["domain"].lstrip(".").lower())
    if not cookie:
        return None
    path = said.get("path", "")
    return replace(
        cookie,
        path=path if path.startswith("/") else cookie.path,
        secure="secure" in said,
        expires_at=_expires_at(said),
    )


def _attributes(text: str) -> dict[str, str]:
    """The last of each name counts."""
    pairs = (part.partition("=") for part in text.split(";"))
    return {name.strip().lower(): value.strip() for name, _, value in pairs}


def _for_domain(cookie: Cookie, domain: str) -> Cookie | None:
    if not domain or domain == cookie.host:
        return replace(cookie, subdomains=bool(domain))
    if is_below(cookie.host, domain):
        return replace(cookie, host=domain, subdomains=True)
    return None


def _folder(path: str) -> str:
    """RFC 6265, 5.1.4: the default path."""
    return path[: path.rfind("/")] or "/" if path.startswith("/") else "/"


def _expires_at(said: Mapping[str, str]) -> float | None:
    """Epoch seconds; ``None``: as long as the stream is known."""
    seconds = said.get("max-age", "")
    if seconds.removeprefix("-").isdecimal() and len(seconds) < 15:
        return time.time() + int(seconds)
    try:
        return parsedate_to_datetime(said["expires"].replace("-", " ")).timestamp()
    except (KeyError, ValueError, TypeError, OverflowError):
        return None


def is_below(host: str, domain: str) -> bool:
    """RFC 6265, 5.1.3; no host is below an IP address or a top-level domain."""
    return "." in domain and host.endswith("." + domain) and not _is_ip(host)


def _is_ip(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True
