"""Which bytes of a packet of AV1 or VP9 are its first frame, alone?

Decoders give all frames that a packet holds at once, so that a small packet could fill the memory: only the first is
handed to them. Paragraphs are those of the AV1 and of the VP9 Bitstream & Decoding Process Specification.
"""

from __future__ import annotations

from collections.abc import Iterator

_FORBIDDEN_BIT = 0x80
"""obu_forbidden_bit, 5.3.2, as the next ones."""
_TYPE_SHIFT, _TYPE_BITS = 3, 0x0F
_HAS_EXTENSION, _HAS_SIZE = 0x04, 0x02
_SEQUENCE_HEADER, _TEMPORAL_DELIMITER, _TILE_GROUP, _FRAME = 1, 2, 4, 6
"""obu_type, 6.2.2."""
_MORE_BIT, _VALUE_BITS = 0x80, 0x7F
_MAX_SIZE_BYTES = 8
"""leb128(), 4.10.5."""
_MAX_UNITS = 400

_VP9_MARKER, _VP9_MARKER_SHIFT = 2, 6
"""frame_marker, 6.2 and 7.2, as the next ones."""
_VP9_PROFILE_LOW, _VP9_PROFILE_HIGH, _VP9_MARKER_AND_PROFILE_BITS = 0x20, 0x10, 4
_VP9_SYNC_CODE = 0x498342
"""frame_sync_code, 6.2.1."""
_VP9_RGB = 7
"""color_space, 6.2.2: CS_RGB."""
_VP9_SUPERFRAME = 6
"""superframe_header, annex B."""
_VP9_HEADER_BYTES = 12
"""As far as the size of a keyframe."""

TEMPORAL_DELIMITER = bytes([_TEMPORAL_DELIMITER << _TYPE_SHIFT | _HAS_SIZE, 0])
"""What each picture begins with in a stream of low overhead (7.5)."""
_START_CODE = b"\0\0\1"
_ESCAPED, _UNESCAPED = b"\0\0\3", b"\0\0"
"""Carriage of AV1 in MPEG-2 TS (AOM), 2.2 and 2.3: start codes before the units, escapes inside of them."""


def first_av1_frame(data: bytes) -> bytes | None:
    """The bytes up to the first frame's end; ``None`` when they are not whole or there is no such frame."""
    seen_frame = False
    for kind, start, stop in _units(data):
        if seen_frame and kind != _TILE_GROUP:
            return data[:start]
        if stop > len(data):
            return None
        seen_frame = seen_frame or kind in (_FRAME, _TILE_GROUP)
    return data if seen_frame else None


def first_vp9_frame(data: bytes) -> tuple[bytes, int, int] | None:
    """Its bytes, width and height; ``None`` when it is no keyframe. libvpx itself has no limit of size."""
    frame = data[: _vp9_length(data)]
    if len(frame) < _VP9_HEADER_BYTES or frame[0] >> _VP9_MARKER_SHIFT != _VP9_MARKER:
        return None
    high, low = bool(frame[0] & _VP9_PROFILE_HIGH), bool(frame[0] & _VP9_PROFILE_LOW)
    bits = _Bits(frame[:_VP9_HEADER_BYTES])
    bits.skip(_VP9_MARKER_AND_PROFILE_BITS + (high and low))
    shows_another, is_inter = bits.read(1), bits.read(1)
    bits.skip(2)  # show_frame, error_resilient_mode
    if shows_another or is_inter or bits.read(24) != _VP9_SYNC_CODE:
        return None
    bits.skip(high)  # ten_or_twelve_bit
    is_rgb = bits.read(3) == _VP9_RGB
    bits.skip((0 if is_rgb else 1) + ((1 if is_rgb else 3) if low else 0))
    return frame, bits.read(16) + 1, bits.read(16) + 1


def _vp9_length(data: bytes) -> int:
    """Of the first frame of a superframe, by the index at its end (annex B); of any other, all."""
    marker = data[-1] if data else 0
    count, size = (marker & 7) + 1, (marker >> 3 & 3) + 1
    start = len(data) - (2 + size * count)
    if marker >> 5 != _VP9_SUPERFRAME or start < 0 or data[start] != marker:
        return len(data)
    return int.from_bytes(data[start + 1 : start + 1 + size], "little")


class _Bits:
    """Reads from the highest bit on."""

    def __init__(self, data: bytes) -> None:
        self._value, self._left = int.from_bytes(data, "big"), 8 * len(data)

    def read(self, count: int) -> int:
        self._left -= count
        return self._value >> self._left & (1 << count) - 1

    def skip(self, count: int) -> None:
        self._left -= count


def has_sequence_header(data: bytes) -> bool:
    return any(kind == _SEQUENCE_HEADER for kind, _, _ in _units(data))


def without_start_codes(data: bytes) -> bytes:
    """The units of a transport stream as they are elsewhere."""
    if not data.startswith(_START_CODE):
        return data
    units = data.split(_START_CODE, _MAX_UNITS)[1:]
    return b"".join(_with_size(unit.replace(_ESCAPED, _UNESCAPED)) for unit in units)


def _units(data: bytes) -> Iterator[tuple[int, int, int]]:
    """The kind, the start and the end of each unit; the end lies beyond the data when bytes are missing."""
    at = 0
    for _ in range(_MAX_UNITS):
        if at >= len(data):
            return
        kind = data[at] >> _TYPE_SHIFT & _TYPE_BITS
        body = at + (2 if data[at] & _HAS_EXTENSION else 1)
        if data[at] & _FORBIDDEN_BIT:
            yield kind, at, len(data) + 1
            return
        size, body = _size(data, body) if data[at] & _HAS_SIZE else (len(data) - body, body)
        yield kind, at, body + size
        at = body + size


def _size(data: bytes, at: int) -> tuple[int, int]:
    """A number in little-endian groups of seven bits, and where it ends; absurd when it does not end."""
    value = 0
    for place, byte in enumerate(data[at : at + _MAX_SIZE_BYTES]):
        value |= (byte & _VALUE_BITS) << 7 * place
        if not byte & _MORE_BIT:
            return value, at + place + 1
    return len(data) + 1, at


def _with_size(unit: bytes) -> bytes:
    """A unit that says its size itself, since nothing else will."""
    if not unit or unit[0] & _HAS_SIZE:
        return unit
    header = 2 if unit[0] & _HAS_EXTENSION else 1
    size, length = bytearray(), len(unit) - header
    while length > _VALUE_BITS:
        size.append(length & _VALUE_BITS | _MORE_BIT)
        length >>= 7
    size.append(length)
    return bytes([unit[0] | _HAS_SIZE]) + unit[1:header] + bytes(size) + unit[header:]
