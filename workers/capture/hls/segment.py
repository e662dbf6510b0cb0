"""How is no more of a segment fetched than its first keyframe needs?

In ranges: an answer that is read to its end keeps its connection, one cut off half way costs a new one.
"""

from __future__ import annotations

import re
import time
from collections.abc import Generator, Iterator, Mapping
from typing import NamedTuple

from Crypto.Cipher import AES
from Crypto.Util.Padding import unpad

from workers.capture.hls.fetching import fetching
from workers.capture.hls.records import Cipher, Segment, Span
from workers.look.failure import CaptureFailed
from workers.net.client import Answer, HttpClient

FIRST_BYTES = 160 * 1024
KEY_SECONDS = 300.0
"""A key is fetched again after this long, or when what it deciphers cannot be read."""
_NEXT_BYTES = 128 * 1024
_SMALL_FILE_BYTES = 1024 * 1024
_MAX_WHOLE_BYTES = 16 * 1024 * 1024
"""So much is read of a file whose server ignores ranges."""
_KEY_BYTES = 16
_BLOCK_BYTES = 16
_KEPT_KEYS = 500
_CLEAR_HEADS = (b"ftyp", b"moov", b"styp", b"free", b"sidx")
"""The boxes that an init section may begin with: some packagers encrypt the segments alone."""
_CONTENT_RANGE = re.compile(r"bytes (\d{1,15})-\d{1,15}/(\d{1,15}|\*)$")


class _Key(NamedTuple):
    key: bytes
    fetched_at: float
    """By ``time.monotonic``."""


class Segments:
    """Fetches segments and their init sections; keeps the keys that many of them share.

    A wrong key shows at once. An init section of another encoder does not (its picture decodes to the wrong size and
    passes), and one address may serve both in turn: so it is fetched with every look.
    """

    def __init__(self, client: HttpClient) -> None:
        self._client = client
        self._keys: dict[str, _Key] = {}

    def chunks(
        self, segment: Segment, headers: Mapping[str, str], likely_bytes: int = 0
    ) -> Generator[bytes]:
        """The segment's bytes as they arrive, deciphered; the first request is for ``likely_bytes``."""
        chunks = self._ranges(segment.url, segment.span, headers, likely_bytes or FIRST_BYTES)
        if not segment.cipher:
            return chunks
        return _deciphered(chunks, self._key(segment.cipher, headers), _iv(segment))

    def head(self, segment: Segment, headers: Mapping[str, str]) -> bytes:
        """fMP4: the init section; empty where there is none. Raises ``CaptureFailed``."""
        if not segment.head:
            return b""
        with fetching("head"):
            content = self._small_file(*segment.head, headers)
        cipher = segment.head_cipher
        if not cipher or content[4:8] in _CLEAR_HEADS:
            return content
        chunks = _deciphered([content], self._key(cipher, headers), cipher.iv or bytes(16))
        return _unpadded(b"".join(chunks))

    def forget_keys(self, segment: Segment, since: float) -> bool:
        """Drop the keys of ``segment`` fetched before ``since`` (monotonic); whether there were any."""
        urls = {cipher.url for cipher in (segment.cipher, segment.head_cipher) if cipher}
        stale = [url for url in urls if (kept := self._keys.get(url)) and kept.fetched_at < since]
        for url in stale:
            self._keys.pop(url, None)
        return bool(stale)

    def _key(self, cipher: Cipher, headers: Mapping[str, str]) -> bytes:
        if cipher.method != "AES-128":
            raise CaptureFailed("unreadable", "The stream's encryption method is not supported.")
        kept, now = self._keys.get(cipher.url), time.monotonic()
        if kept and now - kept.fetched_at < KEY_SECONDS:
            return kept.key
        with fetching("key"):
            key = self._small_file(cipher.url, Span(), headers)
        if len(key) != _KEY_BYTES:
            raise CaptureFailed("unreadable", "The stream's decryption key is invalid.")
        if len(self._keys) >= _KEPT_KEYS:
            self._keys.clear()
        self._keys[cipher.url] = _Key(key, now)
        return key

    def _small_file(self, url: str, span: Span, headers: Mapping[str, str]) -> bytes:
        content = bytearray()
        likely_bytes = min(span.length or _SMALL_FILE_BYTES, _SMALL_FILE_BYTES + 1)
        for chunk in self._ranges(url, span, headers, likely_bytes):
            content += chunk
            if len(content) > _SMALL_FILE_BYTES:
                raise CaptureFailed("refused", "The stream's init section or key is too large.")
        return bytes(content)

    def _ranges(
        self, url: str, span: Span, headers: Mapping[str, str], likely_bytes: int
    ) -> Generator[bytes]:
        at, stop, want = (
            span.start,
            (span.start + span.length if span.length is not None else None),
            likely_bytes,
        )
        while stop is None or at < stop:
            last = at + want - 1 if stop is None else min(at + want, stop) - 1
            with self._client.get(url, {**headers, "Range": f"bytes={at}-{last}"}) as answer:
                if answer.status != 206:
                    yield from _from(answer, at, stop)
                    return
                size = _size(answer, at)
                piece = b"".join(answer.chunks(last - at + 1))
            yield piece
            at, want = at + len(piece), _NEXT_BYTES
            if not piece or (size is not None and at >= size) or (size is None and at <= last):
                return


def _from(answer: Answer, start: int, stop: int | None) -> Iterator[bytes]:
    """The requested part of a file that was sent as a whole."""
    if start > _MAX_WHOLE_BYTES:
        raise CaptureFailed("refused", "The server ignores byte ranges.")
    at, end = 0, start + _MAX_WHOLE_BYTES
    for chunk in answer.chunks(end if stop is None else min(stop, end)):
        wanted = chunk[max(0, start - at) : None if stop is None else max(0, stop - at)]
        at += len(chunk)
        if wanted:
            yield wanted
        if stop is not None and at >= stop:
            return


def _size(answer: Answer, start: int) -> int | None:
    """Of the whole file, when the server gives it."""
    found = _CONTENT_RANGE.match(answer.header("content-range"))
    if not found or int(found[1]) != start:
        raise CaptureFailed("error", "The server sent a different range than requested.")
    return None if found[2] == "*" else int(found[2])


def _iv(segment: Segment) -> bytes:
    assert segment.cipher
    return segment.cipher.iv or segment.number.to_bytes(16, "big")


def _deciphered(chunks: Iterator[bytes] | list[bytes], key: bytes, iv: bytes) -> Generator[bytes]:
    """The padding of the last block stays: what reads the segment stops before it."""
    cipher, rest = AES.new(key, AES.MODE_CBC, iv), b""
    for chunk in chunks:
        rest += chunk
        whole = len(rest) - len(rest) % _BLOCK_BYTES
        yield cipher.decrypt(rest[:whole])
        rest = rest[whole:]


def _unpadded(content: bytes) -> bytes:
    try:
        return unpad(content, _BLOCK_BYTES)
    except ValueError:
        return content
