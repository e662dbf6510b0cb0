"""How are no more bytes of a segment fetched than its first keyframe takes?

In ranges: an answer that is read to its end keeps its connection, one cut off half way costs a new one.
"""

from __future__ import annotations

import re
from collections.abc import Generator, Iterator, Mapping

from Crypto.Cipher import AES

from workers.capture.hls.records import Cipher, Segment, Span
from workers.look.failure import CaptureFailed
from workers.net.client import Answer, HttpClient

FIRST_BYTES = 160 * 1024
_NEXT_BYTES = 128 * 1024
_SMALL_FILE_BYTES = 1024 * 1024
_KEY_BYTES = 16
_BLOCK_BYTES = 16
_KEPT_FILES = 500
_CLEAR_HEADS = (b"ftyp", b"moov", b"styp", b"free", b"sidx")
"""The boxes that a head may begin with: some packagers encrypt the segments alone."""
_CONTENT_RANGE = re.compile(r"bytes (\d{1,15})-\d{1,15}/(\d{1,15}|\*)$")


class Segments:
    """Fetches segments; keeps the small files many of them share: keys and heads."""

    def __init__(self, client: HttpClient) -> None:
        self._client = client
        self._kept: dict[tuple[str, Span], bytes] = {}

    def chunks(
        self, segment: Segment, headers: Mapping[str, str], likely_bytes: int = 0
    ) -> Generator[bytes]:
        """The segment's bytes as they come, deciphered; the first request asks for ``likely_bytes``."""
        chunks = self._ranges(segment.url, segment.span, headers, likely_bytes or FIRST_BYTES)
        if not segment.cipher:
            return chunks
        return _deciphered(chunks, self._key(segment.cipher, headers), _iv(segment))

    def head(self, segment: Segment, headers: Mapping[str, str]) -> bytes:
        """fMP4: the description of the tracks, deciphered; empty where there is none."""
        if not segment.head:
            return b""
        head = self._small_file(*segment.head, headers)
        if not segment.head_cipher or head[4:8] in _CLEAR_HEADS:
            return head
        key, vector = self._key(segment.head_cipher, headers), segment.head_cipher.iv
        return b"".join(_deciphered(iter([head]), key, vector or _number_as_vector(segment)))

    def _key(self, cipher: Cipher, headers: Mapping[str, str]) -> bytes:
        if cipher.method != "AES-128":
            raise CaptureFailed("unreadable", "The stream is encrypted in a way that is not read.")
        key = self._small_file(cipher.url, Span(0, None), headers)
        if len(key) != _KEY_BYTES:
            raise CaptureFailed("unreadable", "The stream's key is no key.")
        return key

    def _small_file(self, url: str, span: Span, headers: Mapping[str, str]) -> bytes:
        found = self._kept.get((url, span))
        if found is None:
            parts, size = [], 0
            for chunk in self._ranges(url, span, headers, span.length or _SMALL_FILE_BYTES):
                parts.append(chunk)
                size += len(chunk)
                if size > _SMALL_FILE_BYTES:
                    raise CaptureFailed("refused", "The head of the stream is too large.")
            found = b"".join(parts)
            if len(self._kept) >= _KEPT_FILES:
                self._kept.clear()
            self._kept[url, span] = found
        return found

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
                piece = b"".join(answer.chunks())
            yield piece
            at, want = at + len(piece), _NEXT_BYTES
            if not piece or (size is not None and at >= size) or (size is None and at <= last):
                return


def _from(answer: Answer, start: int, stop: int | None) -> Iterator[bytes]:
    """The asked-for part of an answer that came as a whole."""
    at = 0
    for chunk in answer.chunks():
        wanted = chunk[max(0, start - at) : None if stop is None else max(0, stop - at)]
        at += len(chunk)
        if wanted:
            yield wanted
        if stop is not None and at >= stop:
            return


def _size(answer: Answer, start: int) -> int | None:
    """Of the whole file, when the server says it."""
    found = _CONTENT_RANGE.match(answer.header("content-range"))
    if not found or int(found[1]) != start:
        raise CaptureFailed("error", "The server sent another part than was asked for.")
    return None if found[2] == "*" else int(found[2])


def _iv(segment: Segment) -> bytes:
    assert segment.cipher
    return segment.cipher.iv or _number_as_vector(segment)


def _number_as_vector(segment: Segment) -> bytes:
    """Where no IV is given (RFC 8216, 5.2)."""
    return segment.number.to_bytes(_BLOCK_BYTES, "big")


def _deciphered(chunks: Iterator[bytes], key: bytes, iv: bytes) -> Generator[bytes]:
    """The padding of the last block stays: what reads the segment stops before it."""
    cipher, rest = AES.new(key, AES.MODE_CBC, iv), b""
    for chunk in chunks:
        rest += chunk
        whole = len(rest) - len(rest) % _BLOCK_BYTES
        yield cipher.decrypt(rest[:whole])
        rest = rest[whole:]
