"""Which connection is free?

A pool of our own on the standard library's client: it costs half of what urllib3's does, and it closes idle
connections, so that no socket waits for hours after its server has gone.
"""

from __future__ import annotations

import select
import socket
import ssl
import threading
import time
import weakref
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPResponse, HTTPSConnection
from typing import Any

import certifi

from scoreboard.addresses.connection import LookUp, connect, limited_response, seconds_until
from scoreboard.addresses.trust import trusting
from workers.net.failure import FetchFailed

IDLE_SECONDS = 20.0
_SWEEP_SECONDS = 5.0
Host = tuple[str, str, int]
"""Scheme, name and port."""


class Connection(HTTPConnection):
    """A request on it, from the look-up of the name to the last byte of the response, ends until ``ends_at``."""

    used = False
    idle_since = 0.0
    ends_at = 0.0
    """On the monotonic clock; set for each request by ``limit``."""

    def __init__(
        self, host: Host, look_up: LookUp, connect_seconds: float, context: ssl.SSLContext | None
    ) -> None:
        super().__init__(host[1], host[2])
        self.of = host
        self._look_up = look_up
        self._connect_seconds = connect_seconds
        self._context = context

    def limit(self, ends_at: float) -> None:
        """The next request ends until ``ends_at``. Raises ``TimeoutError``."""
        self.ends_at = ends_at
        if self.sock:
            self.sock.settimeout(seconds_until(ends_at))

    def connect(self) -> None:
        ends_at = min(self.ends_at, time.monotonic() + self._connect_seconds)
        sock = connect(self._look_up, self.host, self.port, ends_at)
        if self._context:
            try:
                sock.settimeout(seconds_until(ends_at))
                sock = self._context.wrap_socket(sock, server_hostname=self.host)
            except BaseException:
                sock.close()
                raise
        self.sock = sock
        self.limit(self.ends_at)

    def response_class(self, sock: socket.socket, *arguments: Any, **named: Any) -> HTTPResponse:  # type: ignore[override]
        return limited_response(sock, self.ends_at, *arguments, **named)

    def is_dropped(self) -> bool:
        """Whether the other side has closed it, or sent something unrequested."""
        return self.sock is None or bool(select.select([self.sock], [], [], 0)[0])


class _EncryptedConnection(Connection):
    default_port = HTTPSConnection.default_port


@dataclass(slots=True)
class _HostPool:
    """The connections to one host."""

    idle: list[Connection] = field(default_factory=list)
    in_use: int = 0


class Pool:
    """At most ``per_host`` connections to a host; further requests wait for one."""

    def __init__(self, look_up: LookUp, connect_seconds: float, per_host: int) -> None:
        self._look_up, self._connect_seconds, self._per_host = look_up, connect_seconds, per_host
        self._context = trusting(certifi.where())
        self._hosts: dict[Host, _HostPool] = {}
        self._changed = threading.Condition()
        self._swept_at = time.monotonic()
        weakref.finalize(self, _close_all, self._hosts)

    def take(self, host: Host, wait_seconds: float) -> Connection:
        """Raises ``FetchFailed`` (timeout) when none becomes free in time."""
        with self._changed:
            self._sweep()
            pool = self._hosts.setdefault(host, _HostPool())
            if not self._changed.wait_for(lambda: pool.in_use < self._per_host, wait_seconds):
                raise FetchFailed("timeout", "Too many requests to the same host at once.")
            pool.in_use += 1
            while pool.idle:
                connection = pool.idle.pop()
                if not connection.is_dropped():
                    return connection
                connection.close()
        kind, context = (
            (_EncryptedConnection, self._context) if host[0] == "https" else (Connection, None)
        )
        return kind(host, self._look_up, self._connect_seconds, context)

    def give_back(self, connection: Connection, reusable: bool) -> None:
        """Every connection taken must be given back, a broken one too."""
        if not reusable:
            connection.close()
        with self._changed:
            pool = self._hosts[connection.of]
            pool.in_use -= 1
            if reusable:
                connection.used, connection.idle_since = True, time.monotonic()
                pool.idle.append(connection)
            self._changed.notify()

    def _sweep(self) -> None:
        """Close what has been idle for long."""
        now = time.monotonic()
        if now - self._swept_at < _SWEEP_SECONDS:
            return
        self._swept_at = now
        for host, pool in list(self._hosts.items()):
            while pool.idle and now - pool.idle[0].idle_since > IDLE_SECONDS:
                pool.idle.pop(0).close()
            if not pool.idle and not pool.in_use:
                del self._hosts[host]


def _close_all(hosts: dict[Host, _HostPool]) -> None:
    for pool in hosts.values():
        for connection in pool.idle:
            connection.close()
