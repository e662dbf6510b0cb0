"""Which connection is free?

A pool of our own on the standard library's client: it costs half of what urllib3's does, and it closes what lies idle,
so that no socket waits for hours after its server has gone.
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

from workers.net.connection import LookUp, connect, timed_response
from workers.net.failure import FetchFailed

IDLE_SECONDS = 20.0
_SWEEP_SECONDS = 5.0
Host = tuple[str, str, int]
"""Scheme, name and port."""


class Connection(HTTPConnection):
    """Each answer of it comes within ``timeout`` as a whole."""

    used = False
    idle_since = 0.0

    def __init__(
        self, host: Host, look_up: LookUp, connect_seconds: float, context: ssl.SSLContext | None
    ) -> None:
        super().__init__(host[1], host[2])
        self.of = host
        self._look_up = look_up
        self._connect_seconds = connect_seconds
        self._context = context

    def connect(self) -> None:
        seconds = min(self._connect_seconds, self.timeout or self._connect_seconds)
        self.sock = connect(self._look_up, self.host, self.port, seconds)
        if self._context:
            self.sock = self._context.wrap_socket(self.sock, server_hostname=self.host)

    def response_class(self, sock: socket.socket, *arguments: Any, **named: Any) -> HTTPResponse:  # type: ignore[override]
        return timed_response(sock, self.timeout or self._connect_seconds, *arguments, **named)

    def is_dropped(self) -> bool:
        """Whether the other side has closed it, or says something unasked."""
        return self.sock is None or bool(select.select([self.sock], [], [], 0)[0])


class _EncryptedConnection(Connection):
    default_port = HTTPSConnection.default_port


@dataclass(slots=True)
class _HostPool:
    """The connections to one host."""

    idle: list[Connection] = field(default_factory=list)
    in_use: int = 0


class Pool:
    """At most ``per_host`` connections to a host; who finds none free waits."""

    def __init__(self, look_up: LookUp, connect_seconds: float, per_host: int) -> None:
        self._look_up, self._connect_seconds, self._per_host = look_up, connect_seconds, per_host
        self._context = ssl.create_default_context(cafile=certifi.where())
        self._shelves: dict[Host, _HostPool] = {}
        self._changed = threading.Condition()
        self._swept_at = time.monotonic()
        weakref.finalize(self, _close_all, self._shelves)

    def take(self, host: Host, wait_seconds: float) -> Connection:
        """Raises ``FetchFailed`` (timeout) when none becomes free in time."""
        with self._changed:
            self._sweep()
            shelf = self._shelves.setdefault(host, _HostPool())
            if not self._changed.wait_for(lambda: shelf.in_use < self._per_host, wait_seconds):
                raise FetchFailed("timeout", "Too many looks at the same host at once.")
            shelf.in_use += 1
            while shelf.idle:
                connection = shelf.idle.pop()
                if not connection.is_dropped():
                    return connection
                connection.close()
        kind, context = (
            (_EncryptedConnection, self._context) if host[0] == "https" else (Connection, None)
        )
        return kind(host, self._look_up, self._connect_seconds, context)

    def give_back(self, connection: Connection, reusable: bool) -> None:
        """Every taken connection must come back, a spoilt one too."""
        if not reusable:
            connection.close()
        with self._changed:
            shelf = self._shelves[connection.of]
            shelf.in_use -= 1
            if reusable:
                connection.used, connection.idle_since = True, time.monotonic()
                shelf.idle.append(connection)
            self._changed.notify()

    def _sweep(self) -> None:
        """Close what has lain idle for long."""
        now = time.monotonic()
        if now - self._swept_at < _SWEEP_SECONDS:
            return
        self._swept_at = now
        for host, shelf in list(self._shelves.items()):
            while shelf.idle and now - shelf.idle[0].idle_since > IDLE_SECONDS:
                shelf.idle.pop(0).close()
            if not shelf.idle and not shelf.in_use:
                del self._shelves[host]


def _close_all(shelves: dict[Host, _HostPool]) -> None:
    for shelf in shelves.values():
        for connection in shelf.idle:
            connection.close()
