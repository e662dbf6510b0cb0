"""What does a capture pass to the readers: the HUD crops of one frame, a few KB."""

from __future__ import annotations

import json
import struct
import zlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Self

import numpy as np
from numpy.typing import NDArray

Gray = NDArray[np.uint8]
"""Brightness, shape (height, width), 0 black to 255 white."""

BANNER = "banner"
"""The region whose words tell how a match has ended."""
_HEADER_LENGTH = struct.Struct("<I")
_SHAPES = "shapes"
"""Of the crops. Older processes look for another name, so that they do not take differences for pixels."""


@dataclass(frozen=True, slots=True)
class Look:
    """One frame of a stream, reduced to what is read."""

    channel: str
    game: str
    token: str
    """The lease this look was taken under."""
    captured_at: float
    """When the frame was broadcast, seconds since the epoch."""
    frame_height: int
    """Height in pixels of the whole game picture, bars taken off: it says how large the digits are."""
    crops: dict[str, Gray]
    """By the region's name."""
    taken_at: float = 0.0
    """When it was ready to be read."""

    def banner_apart(self) -> tuple[Self, Self | None]:
        """The look without its banner, and the banner alone: three quarters of the bytes, which few looks need."""
        if BANNER not in self.crops:
            return self, None
        rest = {name: crop for name, crop in self.crops.items() if name != BANNER}
        return replace(self, crops=rest), replace(self, crops={BANNER: self.crops[BANNER]})

    def to_bytes(self) -> bytes:
        header = {
            "channel": self.channel,
            "game": self.game,
            "token": self.token,
            "captured_at": self.captured_at,
            "frame_height": self.frame_height,
            "taken_at": self.taken_at,
            _SHAPES: {name: crop.shape for name, crop in self.crops.items()},
        }
        encoded = json.dumps(header).encode()
        return _HEADER_LENGTH.pack(len(encoded)) + encoded + _packed(self.crops.values())

    @classmethod
    def from_bytes(cls, data: bytes) -> Self:
        """Raises ``KeyError`` for a look of an older process, whose pixels were packed in another way."""
        (length,) = _HEADER_LENGTH.unpack_from(data)
        start = _HEADER_LENGTH.size
        header = json.loads(data[start : start + length])
        shapes = header.pop(_SHAPES)
        return cls(**header, crops=_unpacked(data[start + length :], shapes))


class Crops(dict[str, Gray]):
    """Those of a look, and its banner once that is asked for by its name."""

    def __init__(self, crops: Mapping[str, Gray], fetch: Callable[[], Gray | None]) -> None:
        super().__init__(crops)
        self._fetch = fetch

    def __missing__(self, name: str) -> Gray:
        banner = self._fetch() if name == BANNER else None
        if banner is None:
            raise KeyError(name)
        self[BANNER] = banner
        return banner


def _packed(crops: Iterable[Gray]) -> bytes:
    """One after the other, pixel for pixel.

    A row of pixels is much like the one above, so what is packed is the difference (PNG's filter "Up", W3C PNG, 9.2),
    and zlib looks for runs alone: a fifth fewer bytes of a HUD than it makes of the pixels, two fifths of a banner, for
    a quarter less CPU.
    """
    deflate = zlib.compressobj(1, memLevel=9, strategy=zlib.Z_RLE)
    pieces = [deflate.compress(_differences(crop).tobytes()) for crop in crops]
    return b"".join([*pieces, deflate.flush()])


def _unpacked(data: bytes, shapes: Mapping[str, tuple[int, int]]) -> dict[str, Gray]:
    """By the names of their ``shapes``, in which order they come."""
    differences = np.frombuffer(zlib.decompress(data), np.uint8)
    crops, start = {}, 0
    for name, (height, width) in shapes.items():
        piece = differences[start : start + height * width].reshape(height, width)
        crops[name] = np.add.accumulate(piece, axis=0, dtype=np.uint8)
        start += height * width
    return crops


def _differences(crop: Gray) -> Gray:
    found = crop.copy()
    found[1:] -= crop[:-1]
    return found
