"""Which bytes of a fragmented MP4 are its first keyframe?"""

from __future__ import annotations

from dataclasses import dataclass

from workers.capture.video.buffer import SegmentBuffer
from workers.capture.video.keyframe import Keyframe
from workers.capture.video.mp4_boxes import box_at, boxes, inside, number

_CODECS = {
    b"avc1": ("h264", b"avcC"),
    b"avc3": ("h264", b"avcC"),
    b"hvc1": ("hevc", b"hvcC"),
    b"hev1": ("hevc", b"hvcC"),
    b"av01": ("libdav1d", b"av1C"),
}
_PICTURE_ENTRY_BYTES = 78
"""Of a picture's description, before the boxes inside of it."""
_MAX_MOOF_BYTES = 256 * 1024
_MAX_BOXES = 16
_NOT_A_KEYFRAME = 0x10000


@dataclass(frozen=True, slots=True)
class _Track:
    number: int
    ticks_per_second: int
    codec: str
    setup: bytes
    sample_bytes: int
    sample_flags: int


@dataclass(frozen=True, slots=True)
class _Sample:
    start: int
    """After the start of the fragment."""
    length: int
    ticks: int
    """After the first sample."""


def first_keyframe(head: bytes, buffer: SegmentBuffer) -> Keyframe | None:
    """``head`` describes the tracks. ``None`` when this way does not find one."""
    track = _picture_track(head)
    at = 0
    for _ in range(_MAX_BOXES if track else 0):
        box = box_at(buffer.up_to(at + 16), at)
        if not box:
            return None
        kind, body, end = box
        sample = (
            _first_key(bytes(buffer.up_to(end)[body:end]), track)
            if kind == b"moof" and _small(body, end)
            else None
        )
        if sample and track:
            start, stop = at + sample.start, at + sample.start + sample.length
            data = bytes(buffer.up_to(stop)[start:stop])
            return Keyframe(
                track.codec, data, sample.ticks / track.ticks_per_second, stop, track.setup
            )
        at = end
    return None


def _small(body: int, end: int) -> bool:
    return end - body <= _MAX_MOOF_BYTES


def _picture_track(head: bytes) -> _Track | None:
    film = inside(head, b"moov")
    for kind, track in boxes(film):
        media = inside(track, b"mdia")
        if kind == b"trak" and inside(media, b"hdlr")[8:12] == b"vide":
            samples = inside(media, b"minf", b"stbl", b"stsd")
            return _described(film, inside(track, b"tkhd"), inside(media, b"mdhd"), samples)
    return None


def _described(film: bytes, track: bytes, media: bytes, samples: bytes) -> _Track | None:
    """From the track's header, its media's header and the description of its samples."""
    kind, entry = next(boxes(samples[8:]), (b"", b""))
    codec, setup = _CODECS.get(kind, ("", b""))
    named = number(track, 20 if track[:1] == b"\1" else 12)
    ticks = number(media, 20 if media[:1] == b"\1" else 12)
    extended = [
        body
        for box, body in boxes(inside(film, b"mvex"))
        if box == b"trex" and number(body, 4) == named
    ]
    defaults = extended[0] if extended else b""
    if not codec or not ticks:
        return None
    return _Track(
        named,
        ticks,
        codec,
        inside(entry[_PICTURE_ENTRY_BYTES:], setup),
        number(defaults, 16),
        number(defaults, 20),
    )


def _first_key(fragment: bytes, track: _Track | None) -> _Sample | None:
    for kind, part in boxes(fragment):
        header, run = inside(part, b"tfhd"), inside(part, b"trun")
        if kind == b"traf" and track and run and number(header, 4) == track.number:
            return _in_run(run, *_defaults(header, track))
    return None


def _defaults(header: bytes, track: _Track) -> tuple[int, int, int]:
    """Duration, size and flags of a sample that says nothing of its own."""
    has, at = number(header, 1, 3), 8
    at += 8 * bool(has & 0x1) + 4 * bool(has & 0x2)
    values = [0, track.sample_bytes, track.sample_flags]
    for place, bit in enumerate((0x8, 0x10, 0x20)):
        if has & bit:
            values[place] = number(header, at)
            at += 4
    return values[0], values[1], values[2]


def _in_run(run: bytes, duration: int, length: int, flags: int) -> _Sample | None:
    has, count, at = number(run, 1, 3), number(run, 4), 8
    if not has & 0x1:
        return None
    start, at, ticks = number(run, at), at + 4, 0
    first_flags = number(run, at) if has & 0x4 else None
    at += 4 * bool(has & 0x4)
    for index in range(min(count, 10_000)):
        values = {0x100: duration, 0x200: length, 0x400: flags, 0x800: 0}
        for bit in values:
            if has & bit:
                values[bit] = number(run, at)
                at += 4
        own_flags = first_flags if index == 0 and first_flags is not None else values[0x400]
        if not own_flags & _NOT_A_KEYFRAME:
            return _Sample(start, values[0x200], ticks)
        start, ticks = start + values[0x200], ticks + values[0x100]
    return None
