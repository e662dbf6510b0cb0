"""What is the first picture of a segment?"""

from __future__ import annotations

from collections.abc import Generator, Iterator
from contextlib import closing
from dataclasses import dataclass

from av.video.frame import VideoFrame

from workers.capture.video import demux, mp4, mpegts
from workers.capture.video.buffer import SegmentBuffer
from workers.capture.video.decode import Keyframe, decode
from workers.counts.timings import Timings
from workers.look.failure import CaptureFailed
from workers.net.deadline import seconds_left

_MAX_KEYFRAMES = 8
_SNIFFED_BYTES = 4096
_BLOCK_BYTES = 16
"""Of a cipher: the last block comes with the next chunk."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A decoded picture and its place in the segment."""

    frame: VideoFrame
    offset_seconds: float
    """After the segment's first picture."""
    ends_at: int
    """How many bytes of the segment it took."""
    keyframe: Keyframe
    """That it was decoded from, or that decoding began with."""


def first_picture(head: bytes, buffer: SegmentBuffer, timings: Timings) -> Seen:
    """The first whole picture; ``head`` is the initialization section, else empty.

    Raises ``CaptureFailed`` (no-video, unreadable, refused).
    """
    with timings.step("fetch"):
        keyframes = keyframes_of(head, buffer)
    with closing(keyframes):
        seen, tried = _first_of(keyframes, timings)
    if seen:
        return seen
    if tried:
        raise CaptureFailed("unreadable", "The segment's keyframe is damaged or incomplete.")
    raise CaptureFailed("unreadable", "The segment has no keyframe.")


def begun(head: bytes, buffer: SegmentBuffer, most_bytes: int) -> Keyframe | None:
    """The first picture if it is a keyframe; of a transport stream, whose packets are counted, as far as it has come.

    Of others all of it, since only the end of a picture in MP4 tells that nothing is missing in it. At least
    ``most_bytes`` of the segment are fetched; ``buffer`` keeps what has come. Raises ``CaptureFailed``.
    """
    aligned = mpegts.alignment(head or buffer.piece(0, _SNIFFED_BYTES))
    if aligned:
        buffer.piece(0, most_bytes - _BLOCK_BYTES)
        return None if head else mpegts.begun(buffer, aligned)
    with closing(keyframes_of(head, buffer)) as keyframes:
        return next(keyframes, None)


def keyframes_of(head: bytes, buffer: SegmentBuffer) -> Generator[Keyframe]:
    """By the first bytes: the formats of HLS are taken apart here, others by libav.

    Raises ``CaptureFailed`` (no-video, unreadable, refused), now or on the way.
    """
    start = head or buffer.piece(0, _SNIFFED_BYTES)
    if mp4.is_mp4(start):
        return mp4.keyframes(head, buffer)
    if aligned := mpegts.alignment(start):
        return mpegts.keyframes(head, buffer, aligned)
    return demux.keyframes(demux.format_of(start), buffer)


def _first_of(keyframes: Iterator[Keyframe], timings: Timings) -> tuple[Seen | None, int]:
    """The first picture of these, and how many keyframes were tried for it."""
    for tried in range(_MAX_KEYFRAMES):
        with timings.step("fetch"):
            keyframe = next(keyframes, None)
        if keyframe is None:
            return None, tried
        seconds_left()
        with timings.step("decode"):
            found = decode(keyframe)
        if found:
            frame, picture = found
            return Seen(frame, picture.offset_seconds, picture.ends_at, keyframe), tried + 1
    return None, _MAX_KEYFRAMES
