"""How does a connection obey a look-up of its address and a time limit?"""

from __future__ import annotations

import io
import socket
import time
from collections.abc import Callable
from http.client import HTTPResponse
from typing import Any

_BUFFER_BYTES = 32 * 1024
LookUp = Callable[[str, int, float], list[str]]
"""The IP addresses of a host and port that may be connected to, found within so many seconds."""
Count = Callable[[int], object]
"""Takes the size of each read; what it raises ends the response."""


def seconds_until(ends_at: float) -> float:
    """``ends_at``: on the monotonic clock. Raises ``TimeoutError`` once it has passed."""
    left = ends_at - time.monotonic()
    if left <= 0:
        raise TimeoutError("the response took too long")
    return left


class _LimitedReads(io.RawIOBase):
    """Reads of a socket, all of them together until ``ends_at``: a byte now and then does not stretch the limit."""

    def __init__(
        self, raw: io.RawIOBase, sock: socket.socket, ends_at: float, count: Count
    ) -> None:
        self._raw = raw
        self._sock = sock
        self._ends_at = ends_at
        self._count = count

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int | None:
        self._sock.settimeout(seconds_until(self._ends_at))
        size = self._raw.readinto(buffer)
        self._count(size or 0)
        return size

    def close(self) -> None:
        self._raw.close()
        super().close()


def connect(look_up: LookUp, host: str, port: int, ends_at: float) -> socket.socket:
    """A socket to an address that ``look_up`` gives, found and connected until ``ends_at``.

    Each address has an even share of the time that is left, so that a silent one leaves some to the next. Raises
    ``OSError`` and what ``look_up`` raises.
    """
    addresses = look_up(host, port, seconds_until(ends_at))
    failure = OSError("the host has no address")
    for tried, address in enumerate(addresses):
        try:
            return _connected(address, port, seconds_until(ends_at) / (len(addresses) - tried))
        except OSError as error:
            failure = error
    raise failure


def _connected(address: str, port: int, seconds: float) -> socket.socket:
    sock = socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET)
    try:
        sock.settimeout(seconds)
        sock.connect((address, port))
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    except BaseException:
        sock.close()
        raise
    return sock


def limited_response(
    sock: socket.socket,
    ends_at: float,
    *arguments: Any,
    count: Count = lambda size: None,
    **named: Any,
) -> HTTPResponse:
    """The response on ``sock``, the whole of it until ``ends_at``."""
    response = HTTPResponse(sock, *arguments, **named)
    raw = response.fp.detach()
    response.fp = io.BufferedReader(_LimitedReads(raw, sock, ends_at, count), _BUFFER_BYTES)
    return response
