"""Which bytes of a segment have arrived so far?"""

from __future__ import annotations

from collections.abc import Iterator

from workers.look.failure import CaptureFailed
from workers.net.deadline import seconds_left


class SegmentBuffer:
    """Bytes that are fetched as they are needed, and kept."""

    def __init__(self, chunks: Iterator[bytes], max_bytes: int) -> None:
        self.data = bytearray()
        self._chunks = chunks
        self._max_bytes = max_bytes

    def more(self) -> bool:
        """Fetch the next chunk; false at the end.

        Raises ``CaptureFailed`` (refused) beyond the limit, ``FetchFailed`` (timeout) after the look's time.
        """
        seconds_left()
        chunk = next(self._chunks, b"")
        self.data += chunk
        if len(self.data) > self._max_bytes:
            raise CaptureFailed("refused", "No keyframe within the segment's size limit.")
        return bool(chunk)

    def piece(self, start: int, stop: int) -> bytes:
        """These bytes, or fewer at the end."""
        while len(self.data) < stop and self.more():
            pass
        return bytes(self.data[start:stop])


class BufferFile:
    """A buffer as the file that libav reads: forward only, and never past the look's deadline."""

    def __init__(self, buffer: SegmentBuffer) -> None:
        self._buffer = buffer
        self._at = 0

    def read(self, length: int) -> bytes:
        """Raises ``FetchFailed`` (timeout), which libav passes on to its caller."""
        seconds_left()
        start = self._at
        if len(self._buffer.data) <= start:
            self._buffer.more()
        piece = bytes(self._buffer.data[start : start + length])
        self._at += len(piece)
        return piece
