"""How does a connection obey the URL guard and the time limit?"""

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


class _TimedReads(io.RawIOBase):
    """Reads of a socket, all of them together within ``seconds``: a byte now and then does not stretch the limit."""

    def __init__(self, raw: io.RawIOBase, sock: socket.socket, seconds: float) -> None:
        self._raw = raw
        self._sock = sock
        self._ends_at = time.monotonic() + seconds

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int | None:
        left = self._ends_at - time.monotonic()
        if left <= 0:
            raise TimeoutError("the answer took too long")
        self._sock.settimeout(left)
        return self._raw.readinto(buffer)

    def close(self) -> None:
        self._raw.close()
        super().close()


def connect(look_up: LookUp, host: str, port: int, seconds: float) -> socket.socket:
    """A socket to an address that ``look_up`` gives. Raises ``OSError`` and what ``look_up`` raises."""
    failure = OSError("the host has no address")
    for address in look_up(host, port, seconds):
        try:
            sock = socket.create_connection((address, port), seconds)
        except OSError as error:
            failure = error
            continue
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return sock
    raise failure


def timed_response(
    sock: socket.socket, seconds: float, *arguments: Any, **named: Any
) -> HTTPResponse:
    """The answer that comes on ``sock``, the whole of it within ``seconds``."""
    response = HTTPResponse(sock, *arguments, **named)
    raw = response.fp.detach()
    response.fp = io.BufferedReader(_TimedReads(raw, sock, seconds), _BUFFER_BYTES)
    return response
