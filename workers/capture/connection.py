"""How does a connection keep to the door and to the clock?"""

from __future__ import annotations

import io
import socket
import time
from http.client import HTTPResponse
from typing import Any

from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import ConnectTimeoutError, NewConnectionError

from workers.capture.door import Door

_BUFFER_BYTES = 32 * 1024
LOOKUP_SECONDS = 3.0


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


class _Guarded(HTTPConnection):
    """Connects to the addresses that the door has checked, and to no others; bounds the whole of each answer."""

    door: Door

    def _new_conn(self) -> socket.socket:
        seconds = self.timeout if isinstance(self.timeout, int | float) else LOOKUP_SECONDS
        failure: OSError = OSError("no address")
        for address in self.door.addresses(self.host, self.port or self.default_port, seconds):
            try:
                sock = socket.create_connection((address, self.port or self.default_port), seconds)
            except OSError as error:
                failure = error
                continue
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            return sock
        if isinstance(failure, TimeoutError):
            raise ConnectTimeoutError(self, "The host did not answer in time.") from failure
        raise NewConnectionError(self, str(failure)) from failure

    def response_class(self, sock: socket.socket, *arguments: Any, **named: Any) -> HTTPResponse:  # type: ignore[override]
        response = HTTPResponse(sock, *arguments, **named)
        seconds = self.timeout if isinstance(self.timeout, int | float) else 60.0
        raw = response.fp.detach()
        response.fp = io.BufferedReader(_TimedReads(raw, sock, seconds), _BUFFER_BYTES)
        return response


def guarded_pools(door: Door) -> dict[str, type[HTTPConnectionPool]]:
    """urllib3's pools by scheme, whose connections go through ``door``."""

    class Plain(_Guarded):
        pass

    class Encrypted(_Guarded, HTTPSConnection):
        pass

    class PlainPool(HTTPConnectionPool):
        ConnectionCls = Plain

    class EncryptedPool(HTTPSConnectionPool):
        ConnectionCls = Encrypted

    Plain.door = Encrypted.door = door
    return {"http": PlainPool, "https": EncryptedPool}
