"""Which bytes of a segment have come so far?"""

from __future__ import annotations

from collections.abc import Iterator

from workers.look.failure import CaptureFailed


class SegmentBuffer:
    """Bytes that are fetched as they are needed, and kept."""

    def __init__(self, chunks: Iterator[bytes], max_bytes: int) -> None:
        self.data = bytearray()
        self._chunks = chunks
        self._most_bytes = max_bytes

    def more(self) -> bool:
        """Fetch the next chunk; false at the end. Refused beyond the limit."""
        chunk = next(self._chunks, b"")
        self.data += chunk
        if len(self.data) > self._most_bytes:
            raise CaptureFailed(
                "refused", "No picture in the part of the segment that may be read."
            )
        return bool(chunk)

    def up_to(self, length: int) -> bytearray:
        """The first ``length`` bytes, or fewer at the end."""
        while len(self.data) < length and self.more():
            pass
        return self.data[:length]


class TapeFile:
    """A buffer as the file that libav reads."""

    def __init__(self, head: bytes, buffer: SegmentBuffer) -> None:
        self._head = head
        self._tape = buffer
        self._at = 0

    def read(self, length: int) -> bytes:
        start = self._at
        if start < len(self._head):
            piece = self._head[start : start + length]
        else:
            start -= len(self._head)
            if len(self._tape.data) <= start:
                self._tape.more()
            piece = bytes(self._tape.data[start : start + length])
        self._at += len(piece)
        return piece
