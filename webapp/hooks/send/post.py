"""How is a request sent to a stranger's server, within limits of time and size?

To an address that the guard has checked, and to no other: redirects are answers like any other and are not followed.
"""

from __future__ import annotations

import contextlib
import ssl
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from typing import Any
from urllib.parse import quote, urlsplit

import certifi

from scoreboard.addresses.connection import connect, limited_response, seconds_until
from scoreboard.addresses.endpoint import Endpoint, UrlRefused, endpoint
from scoreboard.addresses.guard import AddressGuard, Unresolved
from scoreboard.addresses.trust import refusal, trusting

CONNECT_SECONDS = 5.0
MAX_ANSWER_BYTES = 4096
"""More of an answer is not read."""
_SAFE_CHARACTERS = "%/:=&?~+!$,;'@()*[]"


class NotSent(Exception):
    """The receiver cannot have the request; the sentence says why."""


class NoAnswer(Exception):
    """The receiver may have the request; the sentence says what is missing."""


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    headers: Mapping[str, str]
    """By name in lower case."""
    body: bytes
    """The first ``MAX_ANSWER_BYTES``, as far as they arrived in time."""


def post(
    url: str, headers: Mapping[str, str], body: bytes, guard: AddressGuard, seconds: float
) -> Answer:
    """What the server answers within ``seconds``, whatever its status. Raises ``NotSent`` and ``NoAnswer``."""
    ends_at, parts = time.monotonic() + seconds, urlsplit(url)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    connection: HTTPConnection | None = None
    try:
        with _not_sent():
            connection = _opened(endpoint(url), guard, ends_at)
        with _no_answer(seconds):
            connection.request("POST", quote(target, _SAFE_CHARACTERS), body, dict(headers))
            return _answer(connection.getresponse())
    finally:
        if connection:
            connection.close()


class _Connection(HTTPConnection):
    """The answer on it, the whole of it, arrives until ``ends_at`` of the monotonic clock."""

    ends_at = 0.0

    def response_class(self, sock: Any, *arguments: Any, **named: Any) -> HTTPResponse:  # type: ignore[override]
        sock.settimeout(seconds_until(self.ends_at))
        return limited_response(sock, self.ends_at, *arguments, **named)


class _Encrypted(_Connection):
    default_port = HTTPSConnection.default_port


def _opened(to: Endpoint, guard: AddressGuard, ends_at: float) -> HTTPConnection:
    connected_at = min(ends_at, time.monotonic() + CONNECT_SECONDS)
    seconds_until(ends_at)
    sock = connect(guard.addresses, to.host, to.port, connected_at)
    try:
        if to.scheme == "https":
            sock.settimeout(seconds_until(connected_at))
            sock = _trust().wrap_socket(sock, server_hostname=to.host)
        sock.settimeout(seconds_until(ends_at))
    except BaseException:
        sock.close()
        raise
    connection = (_Encrypted if to.scheme == "https" else _Connection)(to.host, to.port)
    connection.sock, connection.ends_at = sock, ends_at
    return connection


@cache
def _trust() -> ssl.SSLContext:
    return trusting(certifi.where())


def _answer(response: HTTPResponse) -> Answer:
    """The status decides: a body that does not arrive changes nothing."""
    body = b""
    with contextlib.suppress(OSError, HTTPException, ValueError):
        body = response.read(MAX_ANSWER_BYTES)
    headers = {name.lower(): value for name, value in response.headers.items()}
    return Answer(response.status, headers, body)


@contextlib.contextmanager
def _not_sent() -> Iterator[None]:
    try:
        yield
    except (UrlRefused, Unresolved) as failure:
        raise NotSent(str(failure)) from None
    except TimeoutError:
        raise NotSent("No connection could be made in time.") from None
    except ConnectionRefusedError:
        raise NotSent("The host refused the connection.") from None
    except ssl.SSLError as error:
        raise NotSent(refusal(error)) from None
    except OSError as error:
        raise NotSent(f"No connection could be made ({type(error).__name__}).") from None


@contextlib.contextmanager
def _no_answer(seconds: float) -> Iterator[None]:
    try:
        yield
    except TimeoutError:
        raise NoAnswer(f"No answer within {seconds:.0f} seconds.") from None
    except (HTTPException, OSError, ValueError) as error:
        raise NoAnswer(f"The connection broke before an answer ({type(error).__name__}).") from None
