"""What is the picture's track of an MP4, and where are its samples in a fragment?

Paragraphs are those of ISO/IEC 14496-12.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from workers.capture.video.mp4_boxes import boxes, inside, number

CODECS = {
    b"avc1": ("h264", b"avcC"),
    b"avc3": ("h264", b"avcC"),
    b"hvc1": ("hevc", b"hvcC"),
    b"hev1": ("hevc", b"hvcC"),
    b"av01": ("libdav1d", b"av1C"),
    b"vp09": ("libvpx-vp9", b""),
}
"""The sample entry's type: libav's decoder, and the box of its setup (14496-15; AV1 and VP in ISOBMFF)."""

_FULL_BOX_BYTES = 4
"""4.2: version and flags are the first four bytes of a FullBox; flags are the last three."""
_FLAGS_AT, _FLAGS_BYTES = 1, 3
_VERSION_1 = b"\1"
"""Times and durations of 64 bits in place of 32."""
_PICTURE_HANDLER, _HANDLER_AT = b"vide", 8
"""handler_type in hdlr, 8.4.3."""
_STSD_HEADER_BYTES = 8
"""FullBox and entry_count before the entries of stsd, 8.5.2."""
_PICTURE_ENTRY_BYTES = 78
"""VisualSampleEntry before the boxes inside of it, 12.1.3."""
_TRACK_ID_AT, _LONG_TRACK_ID_AT = 12, 20
"""In tkhd, 8.3.2."""
_TIMESCALE_AT, _LONG_TIMESCALE_AT = 12, 20
"""In mdhd, 8.4.2."""
_TREX_TRACK_ID_AT, _TREX_SIZE_AT, _TREX_FLAGS_AT = 4, 16, 20
"""In trex, 8.8.3."""

_TFHD_TRACK_ID_AT, _TFHD_OPTIONAL_AT = 4, 8
"""In tfhd, 8.8.7, with its flags:"""
_BASE_DATA_OFFSET, _SAMPLE_DESCRIPTION_INDEX = 0x01, 0x02
_DEFAULT_DURATION, _DEFAULT_SIZE, _DEFAULT_FLAGS = 0x08, 0x10, 0x20
_TRUN_COUNT_AT, _TRUN_OPTIONAL_AT = 4, 8
"""In trun, 8.8.8, with its flags:"""
_DATA_OFFSET, _FIRST_SAMPLE_FLAGS = 0x001, 0x004
_DURATION, _SIZE, _FLAGS, _TIME_OFFSET = 0x100, 0x200, 0x400, 0x800
_NON_SYNC_SAMPLE = 0x10000
"""sample_is_non_sync_sample in the flags of a sample, 8.8.3.1."""
_SIGN_BIT, _WORD = 0x80000000, 1 << 32
"""data_offset is signed."""


@dataclass(frozen=True, slots=True)
class Track:
    """The first one with pictures."""

    number: int
    ticks_per_second: int
    codec: str
    """The name of libav's decoder; empty for an unsupported codec."""
    setup: bytes
    sample_bytes: int
    sample_flags: int


@dataclass(frozen=True, slots=True)
class Sample:
    """Where a coded picture is."""

    start: int
    """After the start of the fragment (moof)."""
    length: int
    ticks: int
    """When it is decoded, in ticks of its track."""
    is_sync: bool


@dataclass(slots=True)
class _Defaults:
    """Of a sample that says nothing of its own."""

    duration: int
    length: int
    flags: int


def picture_track(head: bytes) -> Track | None:
    """``None`` when the initialization section describes no pictures."""
    film = inside(head, b"moov")
    for kind, track in boxes(film):
        media = inside(track, b"mdia") if kind == b"trak" else b""
        if inside(media, b"hdlr")[_HANDLER_AT : _HANDLER_AT + 4] == _PICTURE_HANDLER:
            return _described(film, inside(track, b"tkhd"), media)
    return None


def _described(film: bytes, header: bytes, media: bytes) -> Track:
    samples = inside(media, b"minf", b"stbl", b"stsd")[_STSD_HEADER_BYTES:]
    kind, entry = next(boxes(samples), (b"", b""))
    codec, setup = CODECS.get(kind, ("", b""))
    long_header = header.startswith(_VERSION_1)
    name = number(header, _LONG_TRACK_ID_AT if long_header else _TRACK_ID_AT)
    clock = inside(media, b"mdhd")
    long_clock = clock.startswith(_VERSION_1)
    ticks = number(clock, _LONG_TIMESCALE_AT if long_clock else _TIMESCALE_AT)
    extended = (body for box, body in boxes(inside(film, b"mvex")) if box == b"trex")
    defaults = next((e for e in extended if number(e, _TREX_TRACK_ID_AT) == name), b"")
    described = inside(entry[_PICTURE_ENTRY_BYTES:], setup) if setup else b""
    sizes = number(defaults, _TREX_SIZE_AT), number(defaults, _TREX_FLAGS_AT)
    return Track(name, ticks or 1, codec, described, *sizes)


def samples_of(fragment: bytes, track: Track) -> Iterator[Sample]:
    """The samples of ``track`` in the body of a moof, in their order: as many as it claims, without a bound."""
    for kind, part in boxes(fragment):
        header = inside(part, b"tfhd") if kind == b"traf" else b""
        if not header or number(header, _TFHD_TRACK_ID_AT) != track.number:
            continue
        defaults, at, ticks = _defaults(header, track), 0, _decode_time(inside(part, b"tfdt"))
        for box, run in boxes(part):
            if box == b"trun":
                for sample in _in_run(run, defaults, at, ticks):
                    yield sample[0]
                    at, ticks = sample[0].start + sample[0].length, sample[1]


def _decode_time(clock: bytes) -> int:
    """baseMediaDecodeTime, 8.8.12."""
    return number(clock, _FULL_BOX_BYTES, 8 if clock.startswith(_VERSION_1) else 4)


def _defaults(header: bytes, track: Track) -> _Defaults:
    has, at = number(header, _FLAGS_AT, _FLAGS_BYTES), _TFHD_OPTIONAL_AT
    at += 8 * bool(has & _BASE_DATA_OFFSET) + 4 * bool(has & _SAMPLE_DESCRIPTION_INDEX)
    values = [0, track.sample_bytes, track.sample_flags]
    for place, bit in enumerate((_DEFAULT_DURATION, _DEFAULT_SIZE, _DEFAULT_FLAGS)):
        if has & bit:
            values[place] = number(header, at)
            at += 4
    return _Defaults(*values)


def _in_run(
    run: bytes, defaults: _Defaults, start: int, ticks: int
) -> Iterator[tuple[Sample, int]]:
    """The samples of a run, each with the ticks of the next; ``start``: where the run before ended."""
    has, at = number(run, _FLAGS_AT, _FLAGS_BYTES), _TRUN_OPTIONAL_AT
    if has & _DATA_OFFSET:
        start, at = _signed(number(run, at)), at + 4
    first_flags = number(run, at) if has & _FIRST_SAMPLE_FLAGS else None
    at += 4 * bool(has & _FIRST_SAMPLE_FLAGS)
    for index in range(number(run, _TRUN_COUNT_AT)):
        values = {
            _DURATION: defaults.duration,
            _SIZE: defaults.length,
            _FLAGS: defaults.flags,
            _TIME_OFFSET: 0,
        }
        for bit in values:
            if has & bit:
                values[bit] = number(run, at)
                at += 4
        flags = first_flags if index == 0 and first_flags is not None else values[_FLAGS]
        sample = Sample(start, values[_SIZE], ticks, not flags & _NON_SYNC_SAMPLE)
        start, ticks = start + values[_SIZE], ticks + values[_DURATION]
        yield sample, ticks


def _signed(word: int) -> int:
    return word - _WORD if word & _SIGN_BIT else word
