"""Which pictures are in a recording that is served as HLS?

Segment after segment, each fetched whole and taken apart as a look takes it (``workers.capture``), but to its end.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator, Mapping
from contextlib import closing

from workers.capture.hls.fetching import fetching
from workers.capture.hls.records import MediaPlaylist, Segment
from workers.capture.hls.segment import Segments
from workers.capture.video.buffer import SegmentBuffer
from workers.capture.video.decode import decode
from workers.capture.video.first import keyframes_of
from workers.look.failure import CaptureFailed
from workers.net.deadline import time_limit
from workers.scan.recording.shot import MIN_APART_SECONDS, Shot, is_due

SEGMENT_SECONDS = 30.0
"""For one segment to arrive."""
MAX_SEGMENT_BYTES = 64 * 1024 * 1024
MAX_FAILED = 5
"""So many segments in a row that cannot be fetched are the end."""
_TRIES = 2
_ASKED_BYTES = 16 * 1024 * 1024
_AD = CaptureFailed("ad", "The stream is showing an ad.")


class PlaylistRecording:
    """``playlist`` lists all of its segments."""

    skips = True

    def __init__(
        self, playlist: MediaPlaylist, segments: Segments, headers: Mapping[str, str]
    ) -> None:
        self._playlist, self._segments, self._headers = playlist, segments, headers
        self.seconds = sum(map(self._length, playlist.newest))

    def shots(self, after: float) -> Generator[Shot]:
        """What cannot be fetched is passed over; what was at the very end of it is not known to be missing."""
        last, missing, ends_at = after, list[Shot](), 0.0
        for segment in self._playlist.newest:
            begins_at, ends_at = ends_at, ends_at + self._length(segment)
            if ends_at <= after:
                continue
            try:
                for shot in self._of(segment, begins_at, last):
                    yield from missing
                    missing, last = [], shot.at
                    yield shot
            except CaptureFailed as failure:
                missing.append(Shot(max(begins_at, last), None, failure))
                if len(missing) >= MAX_FAILED:
                    raise
        if missing and missing[0].failure:
            raise missing[0].failure
        if not self._playlist.ended:
            sentence = "The stream is still live: only what its playlist lists was scanned."
            raise CaptureFailed("error", sentence)

    def _length(self, segment: Segment) -> float:
        """In seconds; one whose length makes no sense does not stand where the one before it does."""
        return segment.duration_seconds or self._playlist.target_seconds or MIN_APART_SECONDS

    def _of(self, segment: Segment, begins_at: float, last: float) -> Iterator[Shot]:
        if segment.ad:
            yield Shot(max(begins_at, last), None, _AD)
            return
        head, body = self._fetched(segment)
        buffer = SegmentBuffer(iter([body]), len(head) + MAX_SEGMENT_BYTES)
        for keyframe in keyframes_of(head, buffer):
            at = begins_at + keyframe.picture.offset_seconds
            if not is_due(at, last):
                continue
            last = at
            found = decode(keyframe)
            failure = CaptureFailed("unreadable", "The keyframe is damaged or incomplete.")
            yield Shot(at, found[0]) if found else Shot(at, None, failure)

    def _fetched(self, segment: Segment) -> tuple[bytes, bytes]:
        """The initialization section and the segment. One that fails for a moment is asked for again."""
        for left in reversed(range(_TRIES)):
            try:
                with fetching("segment"), time_limit(SEGMENT_SECONDS):
                    return self._segments.head(segment, self._headers), self._body(segment)
            except CaptureFailed as failure:
                if not left or failure.state not in ("timeout", "error"):
                    raise
        raise AssertionError

    def _body(self, segment: Segment) -> bytes:
        chunks = self._segments.chunks(segment, self._headers, _ASKED_BYTES)
        with closing(chunks):
            buffer = SegmentBuffer(chunks, MAX_SEGMENT_BYTES)
            while buffer.more():
                pass
        return bytes(buffer.data)
