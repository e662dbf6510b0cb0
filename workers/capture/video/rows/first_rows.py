"""What do the upper rows of a segment's first picture show?"""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass

from workers.capture.video import mpegts
from workers.capture.video.buffer import SegmentBuffer
from workers.capture.video.decode import Keyframe
from workers.capture.video.first import SNIFFED_BYTES, keyframes_of
from workers.capture.video.rows.upper import Upper, decode_upper
from workers.counts.timings import Timings

_BLOCK_BYTES = 16
"""Of a cipher: the last block comes with the next chunk."""


@dataclass(frozen=True, slots=True)
class SeenRows:
    """A picture that was decoded as far as is wanted, or as far as its bytes go."""

    upper: Upper
    offset_seconds: float
    """After the segment's first picture."""
    share: float
    """How many bytes of the segment one byte of the picture takes."""

    def bytes_for(self, rows: int) -> int:
        """Of the segment, about, until ``rows`` of the picture are sure."""
        return round(self.upper.bytes_for(rows) * self.share)


def first_rows(
    head: bytes, buffer: SegmentBuffer, most_bytes: int, timings: Timings
) -> SeenRows | None:
    """From ``most_bytes`` of the segment; ``head`` is the initialization section, else empty.

    ``None`` where only the whole picture can be read; ``buffer`` keeps what has come. Raises ``CaptureFailed``.
    """
    with timings.step("fetch"):
        keyframe = _begun(head, buffer, most_bytes)
    if keyframe is None:
        return None
    with timings.step("decode"):
        return rows_of(keyframe, most_bytes)


def rows_of(keyframe: Keyframe, most_bytes: int) -> SeenRows | None:
    """As ``first_rows``, of a picture that is at hand."""
    picture = keyframe.picture
    share = max(1.0, picture.ends_at / max(1, len(picture.data)))
    upper = decode_upper(keyframe, round(most_bytes / share))
    return SeenRows(upper, picture.offset_seconds, share) if upper else None


def _begun(head: bytes, buffer: SegmentBuffer, most_bytes: int) -> Keyframe | None:
    """The first picture; of a transport stream, whose packets are counted, as far as it has come.

    Only the end of a picture in MP4 tells that nothing is missing in it.
    """
    aligned = mpegts.alignment(head or buffer.piece(0, SNIFFED_BYTES))
    if aligned:
        buffer.piece(0, most_bytes - _BLOCK_BYTES)
        return None if head else mpegts.begun(buffer, aligned)
    with closing(keyframes_of(head, buffer)) as keyframes:
        return next(keyframes, None)
