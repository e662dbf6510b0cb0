"""Which bytes of a fragmented MP4 are its keyframes (ISO/IEC 14496-12, 8.8)?"""

from __future__ import annotations

from collections.abc import Generator, Iterator
from dataclasses import dataclass
from itertools import chain, islice, pairwise

from workers.capture.video.buffer import SegmentBuffer
from workers.capture.video.decode import CodedPicture, Keyframe
from workers.capture.video.mp4_boxes import box_at
from workers.capture.video.mp4_track import Track, picture_track, samples_of
from workers.capture.video.nal_units import Codec, begins_unit, is_nal_codec
from workers.look.failure import CaptureFailed

_MAX_HEAD_BYTES = 1024 * 1024
_MAX_MOOF_BYTES = 256 * 1024
_MAX_BOXES = 64
"""Of a segment: an index, events, and a pair of moof and mdat for each of its chunks."""
_MAX_SAMPLES = 10_000
"""Of a segment, until a keyframe comes: a short run can claim any number of them."""
_MAX_OFFSET_SECONDS = 60.0
_BOX_HEADER_BYTES, _LONG_HEADER_BYTES = 8, 16
_UNIT_START_BYTES = 6
"""A NAL unit's length and header."""
_FIRST_BOXES = frozenset(
    {b"ftyp", b"styp", b"moov", b"moof", b"sidx", b"emsg", b"prft", b"free", b"skip"}
)
_IN_PARTS = ("h264", "hevc")
"""Codecs whose streams may be refreshed in parts, so that no sample is a sync sample."""


@dataclass(frozen=True, slots=True)
class _Placed:
    """A sample in the segment."""

    start: int
    stop: int
    offset_seconds: float
    is_sync: bool
    is_first: bool
    """Of its fragment."""
    is_inside: bool
    """It lies in the fragment's data (mdat, 8.1.1)."""
    is_last: bool
    """With it the data end."""
    next_length: int
    """Of the sample right behind it; 0 when there is none."""


def is_mp4(start: bytes) -> bool:
    return start[4:8] in _FIRST_BOXES


def keyframes(head: bytes, buffer: SegmentBuffer) -> Generator[Keyframe]:
    """``head`` is the initialization section; empty when the segment begins with one.

    Raises ``CaptureFailed`` (no-video, unreadable) when the tracks that it describes have no supported video.
    """
    at = 0
    if not head:
        head, at = _own_head(buffer)
    if not head:
        return
    track = _supported_track(head)
    placed = islice(_samples(buffer, track, at), _MAX_SAMPLES)
    later = (_coded(buffer, sample, track) for sample in placed)
    for sample in placed:
        if sample.is_sync or (sample.is_first and track.codec in _IN_PARTS):
            yield Keyframe(track.codec, _coded(buffer, sample, track), track.setup, later)


def _supported_track(head: bytes) -> Track:
    track = picture_track(head)
    if track is None:
        raise CaptureFailed("no-video", "The stream is audio-only.")
    if not track.codec:
        raise CaptureFailed("unreadable", "The stream's video codec is not supported.")
    return track


def _own_head(buffer: SegmentBuffer) -> tuple[bytes, int]:
    """The description of the tracks in the segment itself, and where it ends; empty when there is none."""
    at = 0
    for _ in range(_MAX_BOXES):
        box = box_at(buffer.piece(at, at + _LONG_HEADER_BYTES), 0)
        if not box or at + box[2] > _MAX_HEAD_BYTES or box[0] == b"moof":
            break
        if box[0] == b"moov":
            return buffer.piece(at, at + box[2]), at + box[2]
        at += box[2]
    return b"", 0


def _samples(buffer: SegmentBuffer, track: Track, at: int) -> Iterator[_Placed]:
    """Of all fragments; their seconds count from the first picture."""
    began: int | None = None
    for start, body, end in _fragments(buffer, at):
        data_start, data_end = _data_box(buffer, end)
        samples = samples_of(buffer.piece(body, end), track)
        for index, (sample, after) in enumerate(pairwise(chain(samples, [None]))):
            assert sample
            began = sample.ticks if began is None else began
            seconds = (sample.ticks - began) / track.ticks_per_second
            first, stop = start + sample.start, start + sample.start + sample.length
            yield _Placed(
                first,
                stop,
                seconds if 0 <= seconds < _MAX_OFFSET_SECONDS else 0.0,
                sample.is_sync,
                index == 0,
                data_start <= first <= stop <= data_end,
                stop == data_end,
                after.length if after and start + after.start == stop else 0,
            )


def _fragments(buffer: SegmentBuffer, at: int) -> Iterator[tuple[int, int, int]]:
    """The start, the body and the end of each moof."""
    for _ in range(_MAX_BOXES):
        box = box_at(buffer.piece(at, at + _LONG_HEADER_BYTES), 0)
        if not box:
            return
        kind, body, length = box
        if kind == b"moof" and length <= _MAX_MOOF_BYTES:
            yield at, at + body, at + length
        at += length


def _data_box(buffer: SegmentBuffer, at: int) -> tuple[int, int]:
    """Where the body of the mdat at ``at`` starts and ends; boxes of nothing may lie before it."""
    for _ in range(_MAX_BOXES):
        box = box_at(buffer.piece(at, at + _LONG_HEADER_BYTES), 0)
        if not box or box[0] == b"moof":
            break
        if box[0] == b"mdat":
            return at + box[1], at + box[2]
        at += box[2]
    return 0, 0


def _coded(buffer: SegmentBuffer, sample: _Placed, track: Track) -> CodedPicture:
    """With as many bytes as there are: a segment may be cut short."""
    data = buffer.piece(sample.start, sample.stop) if sample.is_inside else b""
    whole = len(data) == sample.stop - sample.start and bool(data)
    if whole and is_nal_codec(track.codec):
        whole = _leads_on(buffer, sample, track.codec, track.setup)
    return CodedPicture(data, sample.offset_seconds, sample.stop, whole)


def _leads_on(buffer: SegmentBuffer, sample: _Placed, codec: Codec, setup: bytes) -> bool:
    """Whether something begins where the sample ends: bytes that are missing in it would draw others in."""
    if sample.is_last:
        after = buffer.piece(sample.stop, sample.stop + _BOX_HEADER_BYTES)
        return not after or is_mp4(after)
    if not sample.next_length:
        return True
    after = buffer.piece(sample.stop, sample.stop + min(sample.next_length, _UNIT_START_BYTES))
    return begins_unit(codec, after, setup, sample.next_length)
