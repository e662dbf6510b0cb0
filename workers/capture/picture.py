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
from workers.capture.video.first import Seen, begun, first_picture
from workers.capture.video.rows.seen import SeenRows, seen_rows
from workers.capture.video.rows.trial import agrees
from workers.counts.timings import Timings
from workers.look.extent import Extent, Known, with_bytes, with_check, with_outcome
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
    """Its brightness; the upper rows alone where no more was needed."""
    captured_at: float
    seen: Seen | None = None
    """What a whole picture was decoded from, where that was a segment."""

    @property
    def is_whole(self) -> bool:
        return len(self.luma) == self.frame.height


@dataclass(frozen=True, slots=True)
class _Attempt:
    """What every segment of one look is read with."""

    camera: Camera
    headers: Mapping[str, str]
    likely_bytes: int
    """Of a whole picture."""
    extent: Extent | None
    """``None``: the whole picture."""
    timings: Timings
    began: float
    """By ``time.monotonic``."""


@dataclass(frozen=True, slots=True)
class _Read:
    """What was decoded of one segment."""

    rows: SeenRows | None
    """Its upper rows alone, even where they were not enough."""
    whole: Seen | None
    """Where they were not wanted, or not enough."""

    @property
    def offset_seconds(self) -> float:
        seen = self.whole or self.rows
        return seen.offset_seconds if seen else 0.0


def picture_of_playlist(
    source: Source,
    playlist: MediaPlaylist,
    memory: Memory,
    camera: Camera,
    timings: Timings,
    extent: Extent | None = None,
) -> tuple[Picture, Memory]:
    """The newest picture, all of it or as much as ``extent`` names, and what to remember. Raises ``CaptureFailed``."""
    fetched_at = camera.clock()
    _programme(playlist)
    if memory.source is None or memory.source.url != source.url:
        memory, extent = replace(memory, known=memory.known.elsewhere()), None
    memory = note_newest(replace(memory, source=source), playlist, fetched_at)
    memory = note_dates(memory, playlist, fetched_at)
    attempt = _Attempt(
        camera, source.headers, memory.likely_bytes, extent, timings, time.monotonic()
    )
    segment, read = _newest_readable(playlist, attempt)
    shown_at = broadcast_at(memory, playlist, segment, fetched_at) + read.offset_seconds
    memory = replace(memory, known=_with_rows(memory.known, read, extent, camera.clock()))
    if read.whole:
        memory = replace(memory, likely_bytes=round(read.whole.ends_at * _SPARE))
    return _shown(read, shown_at), memory


def _shown(read: _Read, shown_at: float) -> Picture:
    if read.whole:
        return Picture(read.whole.frame, luma(read.whole.frame), shown_at, read.whole)
    assert read.rows
    upper = read.rows.upper
    return Picture(upper.frame, luma(upper.frame)[: upper.rows], shown_at)


def _with_rows(known: Known, read: _Read, extent: Extent | None, now: float) -> Known:
    if extent is None:
        return known
    if read.rows:
        known = with_bytes(known, extent.rows, read.rows.bytes_for(extent.rows))
    return with_outcome(known, read.whole is None, now)


def compared(known: Known, whole: Seen, wanted: Extent, now: float) -> Known:
    """What is known once the rows of a whole picture have been decoded alone and compared with it."""
    rows = seen_rows(whole.keyframe, wanted.bytes)
    if rows is None:
        return replace(known, checked_at=now)
    known = with_bytes(known, wanted.rows, rows.bytes_for(wanted.rows))
    if not agrees(rows.upper, luma(whole.frame)):
        return with_check(known, False, now)
    return with_check(known, True, now) if rows.upper.rows else known


def _newest_readable(playlist: MediaPlaylist, attempt: _Attempt) -> tuple[Segment, _Read]:
    """The newest segment that is not an ad and can be read, and its first picture.

    Raises ``CaptureFailed``: offline, ad, or the way in which the newest segment failed.
    """
    camera, timings = attempt.camera, attempt.timings
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


def _picture_of(segment: Segment, attempt: _Attempt, max_bytes: int) -> _Read:
    try:
        return _read(segment, attempt, max_bytes)
    except CaptureFailed:
        if not attempt.camera.segments.forget_keys(segment, attempt.began):
            raise
    return _read(segment, attempt, max_bytes)


def _read(segment: Segment, attempt: _Attempt, max_bytes: int) -> _Read:
    segments, timings = attempt.camera.segments, attempt.timings
    limit = min(attempt.camera.limits.segment_bytes, max_bytes)
    likely_bytes = attempt.likely_bytes
    if attempt.extent and not segment.head:  # with one it is MP4, of which all is needed
        likely_bytes = attempt.extent.bytes
    with closing(segments.chunks(segment, attempt.headers, likely_bytes)) as chunks:
        buffer, head = SegmentBuffer(chunks, limit), b""
        try:
            with timings.step("fetch"):
                head = segments.head(segment, attempt.headers)
            return _decoded(head, buffer, attempt)
        finally:
            timings.bytes += len(head) + len(buffer.data)


def _decoded(head: bytes, buffer: SegmentBuffer, attempt: _Attempt) -> _Read:
    rows = _rows(head, buffer, attempt.extent, attempt.timings) if attempt.extent else None
    if rows and attempt.extent:
        upper = rows.upper
        if attempt.extent.fits(luma(upper.frame)[: upper.rows], upper.frame.height):
            return _Read(rows, None)
    return _Read(rows, first_picture(head, buffer, attempt.timings))


def _rows(head: bytes, buffer: SegmentBuffer, extent: Extent, timings: Timings) -> SeenRows | None:
    with timings.step("fetch"):
        keyframe = begun(head, buffer, extent.bytes)
    with timings.step("decode"):
        return seen_rows(keyframe, extent.bytes) if keyframe else None
