"""Which pictures are in a file behind an address?

It is read in ranges, each a request within the guard's limits, so that its index may be at its end and a scan that goes
on need not begin anew.
"""

from __future__ import annotations

import io
import re
from collections.abc import Generator, Mapping

from workers.capture.hls.fetching import fetching
from workers.look.failure import CaptureFailed
from workers.net.client import Answer, HttpClient
from workers.net.deadline import time_limit
from workers.scan.recording.container import SNIFFED_BYTES, format_of, opened, shots, skip_to, skips
from workers.scan.recording.shot import Shot

_RANGE_BYTES = 4 * 1024 * 1024
_FIRST_BYTES = 128 * 1024
RANGE_SECONDS = 30.0
"""For one request and its answer."""
_TRIES = 3
_CONTENT_RANGE = re.compile(r"bytes (\d{1,15})-\d{1,15}/(\d{1,15})$")


class RemoteFile:
    """Raises ``CaptureFailed`` when it cannot be opened."""

    def __init__(self, client: HttpClient, url: str, headers: Mapping[str, str]) -> None:
        self._file = _Ranges(client, url, headers)
        self._format = format_of(self._file.read(SNIFFED_BYTES))
        self._file.seek(0)
        with opened(self._file, self._format) as source:
            self.seconds = source.seconds
        self.skips = skips(self._format)

    def shots(self, after: float) -> Generator[Shot]:
        self._file.seek(0)
        with opened(self._file, self._format) as source:
            skip_to(source, after)
            yield from shots(source, after)


class _Ranges:
    """A file that libav may read from anywhere; the last range is kept."""

    def __init__(self, client: HttpClient, url: str, headers: Mapping[str, str]) -> None:
        self._client, self._url, self._headers = client, url, headers
        self._at, self._start, self._kept = 0, 0, b""
        self._size = self._fetch(0, _FIRST_BYTES)

    def read(self, length: int) -> bytes:
        """Raises ``CaptureFailed``, which libav passes on to its caller."""
        offset = self._at - self._start
        if not 0 <= offset < len(self._kept):
            if self._at >= self._size:
                return b""
            self._fetch(self._at, _RANGE_BYTES)
            offset = 0
        piece = self._kept[offset : offset + length]
        self._at += len(piece)
        return piece

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        origin = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._size}[whence]
        self._at = max(0, origin + offset)
        return self._at

    def tell(self) -> int:
        return self._at

    def _fetch(self, start: int, length: int) -> int:
        """Keeps the bytes from ``start`` on; the size of the whole file. A request that fails is made again."""
        for left in reversed(range(_TRIES)):
            try:
                with fetching("video"), time_limit(RANGE_SECONDS):
                    return self._request(start, length)
            except CaptureFailed as failure:
                if not left or failure.state not in ("timeout", "error"):
                    raise
        raise AssertionError

    def _request(self, start: int, length: int) -> int:
        wanted = {"Range": f"bytes={start}-{start + length - 1}"}
        with self._client.get(self._url, {**self._headers, **wanted}) as answer:
            size = _size(answer, start)
            self._start, self._kept = start, b"".join(answer.chunks(length))
        return size


def _size(answer: Answer, start: int) -> int:
    if answer.status != 206:
        raise CaptureFailed("refused", "The server ignores byte ranges: download the file first.")
    found = _CONTENT_RANGE.match(answer.header("content-range"))
    if not found or int(found[1]) != start:
        raise CaptureFailed("error", "The server sent a different range than requested.")
    return int(found[2])
