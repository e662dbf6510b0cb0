"""How is a piece of MP4 taken apart into its boxes?"""

from __future__ import annotations

from collections.abc import Iterator

_HEADER_BYTES = 8
_LONG_HEADER_BYTES = 16


def box_at(data: bytes | bytearray, at: int) -> tuple[bytes, int, int] | None:
    """The kind, the start of the body and the end of the box at ``at``; ``None`` when there is none."""
    if at + _HEADER_BYTES > len(data):
        return None
    size, kind, body = (
        int.from_bytes(data[at : at + 4], "big"),
        bytes(data[at + 4 : at + 8]),
        at + _HEADER_BYTES,
    )
    if size == 1:
        if at + _LONG_HEADER_BYTES > len(data):
            return None
        size, body = int.from_bytes(data[at + 8 : at + 16], "big"), at + _LONG_HEADER_BYTES
    return (kind, body, at + size) if size >= body - at else None


def boxes(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """The kinds and bodies of the boxes that lie whole in ``data``."""
    at = 0
    while (box := box_at(data, at)) and box[2] <= len(data):
        kind, body, at = box
        yield kind, data[body:at]


def inside(data: bytes, *path: bytes) -> bytes:
    """The body of the first box along ``path``; empty when there is none."""
    for wanted in path:
        data = next((body for kind, body in boxes(data) if kind == wanted), b"")
    return data


def number(data: bytes, at: int, length: int = 4) -> int:
    return int.from_bytes(data[at : at + length], "big")
