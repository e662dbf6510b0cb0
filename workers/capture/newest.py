"""Which of the newest segments gives a picture?

A segment that is listed is not always there: the newest may answer 404 until a cache has it, be cut short, or begin
without a keyframe. The one before it is as good, a segment older.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass

from workers.capture.camera import Camera
from workers.capture.hls.fetching import fetching
from workers.capture.hls.records import MediaPlaylist, Segment
from workers.capture.video.buffer import SegmentBuffer
from workers.capture.video.first import Seen, first_picture
from workers.counts.timings import Timings
from workers.look.failure import CaptureFailed
from workers.net.deadline import seconds_left, time_limit

MAX_TRIES = 4
_MAX_SEGMENTS_READ = 2
"""All tries together read no more than this many whole segments."""


@dataclass(frozen=True, slots=True)
class _Attempt:
    """What every segment of one look is read with."""

    camera: Camera
    headers: Mapping[str, str]
    likely_bytes: int
    timings: Timings
    began: float
    """By ``time.monotonic``."""


def picture_of_newest(
    playlist: MediaPlaylist,
    headers: Mapping[str, str],
    likely_bytes: int,
    camera: Camera,
    timings: Timings,
) -> tuple[Segment, Seen]:
    """The newest segment that is not an ad and can be read, and its first picture.

    ``likely_bytes`` is what a keyframe took last time. Raises ``CaptureFailed``: offline, ad, or the way in which the
    newest segment failed.
    """
    attempt = _Attempt(camera, headers, likely_bytes, timings, time.monotonic())
    segments, failures, read_before = programme(playlist)[:MAX_TRIES], [], timings.bytes
    for place, segment in enumerate(segments, 1):
        bytes_left = camera.limits.segment_bytes * _MAX_SEGMENTS_READ + read_before - timings.bytes
        try:
            with fetching("segment"), time_limit(_share(place == len(segments))):
                return segment, _picture_of(segment, attempt, bytes_left)
        except CaptureFailed as failure:
            failures.append(failure)
    raise failures[0]


def programme(playlist: MediaPlaylist) -> list[Segment]:
    """The segments that are not ads, the newest first. Raises ``CaptureFailed`` (offline, ad)."""
    if playlist.ended:
        raise CaptureFailed("offline", "The stream has ended.")
    if not playlist.newest:
        raise CaptureFailed("offline", "The stream has no video yet.")
    found = [segment for segment in reversed(playlist.newest) if not segment.ad]
    if not found:
        raise CaptureFailed("ad", "The stream is showing an ad.")
    return found


def _share(last: bool) -> float:
    """Seconds for one segment: half of what is left, so that a slow one leaves time for the one before it."""
    return seconds_left() if last else seconds_left() / 2


def _picture_of(segment: Segment, attempt: _Attempt, max_bytes: int) -> Seen:
    try:
        return _read(segment, attempt, max_bytes)
    except CaptureFailed:
        if not attempt.camera.segments.forget_keys(segment, attempt.began):
            raise
    return _read(segment, attempt, max_bytes)


def _read(segment: Segment, attempt: _Attempt, max_bytes: int) -> Seen:
    segments, timings = attempt.camera.segments, attempt.timings
    limit = min(attempt.camera.limits.segment_bytes, max_bytes)
    with closing(segments.chunks(segment, attempt.headers, attempt.likely_bytes)) as chunks:
        buffer, head = SegmentBuffer(chunks, limit), b""
        try:
            with timings.step("fetch"):
                head = segments.head(segment, attempt.headers)
            return first_picture(head, buffer, timings)
        finally:
            timings.bytes += len(head) + len(buffer.data)
