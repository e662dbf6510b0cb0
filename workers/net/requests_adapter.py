"""How does streamlink obey the URL guard and the deadline?"""

from __future__ import annotations

import socket
import ssl
from http.client import HTTPResponse
from typing import Any

from requests import PreparedRequest, Response
from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import ConnectTimeoutError, NewConnectionError
from urllib3.util.ssl_ import create_urllib3_context

from scoreboard.addresses.connection import Count, connect, limited_response, seconds_until
from workers.net.deadline import request_ends_at, seconds_left, time_limit
from workers.net.denials import note_failure, note_status
from workers.net.failure import FetchFailed
from workers.net.guarding import Guard

ANSWER_SECONDS = 4.0
_ANSWER_BYTES = 4 * 1024 * 1024
_STREAM_BYTES = 16 * 1024 * 1024
"""Of a response that a plugin reads as it arrives: twice what a look takes."""


class GuardedAdapter(HTTPAdapter):
    """The transport of requests, through the same guard and within the same limits as our own."""

    def __init__(self, guard: Guard, context: ssl.SSLContext | None = None) -> None:
        """``context``: TLS settings other than the usual ones; certifi's authorities are added to its own."""
        self._guard = guard
        super().__init__(pool_connections=16, pool_maxsize=8)
        self.poolmanager.pool_classes_by_scheme = _guarded_pools(guard)
        context = context or create_urllib3_context()
        context.load_default_certs()
        self.poolmanager.connection_pool_kw["ssl_context"] = context

    def send(
        self, request: PreparedRequest, stream: bool = False, *arguments: Any, **named: Any
    ) -> Response:
        named["proxies"] = None  # a proxy would look the host up past the guard
        try:
            self._guard.check(request.url or "")
            with time_limit(ANSWER_SECONDS):
                named["timeout"] = seconds_left()
                response = super().send(request, True, *arguments, **named)
                if not stream:
                    response._content = _body(response)
        except Exception as error:
            note_failure(error)
            raise
        note_status(response.status_code, b"" if stream else response.content)
        return response


def _body(response: Response) -> bytes:
    body = bytearray()
    for chunk in response.iter_content(32 * 1024):
        body += chunk
        if len(body) > _ANSWER_BYTES:
            response.close()
            raise FetchFailed("refused", "The response is too large.")
    return bytes(body)


def _counter(bytes_left: int) -> Count:
    def count(size: int) -> None:
        nonlocal bytes_left
        bytes_left -= size
        if bytes_left < 0:
            raise FetchFailed("refused", "The response is too large.")

    return count


class _Guarded(HTTPConnection):
    guard: Guard

    def _new_conn(self) -> socket.socket:
        try:
            ends_at = request_ends_at(ANSWER_SECONDS)
            port = self.port or self.default_port or 0
            sock = connect(self.guard.addresses, self.host, port, ends_at)
            sock.settimeout(seconds_until(ends_at))  # for the handshake
            return sock
        except TimeoutError as error:
            raise ConnectTimeoutError(self, "The host did not respond in time.") from error
        except OSError as error:
            raise NewConnectionError(self, str(error)) from error

    def response_class(self, sock: socket.socket, *arguments: Any, **named: Any) -> HTTPResponse:  # type: ignore[override]
        ends_at = request_ends_at(ANSWER_SECONDS)
        return limited_response(sock, ends_at, *arguments, count=_counter(_STREAM_BYTES), **named)


def _guarded_pools(guard: Guard) -> dict[str, type[HTTPConnectionPool]]:
    """urllib3's pools by scheme, whose connections go through ``guard``."""

    class Plain(_Guarded):
        pass

    class Encrypted(_Guarded, HTTPSConnection):
        pass

    class PlainPool(HTTPConnectionPool):
        ConnectionCls = Plain

    class EncryptedPool(HTTPSConnectionPool):
        ConnectionCls = Encrypted

    Plain.guard = Encrypted.guard = guard
    return {"http": PlainPool, "https": EncryptedPool}
