"""How is a piece of MP4 taken apart into its boxes (ISO/IEC 14496-12, 4.2)?"""

from __future__ import annotations

from collections.abc import Iterator

_SIZE_BYTES = 4
_HEADER_BYTES = 8
_LONG_SIZE = 1
"""In place of a size: 64 bits of it follow the type (largesize)."""
_LONG_HEADER_BYTES = 16
_MAX_BOXES = 1000
"""Inside one box; a film of many tracks has some dozen."""


def box_at(data: bytes | bytearray, at: int) -> tuple[bytes, int, int] | None:
    """The type, the start of the body and the end of the box at ``at``; ``None`` when there is none."""
    body = at + _HEADER_BYTES
    if body > len(data):
        return None
    size, kind = number(data, at), bytes(data[at + _SIZE_BYTES : body])
    if size == _LONG_SIZE:
        body = at + _LONG_HEADER_BYTES
        if body > len(data):
            return None
        size = number(data, at + _HEADER_BYTES, _HEADER_BYTES)
    return (kind, body, at + size) if size >= body - at else None


def boxes(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """The types and bodies of the boxes that lie whole in ``data``, at most 1,000."""
    at = 0
    for _ in range(_MAX_BOXES):
        box = box_at(data, at)
        if not box or box[2] > len(data):
            return
        kind, body, at = box
        yield kind, data[body:at]


def inside(data: bytes, *path: bytes) -> bytes:
    """The body of the first box along ``path``; empty when there is none."""
    for wanted in path:
        data = next((body for kind, body in boxes(data) if kind == wanted), b"")
    return data


def number(data: bytes | bytearray, at: int, length: int = 4) -> int:
    return int.from_bytes(data[at : at + length], "big")
