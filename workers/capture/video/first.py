"""What is the first picture of a segment?"""

from __future__ import annotations

from dataclasses import dataclass

from av.video.frame import VideoFrame

from workers.capture.video import mp4, mpegts
from workers.capture.video.buffer import SegmentBuffer
from workers.capture.video.decode import decode, demux
from workers.capture.video.keyframe import Keyframe
from workers.capture.video.mpegts import PACKET_BYTES, is_transport
from workers.counts.timings import Timings


@dataclass(frozen=True, slots=True)
class Seen:
    """A decoded picture and its place in the segment."""

    frame: VideoFrame
    offset_seconds: float
    """After the segment's first picture."""
    ends_at: int
    """How many bytes of the segment it took."""


def first_picture(head: bytes, buffer: SegmentBuffer, timings: Timings) -> Seen:
    """The first whole picture; ``head`` is the initialization section of fMP4, else empty.

    Raises ``CaptureFailed`` (no-video, unreadable, refused).
    """
    with timings.step("fetch"):
        found = _first_keyframe(head, buffer)
    with timings.step("decode"):
        frame = decode(found) if found else None
        if found and frame is not None:
            return Seen(frame, found.offset_seconds, found.ends_at)
        frame, offset = demux(head, buffer)
        return Seen(frame, offset, len(buffer.data))


def _first_keyframe(head: bytes, buffer: SegmentBuffer) -> Keyframe | None:
    if head:
        return mp4.first_keyframe(head, buffer)
    return mpegts.first_keyframe(buffer) if is_transport(buffer.up_to(2 * PACKET_BYTES)) else None
