"""Is a picture of H.264 or HEVC whole, and can decoding begin with it?

Paragraphs are those of ISO/IEC 14496-10 (H.264), 14496-15 (both in MP4) and 23008-2 (HEVC).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, TypeGuard

Codec = Literal["h264", "hevc"]
Units = list[tuple[int, int]]
"""Start and end of each NAL unit within a picture's bytes."""

MAX_SLICES = 200
"""Of a picture up to level 5.2 (23008-2, table A.8). libav decodes as many as it is given, whole pictures each."""
_MAX_UNITS = 400
_START_CODE = b"\0\0\1"
"""Annex B of both standards: start_code_prefix_one_3bytes."""
_NEVER_INSIDE = b"\0\0\0"
"""7.4.1 of both standards: an encoder breaks such bytes up (emulation_prevention_three_byte)."""
_ESCAPED, _UNESCAPED = b"\0\0\3", b"\0\0"
_FORBIDDEN_BIT = 0x80
"""forbidden_zero_bit, 7.3.1."""

_AVCC_VERSION = 1
"""configurationVersion, 14496-15, 5.3.3.1 and 8.3.3.1: the units are preceded by their lengths."""
_AVCC_LENGTH_AT, _HVCC_LENGTH_AT = 4, 21
"""Where lengthSizeMinusOne is in avcC and hvcC."""
_LENGTH_SIZE_BITS = 0x03

_H264_TYPE_BITS = 0x1F
"""nal_unit_type, 14496-10, 7.3.1 and table 7-1:"""
_H264_SLICE, _H264_PARTITION_A, _H264_IDR = 1, 2, 5
_H264_SEI, _H264_BEGIN = 6, frozenset({6, 7, 8, 9})
"""Supplemental information, parameter sets or a delimiter begin a picture (7.4.1.2.3)."""

_HEVC_TYPE_SHIFT, _HEVC_TYPE_BITS, _HEVC_HEADER_BYTES = 1, 0x3F, 2
"""nal_unit_type, 23008-2, 7.3.1.2 and table 7-1:"""
_HEVC_IRAP = range(16, 24)
"""Pictures where decoding can begin: BLA, IDR, CRA."""
_HEVC_SLICES = range(32)
_HEVC_SEI, _HEVC_BEGIN = 39, frozenset({32, 33, 34, 35, 39})

_SEI_RECOVERY_POINT = 6
"""payloadType, 14496-10, D.1.8 and 23008-2, D.2.8."""
_SEI_MORE = 0xFF
_FIRST_SLICE_BIT = 0x80
"""H.264: first_mb_in_slice is ue(v), and 0 is one bit that is set (7.3.3, 9.1); HEVC:
first_slice_segment_in_pic_flag (7.3.6.1)."""


def is_nal_codec(codec: str) -> TypeGuard[Codec]:
    return codec in ("h264", "hevc")


@dataclass(frozen=True, slots=True)
class Examined:
    """What is known of a picture before it is decoded."""

    whole: bool = False
    is_random_access: bool = False
    is_recovery_point: bool = False


def examine(codec: Codec, data: bytes, setup: bytes) -> Examined:
    """``setup`` is empty, or the decoder's configuration in MP4."""
    units = units_of(codec, data, setup)
    if not units or not _intact(codec, data, units):
        return Examined()
    kinds = [_kind(codec, data[start]) for start, _ in units]
    slices = [at for at, kind in enumerate(kinds) if _is_slice(codec, kind)]
    if not slices or len(slices) > MAX_SLICES:
        return Examined()
    header = 1 if codec == "h264" else _HEVC_HEADER_BYTES
    firsts = sum(_is_first(data, units[at], header) for at in slices)
    sei = _H264_SEI if codec == "h264" else _HEVC_SEI
    return Examined(
        whole=1 <= firsts <= 2 and _is_first(data, units[slices[0]], header),
        is_random_access=any(_begins_decoding(codec, kinds[at]) for at in slices),
        is_recovery_point=any(
            _says_recovery(data[start + header : stop])
            for kind, (start, stop) in zip(kinds, units, strict=True)
            if kind == sei
        ),
    )


def units_of(codec: Codec, data: bytes, setup: bytes) -> Units:
    """None where they do not lead exactly to the end, or are too many."""
    return _prefixed(data, length_bytes(codec, setup)) if in_mp4(setup) else _annex_b(data)


def begins_picture(codec: Codec, data: bytes) -> bool:
    """Whether these bytes of Annex B are the start of a picture, rather than more of the one before."""
    at = data.find(_START_CODE, 0, 8) + len(_START_CODE)
    if at < len(_START_CODE) or at + _HEVC_HEADER_BYTES >= len(data):
        return False
    kind = _kind(codec, data[at])
    if kind in (_H264_BEGIN if codec == "h264" else _HEVC_BEGIN):
        return True
    header = 1 if codec == "h264" else _HEVC_HEADER_BYTES
    return _is_slice(codec, kind) and _is_first(data, (at, len(data)), header)


def begins_unit(codec: Codec, data: bytes, setup: bytes, picture_bytes: int) -> bool:
    """Whether a picture of so many bytes in MP4 can start with these: a length that fits, a header that is one."""
    start = length_bytes(codec, setup)
    length = int.from_bytes(data[:start], "big")
    header = data[start : start + 1]
    return bool(header and not header[0] & _FORBIDDEN_BIT and 0 < length <= picture_bytes - start)


def in_mp4(setup: bytes) -> bool:
    """Whether units are preceded by their lengths."""
    return setup[:1] == bytes([_AVCC_VERSION])


def length_bytes(codec: Codec, setup: bytes) -> int:
    """Of a unit's length in MP4."""
    at = _AVCC_LENGTH_AT if codec == "h264" else _HVCC_LENGTH_AT
    return (setup[at] & _LENGTH_SIZE_BITS) + 1 if len(setup) > at else 4


def _prefixed(data: bytes, length_bytes: int) -> Units:
    """None unless the lengths lead exactly to the end: bytes that are missing break the chain."""
    units: Units = []
    at = 0
    while at < len(data) and len(units) < _MAX_UNITS:
        start = at + length_bytes
        at = start + int.from_bytes(data[at:start], "big")
        if at > start:
            units.append((start, at))
    return units if at == len(data) else []


def _annex_b(data: bytes) -> Units:
    units: Units = []
    at = data.find(_START_CODE)
    while at >= 0 and len(units) <= _MAX_UNITS:
        start = at + len(_START_CODE)
        at = data.find(_START_CODE, start)
        stop = len(data) if at < 0 else at
        while stop > start and data[stop - 1] == 0:  # trailing_zero_8bits
            stop -= 1
        if stop > start:
            units.append((start, stop))
    return units if len(units) <= _MAX_UNITS else []


def _intact(codec: Codec, data: bytes, units: Units) -> bool:
    """libav reports damage in H.264; in HEVC it gives the rest of the picture as if nothing were missing."""
    return all(
        not data[start] & _FORBIDDEN_BIT
        and (codec == "h264" or data.find(_NEVER_INSIDE, start, stop) < 0)
        for start, stop in units
    )


def _kind(codec: Codec, header: int) -> int:
    if codec == "h264":
        return header & _H264_TYPE_BITS
    return header >> _HEVC_TYPE_SHIFT & _HEVC_TYPE_BITS


def _is_slice(codec: Codec, kind: int) -> bool:
    if codec == "h264":
        return kind in (_H264_SLICE, _H264_PARTITION_A, _H264_IDR)
    return kind in _HEVC_SLICES


def _begins_decoding(codec: Codec, kind: int) -> bool:
    return kind == _H264_IDR if codec == "h264" else kind in _HEVC_IRAP


def _is_first(data: bytes, unit: tuple[int, int], header: int) -> bool:
    at = unit[0] + header
    return at < unit[1] and bool(data[at] & _FIRST_SLICE_BIT)


def _says_recovery(sei: bytes) -> bool:
    return any(kind == _SEI_RECOVERY_POINT for kind in _messages(sei.replace(_ESCAPED, _UNESCAPED)))


def _messages(sei: bytes) -> Iterator[int]:
    """The kinds of the messages in a supplemental unit (14496-10, 7.3.2.3.1; 23008-2, 7.3.5)."""
    at = 0
    while at < len(sei) - 1:  # the last byte is rbsp_trailing_bits
        kind, at = _long_number(sei, at)
        size, at = _long_number(sei, at)
        yield kind
        at += size


def _long_number(sei: bytes, at: int) -> tuple[int, int]:
    """One that is the sum of bytes up to the first below 255, and where it ends."""
    total = 0
    while at < len(sei) and sei[at] == _SEI_MORE:
        total, at = total + _SEI_MORE, at + 1
    return (total + sei[at], at + 1) if at < len(sei) else (total, at)
