"""Are the environment's settings valid? Each invalid one is named in a sentence before anything is served."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

from scoreboard.addresses.trust import what_is_wrong_with_authorities
from scoreboard.store.connect import what_is_wrong_with

CONNECT_SECONDS = 2
"""Time for a database connection to be made; pages do without the database after that."""
POOL = {
    "min_size": 0,
    "max_size": 10,
    "timeout": 5.0,
    "max_idle": 60.0,
    "reconnect_timeout": 1.0,
}
"""psycopg_pool's, for each process. Ten connections carried 200 requests at once in every measurement, and ten
processes of them fit PostgreSQL's default of 100. A new attempt follows each failed one within ``reconnect_timeout``:
the default retries with pauses of up to minutes, also when the database is long back."""
SQLITE = {
    # Two processes may write: the second one waits, and readers never do.
    "timeout": 10,
    "transaction_mode": "IMMEDIATE",
    "init_command": "PRAGMA journal_mode=WAL",
}
HOST_NAME = re.compile(r"\*|\.?[a-z0-9_]([a-z0-9_.-]*[a-z0-9_])?|\[[0-9a-f:.]+\]", re.IGNORECASE)


class CheckedEnvironment:
    """Reads variables. Raises ``ImproperlyConfigured`` with one sentence, which holds no secret."""

    def __init__(self, variables: Mapping[str, str]) -> None:
        self._variables = variables

    def text(self, name: str) -> str:
        return self._variables.get(name, "").strip()

    def words(self, name: str) -> list[str]:
        return self.text(name).replace(",", " ").split()

    def some_of(self, name: str, known: tuple[str, ...]) -> tuple[str, ...]:
        """All of ``known`` when it is not set, none of them for ``none``."""
        words = self.words(name)
        if unknown := [word for word in words if word not in (*known, "none")]:
            raise ImproperlyConfigured(
                f"{name} must list some of {', '.join(known)}, or be none; "
                f"{unknown[0][:80]!r} is neither."
            )
        return tuple(word for word in known if word in words) if words else known

    def required(self, name: str, because: str) -> str:
        if not (value := self.text(name)):
            raise ImproperlyConfigured(f"{name} must be set {because}.")
        return value

    def whole_number(self, name: str, least: int, most: int) -> int:
        """``least`` when it is not set."""
        text = self.text(name)
        if not text:
            return least
        if not (text.isascii() and text.isdigit() and len(text) < 9 and least <= int(text) <= most):
            raise ImproperlyConfigured(f"{name} must be a whole number from {least} to {most}.")
        return int(text)

    def host_names(self, name: str, because: str) -> list[str]:
        if not self.words(name):
            raise ImproperlyConfigured(f"{name} must be set {because}.")
        for host in self.words(name):
            if not HOST_NAME.fullmatch(host):
                raise ImproperlyConfigured(
                    f"{name} must be host names such as example.org, without scheme or port; "
                    f"{host[:80]!r} is not one."
                )
        return self.words(name)

    def http_url(self, name: str) -> str:
        url = self.text(name).rstrip("/")
        if url and not (url.startswith(("http://", "https://")) and _host_of(url)):
            raise ImproperlyConfigured(f"{name} must be a URL such as http://arena:8090.")
        return url

    def redis_url(self, name: str, default: str) -> str:
        """``default``, which may be empty, when it is not set."""
        url = self.text(name) or default
        if url and (sentence := what_is_wrong_with(url, name)):
            raise ImproperlyConfigured(sentence)
        return url

    def authorities(self, name: str) -> str:
        """A file of certificates; empty when it is not set."""
        path = self.text(name)
        if sentence := what_is_wrong_with_authorities(path, name):
            raise ImproperlyConfigured(sentence)
        return path

    def one_of(self, name: str, *choices: str) -> str:
        """The first one when it is not set."""
        value = self.text(name).lower() or choices[0]
        if value not in choices:
            raise ImproperlyConfigured(f"{name} must be one of: {', '.join(choices)}.")
        return value

    def database(self, name: str, default: str) -> dict[str, Any]:
        """Django's settings of the database."""
        try:
            found: dict[str, Any] = dict(dj_database_url.parse(self.text(name) or default))
        except ValueError:
            found = {}
        engine = str(found.get("ENGINE", "")).rpartition(".")[2]
        if engine not in ("postgresql", "sqlite3") or not found.get("NAME"):
            raise ImproperlyConfigured(
                f"{name} must be a URL such as postgres://user:password@host:5432/name, or sqlite:///path."
            )
        options = {**found.get("OPTIONS", {})}
        wants_pool = options.pop("pool", True)
        if engine == "sqlite3":
            return {**found, "OPTIONS": SQLITE}
        return {
            **found,
            # A request under ASGI has a context of its own and never finds a kept connection again.
            "CONN_MAX_AGE": 0,
            "CONN_HEALTH_CHECKS": True,
            "OPTIONS": {
                "connect_timeout": CONNECT_SECONDS,
                **options,
                **({"pool": POOL} if wants_pool else {}),
            },
        }


def _host_of(url: str) -> str:
    """Empty when there is none, or the port is not a number."""
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        return ""
    return parts.hostname or ""
