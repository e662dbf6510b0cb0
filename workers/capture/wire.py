"""How is something fetched from a stranger within limits of time and size?"""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from urllib.parse import urljoin, urlsplit

from urllib3 import PoolManager, Timeout
from urllib3.exceptions import (
    ConnectTimeoutError,
    EmptyPoolError,
    HTTPError,
    LocationValueError,
    NewConnectionError,
    ProtocolError,
    ReadTimeoutError,
)
from urllib3.response import BaseHTTPResponse

from workers.capture.connection import guarded_pools
from workers.capture.deadline import seconds_left
from workers.capture.door import Door
from workers.capture.failure import CaptureFailed

_CHUNK_BYTES = 32 * 1024
_REDIRECTS = 5
_REDIRECT_STATUSES = (301, 302, 303, 307, 308)
_GONE_STATUSES = (401, 403, 404, 410, 451)
_PRIVATE_HEADERS = ("authorization", "cookie")
_AGENT = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


class Wire:
    """Kept-alive connections, a bounded number per host, that open no door they must not."""

    def __init__(self, door: Door, connect_seconds: float = 3.0, connections_per_host: int = 16) -> None:
        self.door = door
        self._connect_seconds = connect_seconds
        self._pools = PoolManager(num_pools=64, maxsize=connections_per_host, block=True, retries=False)
        self._pools.pool_classes_by_scheme = guarded_pools(door)

    @contextmanager
    def get(self, url: str, headers: Mapping[str, str] | None = None) -> Iterator[Answer]:
        """The answer at ``url`` after redirects. Raises ``CaptureFailed``, also when its body fails inside."""
        with _translated():
            answer = self._follow(url, {"User-Agent": _AGENT, "Accept-Encoding": "identity", **(headers or {})})
            with closing(answer):
                yield answer

    @contextmanager
    def send(self, method: str, url: str, headers: Mapping[str, str], body: str | None = None) -> Iterator[Answer]:
        """The answer whatever its status, no redirect followed. Raises ``CaptureFailed`` when none comes."""
        with _translated():
            answer = Answer(url, self._ask(method, self.door.check(url), headers, body))
            with closing(answer):
                yield answer

    def read(self, url: str, headers: Mapping[str, str] | None, most_bytes: int) -> tuple[str, bytes]:
        """Where ``url`` led, and the whole body; refused when it is larger than ``most_bytes``, also unpacked."""
        with self.get(url, {"Accept-Encoding": "gzip", **(headers or {})}) as answer:
            return answer.url, answer.body(most_bytes)

    def _follow(self, url: str, headers: dict[str, str]) -> Answer:
        for _ in range(_REDIRECTS + 1):
            response = self._ask("GET", self.door.check(url), headers)
            target = response.headers.get("location", "")
            if response.status not in _REDIRECT_STATUSES or not target:
                return Answer(url, _accepted(response))
            response.close()
            from_host, url = urlsplit(url).netloc, urljoin(url, target)
            if urlsplit(url).netloc != from_host:
                headers = {name: value for name, value in headers.items() if name.lower() not in _PRIVATE_HEADERS}
        raise CaptureFailed("error", "The address leads in circles.")

    def _ask(self, method: str, url: str, headers: Mapping[str, str], body: str | None = None,
             again: bool = True) -> BaseHTTPResponse:
        left = seconds_left()
        timeout = Timeout(connect=min(self._connect_seconds, left), read=left, total=left)
        try:
            return self._pools.urlopen(method, url, headers=headers, body=body, redirect=False, retries=False,
                                       timeout=timeout, preload_content=False, decode_content=False, pool_timeout=left)
        except ProtocolError:
            if not again:
                raise
            return self._ask(method, url, headers, body, again=False)  # a kept connection may have been closed just now


class Answer:
    """An answer whose body is still on its way."""

    def __init__(self, url: str, response: BaseHTTPResponse) -> None:
        self.url = url
        self.status = response.status
        self.headers = response.headers
        self._response = response

    def chunks(self) -> Iterator[bytes]:
        """The body as it comes, not unpacked."""
        while chunk := self._response.read(_CHUNK_BYTES):
            yield chunk

    def body(self, most_bytes: int) -> bytes:
        """The whole body, unpacked."""
        unpack = _unpacking(self.headers.get("content-encoding", ""))
        body = bytearray()
        for chunk in self.chunks():
            body += unpack.decompress(chunk, most_bytes + 1 - len(body)) if unpack else chunk
            if len(body) > most_bytes:
                raise CaptureFailed("refused", "The answer is too large.")
        return bytes(body)

    def close(self) -> None:
        """A body read to its end has given its connection back already; one left half way gives it up."""
        self._response.close()
        self._response.release_conn()


def _unpacking(encoding: str) -> _Inflater | None:
    if encoding.lower() in ("", "identity"):
        return None
    if encoding.lower() not in ("gzip", "x-gzip"):
        raise CaptureFailed("error", "The answer is packed in an unknown way.")
    return _Inflater()


class _Inflater:
    """gzip, whose garbage is an error of the stream."""

    def __init__(self) -> None:
        self._inflate = zlib.decompressobj(16 + zlib.MAX_WBITS)

    def decompress(self, chunk: bytes, most_bytes: int) -> bytes:
        try:
            return self._inflate.decompress(chunk, most_bytes)
        except zlib.error:
            raise CaptureFailed("error", "The answer could not be unpacked.") from None


def _accepted(response: BaseHTTPResponse) -> BaseHTTPResponse:
    if response.status in (200, 206):
        return response
    response.close()
    if response.status in _GONE_STATUSES:
        raise CaptureFailed("offline", f"The stream is not there (status {response.status}).")
    raise CaptureFailed("error", f"The stream's server answered with status {response.status}.")


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except (HTTPError, OSError) as error:
        raise _failure(error) from error


def _failure(error: HTTPError | OSError) -> CaptureFailed:
    if isinstance(error, NewConnectionError):
        return CaptureFailed("offline", "The host refused the connection.")
    if isinstance(error, ReadTimeoutError | ConnectTimeoutError | EmptyPoolError | TimeoutError):
        return CaptureFailed("timeout", "The stream did not answer in time.")
    if isinstance(error, LocationValueError):
        return CaptureFailed("refused", "The address is malformed.")
    return CaptureFailed("error", f"The connection broke ({type(error).__name__}).")
