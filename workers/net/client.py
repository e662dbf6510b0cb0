"""How is a stranger's URL fetched within limits of time and size?"""

from __future__ import annotations

import ssl
import zlib
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from http.client import HTTPException, HTTPResponse
from urllib.parse import quote, urljoin, urlsplit

from scoreboard.addresses.trust import refusal
from workers.net.cookies import note_cookies, with_cookies
from workers.net.deadline import request_ends_at, seconds_left
from workers.net.failure import FetchFailed, Kind
from workers.net.guarding import Guard
from workers.net.pool import Connection, Pool

_CHUNK_BYTES = 32 * 1024
_REDIRECTS = 5
_REDIRECT_STATUSES = (301, 302, 303, 307, 308)
_KINDS: dict[int, Kind] = {404: "gone", 410: "gone", 401: "denied", 403: "denied", 451: "denied"}
_PRIVATE_HEADERS = ("authorization", "cookie")
_SAFE_CHARACTERS = "%/:=&?~#+!$,;'@()*[]"
_AGENT = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


class HttpClient:
    """Kept-alive connections, a bounded number per host, that open no URL the guard refuses."""

    def __init__(
        self, guard: Guard, connect_seconds: float = 3.0, connections_per_host: int = 16
    ) -> None:
        self.guard = guard
        self._pool = Pool(guard.addresses, connect_seconds, connections_per_host)

    @contextmanager
    def get(self, url: str, headers: Mapping[str, str] | None = None) -> Iterator[Answer]:
        """The response at ``url`` after redirects. Raises ``FetchFailed``, also when its body fails inside."""
        with _translated():
            answer = self._follow(
                url, {"User-Agent": _AGENT, "Accept-Encoding": "identity", **(headers or {})}
            )
            with closing(answer):
                yield answer

    @contextmanager
    def send(
        self, method: str, url: str, headers: Mapping[str, str], body: str | None = None
    ) -> Iterator[Answer]:
        """The response whatever its status, no redirect followed. Raises ``FetchFailed`` when there is none."""
        with _translated(), closing(self._ask(method, url, headers, body)) as answer:
            yield answer

    def read(
        self, url: str, headers: Mapping[str, str] | None, max_bytes: int
    ) -> tuple[str, bytes]:
        """Where ``url`` led, and the whole body; refused if larger than ``max_bytes``, also when unpacked."""
        with self.get(url, {"Accept-Encoding": "gzip", **(headers or {})}) as answer:
            return answer.url, answer.body(max_bytes)

    @contextmanager
    def reading(
        self, url: str, headers: Mapping[str, str] | None, max_bytes: int
    ) -> Iterator[tuple[str, Iterator[bytes]]]:
        """As ``read``, but the body in pieces."""
        with self.get(url, {"Accept-Encoding": "gzip", **(headers or {})}) as answer:
            yield answer.url, answer.unpacked(max_bytes)

    def _follow(self, url: str, headers: dict[str, str]) -> Answer:
        for _ in range(_REDIRECTS + 1):
            answer = self._ask("GET", url, headers)
            target = answer.header("location")
            if answer.status not in _REDIRECT_STATUSES or not target:
                return _accepted(answer)
            answer.close()
            from_host, url = urlsplit(url).netloc, urljoin(url, target)
            if urlsplit(url).netloc != from_host:
                headers = {
                    name: value
                    for name, value in headers.items()
                    if name.lower() not in _PRIVATE_HEADERS
                }
        raise FetchFailed("error", "Too many redirects.")

    def _ask(
        self, method: str, url: str, headers: Mapping[str, str], body: str | None = None
    ) -> Answer:
        to, parts = self.guard.endpoint(url), urlsplit(url)
        host = (to.scheme, to.host, to.port)
        target = quote(
            (parts.path or "/") + (f"?{parts.query}" if parts.query else ""), _SAFE_CHARACTERS
        )
        while True:
            connection = self._pool.take(host, seconds_left())
            try:
                connection.limit(request_ends_at())
                connection.request(method, target, body, with_cookies(url, headers))
                response = connection.getresponse()
                note_cookies(url, response.headers.get_all("set-cookie"))
                return Answer(url, response, connection, self._pool)
            except BaseException as error:
                self._pool.give_back(connection, reusable=False)
                # The server may have closed a kept connection just now.
                if not (connection.used and isinstance(error, ConnectionError)):
                    raise


class Answer:
    """A response whose body has yet to be read."""

    def __init__(
        self, url: str, response: HTTPResponse, connection: Connection, pool: Pool
    ) -> None:
        self.url = url
        self.status = response.status
        self._response = response
        self._connection = connection
        self._pool = pool

    def header(self, name: str) -> str:
        return self._response.headers.get(name, "")

    def chunks(self, max_bytes: int) -> Iterator[bytes]:
        """The body as it arrives, not unpacked, and no more than ``max_bytes`` of it, whatever the headers say.

        The connection of a longer one is dropped rather than read on.
        """
        left = max_bytes
        while left > 0 and (chunk := self._response.read(min(left, _CHUNK_BYTES))):
            left -= len(chunk)
            yield chunk
        if left and self._response.length:
            raise FetchFailed("error", "The connection broke.")

    def body(self, max_bytes: int) -> bytes:
        """The whole body, unpacked."""
        return b"".join(self.unpacked(max_bytes))

    def unpacked(self, max_bytes: int) -> Iterator[bytes]:
        """The body as it arrives, unpacked, in pieces; refused if larger than ``max_bytes``, and read no further."""
        if (self._response.length or 0) > max_bytes:
            raise FetchFailed("refused", "The response is too large.")
        chunks, size = self.chunks(max_bytes + 1), 0
        encoding = self.header("content-encoding").lower()
        if encoding in ("gzip", "x-gzip"):
            chunks = _unpacked(chunks, max_bytes)
        elif encoding not in ("", "identity"):
            raise FetchFailed("error", "The response has an unknown content encoding.")
        for chunk in chunks:
            size += len(chunk)
            if size > max_bytes:
                raise FetchFailed("refused", "The response is too large.")
            yield chunk

    def close(self) -> None:
        """A connection whose response was read to its end is kept, any other is closed."""
        self._pool.give_back(
            self._connection, self._response.isclosed() and not self._response.will_close
        )
        self._response.close()


def _unpacked(chunks: Iterator[bytes], max_bytes: int) -> Iterator[bytes]:
    """From gzip (RFC 1952), in pieces of at most ``_CHUNK_BYTES``, however well it is packed."""
    inflate, piece, packed_bytes = zlib.decompressobj(16 + zlib.MAX_WBITS), b"", 0
    for chunk in chunks:
        packed = chunk
        packed_bytes += len(chunk)
        try:
            while packed or piece:
                piece = inflate.decompress(packed, _CHUNK_BYTES)
                packed = inflate.unconsumed_tail
                if piece:
                    yield piece
        except zlib.error:
            raise FetchFailed("error", "The response could not be unpacked.") from None
    if packed_bytes > max_bytes:
        raise FetchFailed("refused", "The response is too large.")
    if packed_bytes and not inflate.eof:
        raise FetchFailed("error", "The connection broke.")


def _accepted(answer: Answer) -> Answer:
    if answer.status in (200, 206):
        return answer
    answer.close()
    raise FetchFailed(
        _KINDS.get(answer.status, "error"),
        f"The server returned status {answer.status}.",
        answer.status,
    )


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except TimeoutError:
        raise FetchFailed("timeout", "The stream did not respond in time.") from None
    except ConnectionRefusedError:
        raise FetchFailed("unreachable", "The host refused the connection.") from None
    except ssl.SSLError as error:
        raise FetchFailed("error", refusal(error)) from None
    except (HTTPException, OSError, ValueError) as error:
        raise FetchFailed("error", f"The connection broke ({type(error).__name__}).") from None
