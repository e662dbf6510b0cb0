"""Where does the first frame of an AV1 picture end?

Paragraphs are those of the AV1 Bitstream & Decoding Process Specification. libav's decoder gives all frames that a
packet holds at once, so that a small packet could fill the memory: only the first frame is handed to it.
"""

from __future__ import annotations

from collections.abc import Iterator

_FORBIDDEN_BIT = 0x80
"""obu_forbidden_bit, 5.3.2, as the next ones."""
_TYPE_SHIFT, _TYPE_BITS = 3, 0x0F
_HAS_EXTENSION, _HAS_SIZE = 0x04, 0x02
_SEQUENCE_HEADER, _TEMPORAL_DELIMITER, _FRAME_HEADER, _TILE_GROUP, _FRAME = 1, 2, 3, 4, 6
"""obu_type, 6.2.2."""
_MORE_BIT, _VALUE_BITS = 0x80, 0x7F
_MAX_SIZE_BYTES = 8
"""leb128(), 4.10.5."""
_MAX_UNITS = 400

TEMPORAL_DELIMITER = bytes([_TEMPORAL_DELIMITER << _TYPE_SHIFT | _HAS_SIZE, 0])
"""What each picture begins with in a stream of low overhead (7.5)."""
_START_CODE = b"\0\0\1"
_ESCAPED, _UNESCAPED = b"\0\0\3", b"\0\0"
"""Carriage of AV1 in MPEG-2 TS (AOM), 2.2 and 2.3: start codes before the units, escapes inside of them."""


def first_frame(data: bytes) -> bytes | None:
    """The bytes up to the first frame's end; ``None`` when they are not whole or there is no such frame."""
    seen_frame = False
    for kind, start, stop in _units(data):
        if seen_frame and kind in (_TEMPORAL_DELIMITER, _FRAME_HEADER, _FRAME):
            return data[:start]
        if stop > len(data):
            return None
        seen_frame = seen_frame or kind in (_FRAME, _TILE_GROUP)
    return data if seen_frame else None


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
