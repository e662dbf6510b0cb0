"""Which picture does a playlist show now?

A segment that is listed is not always there: the newest may answer 404 until a cache has it, be cut short, or begin
without a keyframe. The one before it is as good, a segment older.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, replace

from av.video.frame import VideoFrame

from workers.capture.camera import Camera
from workers.capture.dates import broadcast_at, note_dates
from workers.capture.frozen import note_newest
from workers.capture.hls.fetching import fetching
from workers.capture.hls.records import MediaPlaylist, Segment
from workers.capture.memory import Memory, Source
from workers.capture.video.buffer import SegmentBuffer
from workers.capture.video.decode import luma
from workers.capture.video.first import Seen, first_picture
from workers.counts.timings import Timings
from workers.look.failure import CaptureFailed
from workers.look.look import Gray
from workers.net.deadline import seconds_left, time_limit

MAX_TRIES = 4
"""Segments that one look tries."""
_MAX_SEGMENTS_READ = 2
"""All tries together read no more than this many whole segments."""
_SPARE = 1.25


@dataclass(frozen=True, slots=True)
class Picture:
    frame: VideoFrame
    luma: Gray
    captured_at: float


@dataclass(frozen=True, slots=True)
class _Attempt:
    """What every segment of one look is read with."""

    camera: Camera
    headers: Mapping[str, str]
    likely_bytes: int
    timings: Timings
    began: float
    """By ``time.monotonic``."""


def picture_of_playlist(
    source: Source, playlist: MediaPlaylist, memory: Memory, camera: Camera, timings: Timings
) -> tuple[Picture, Memory]:
    """The newest picture, and what to remember. Raises ``CaptureFailed``."""
    fetched_at = camera.clock()
    _programme(playlist)
    memory = note_newest(replace(memory, source=source), playlist, fetched_at)
    memory = note_dates(memory, playlist, fetched_at)
    segment, seen = _newest_readable(playlist, source.headers, memory.likely_bytes, camera, timings)
    shown_at = broadcast_at(memory, playlist, segment, fetched_at) + seen.offset_seconds
    return (
        Picture(seen.frame, luma(seen.frame), shown_at),
        replace(memory, likely_bytes=round(seen.ends_at * _SPARE)),
    )


def _newest_readable(
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
    segments, failures, read_before = _programme(playlist)[:MAX_TRIES], [], timings.bytes
    for place, segment in enumerate(segments, 1):
        bytes_left = camera.limits.segment_bytes * _MAX_SEGMENTS_READ + read_before - timings.bytes
        try:
            with fetching("segment"), time_limit(_share(place == len(segments))):
                return segment, _picture_of(segment, attempt, bytes_left)
        except CaptureFailed as failure:
            failures.append(failure)
    raise failures[0]


def _programme(playlist: MediaPlaylist) -> list[Segment]:
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
