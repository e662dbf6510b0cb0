"""Which Redis does a URL mean, and with which connections is it reached?"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, cast
from urllib.parse import parse_qsl, urlencode

from redis.connection import Connection, ConnectionPool, SSLConnection, parse_url
from redis.exceptions import RedisError
from redis.sentinel import (
    SentinelConnectionPool,
    SentinelManagedConnection,
    SentinelManagedSSLConnection,
)

from scoreboard.store.sentinels import Address, Sentinels

FORMS = (
    "redis://host:6379/0, rediss://host:6379/0 or redis+sentinel://host:26379,host:26379/primary/0"
)
SENTINEL_PORT = 26379
_SENTINELS = re.compile(
    r"(?P<scheme>rediss?)\+sentinel://(?P<login>[^/?]*@)?(?P<hosts>[^/?@]*)"
    r"(?P<name>/[^/?]*)?(?P<database>/[^?]*)?(?:\?(?P<options>.*))?"
)
_HOST = re.compile(r"(?:\[(?P<ipv6>[0-9a-fA-F:.]+)\]|(?P<name>[\w.-]+))(?::(?P<port>\d{1,5}))?")
_PRIMARY = re.compile(r"[\w.-]+", re.ASCII)
"""What Sentinel takes as a name ("valid charset is A-z 0-9 and the three characters .-_", sentinel.conf)."""


class WrongUrl(ValueError):
    """A clause that says what is wrong; it repeats no password. Empty: it does not look like any of ``FORMS``."""


@dataclass(frozen=True, slots=True)
class RedisUrl:
    """One Redis, or the primary that Sentinels name."""

    shown: str
    """For people: without login and options."""
    is_tls: bool
    options: Mapping[str, Any] = field(repr=False)
    """Of each connection, as redis-py names them; with Sentinels they name no host."""
    sentinels: tuple[Address, ...] = ()
    primary: str = ""
    """The name under which the Sentinels watch it."""
    sentinel_login: Mapping[str, str] = field(default_factory=dict, repr=False)

    @property
    def database(self) -> int:
        return int(self.options.get("db", 0))

    @property
    def connection_class(self) -> type[Connection]:
        if self.sentinels:
            return SentinelManagedSSLConnection if self.is_tls else SentinelManagedConnection
        return SSLConnection if self.is_tls else Connection

    def pool(self, **given: Any) -> ConnectionPool:
        """``given``: options of the pool and its connections; those in the URL come first."""
        given = {"connection_class": self.connection_class, **given, **self.options}
        if not self.sentinels:
            return ConnectionPool(**given)
        login = {**self.sentinel_login, **_tls(self.is_tls, given)}
        watching = Sentinels(self.sentinels, float(given["socket_connect_timeout"]), login)
        return SentinelConnectionPool(self.primary, watching, **given)  # type: ignore[no-untyped-call]


def redis_url(url: str) -> RedisUrl:
    """Raises WrongUrl. Connects to nothing."""
    found = _SENTINELS.fullmatch(url)
    made = _watched(found) if found else _single(url)
    try:
        made.pool(socket_connect_timeout=1.0).make_connection()
    except (TypeError, ValueError, RedisError):
        raise WrongUrl("its port or an option of it is invalid") from None
    return made


def _single(url: str) -> RedisUrl:
    if not url.startswith(("redis://", "rediss://")):
        raise WrongUrl
    options = _options(url)
    path = url.partition("://")[2].partition("?")[0].partition("/")[2]
    if not options.get("host"):
        raise WrongUrl("it names no host")
    if path and not path.isdecimal():
        raise WrongUrl("its database is not a number")
    host = options["host"] if ":" not in options["host"] else f"[{options['host']}]"
    shown = f"{host}:{options.get('port', 6379)}/{options.get('db', 0)}"
    return RedisUrl(shown, url.startswith("rediss://"), options)


def _watched(found: re.Match[str]) -> RedisUrl:
    """Sentinels have no form of URL of their own. This one is that of redis-sentinel-url, which LangChain, RedisVL and
    Prefect read, too: redis+sentinel://[[user]:password@]host[:port][,host[:port]...]/name[/database][?options].
    """
    name, database = (found["name"] or "/")[1:], (found["database"] or "/")[1:]
    if not _PRIMARY.fullmatch(name):
        raise WrongUrl("it names no primary")
    if database and not database.isdecimal():
        raise WrongUrl("its database is not a number")
    words = parse_qsl(found["options"] or "", keep_blank_values=True)
    login = {key: word for key, word in words if key.startswith("sentinel_")}
    if login.keys() - {"sentinel_username", "sentinel_password"}:
        raise WrongUrl("its port or an option of it is invalid")
    others = urlencode([(key, word) for key, word in words if key not in login])
    options = _options(
        f"{found['scheme']}://{found['login'] or ''}sentinel/{database or 0}?{others}"
    )
    del options["host"]
    return RedisUrl(
        f"{found['hosts']}/{name}/{options['db']}",
        found["scheme"] == "rediss",
        options,
        tuple(_address(host) for host in found["hosts"].split(",")),
        name,
        {key.removeprefix("sentinel_"): word for key, word in login.items()},
    )


def _options(url: str) -> dict[str, Any]:
    try:
        options = cast("dict[str, Any]", parse_url(url))  # type: ignore[no-untyped-call]
    except ValueError:
        raise WrongUrl("its port or an option of it is invalid") from None
    options.pop("connection_class", None)
    return options


def _address(text: str) -> Address:
    found = _HOST.fullmatch(text)
    if not found:
        raise WrongUrl("it names no host" if not text else "a host of it is invalid")
    port = int(found["port"] or SENTINEL_PORT)
    if not 0 < port < 65536:
        raise WrongUrl("its port or an option of it is invalid")
    return found["ipv6"] or found["name"], port


def _tls(is_tls: bool, given: Mapping[str, Any]) -> dict[str, Any]:
    """Sentinels of a primary that speaks TLS do so, too, with the same certificates."""
    certificates = {key: value for key, value in given.items() if key.startswith("ssl_")}
    return {"ssl": True, **certificates} if is_tls else {}
