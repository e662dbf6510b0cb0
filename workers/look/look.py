"""What does a capture pass to the readers: the HUD crops of one frame, a few KB."""

from __future__ import annotations

import json
import struct
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Self

import numpy as np
from numpy.typing import NDArray

Gray = NDArray[np.uint8]
"""Brightness, shape (height, width), 0 black to 255 white."""

BANNER = "banner"
"""The region whose words tell how a match has ended."""
_HEADER_LENGTH = struct.Struct("<I")


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
            "crops": {name: crop.shape for name, crop in self.crops.items()},
        }
        encoded = json.dumps(header).encode()
        pixels = b"".join(np.ascontiguousarray(crop).tobytes() for crop in self.crops.values())
        return _HEADER_LENGTH.pack(len(encoded)) + encoded + zlib.compress(pixels, 1)

    @classmethod
    def from_bytes(cls, packed: bytes) -> Self:
        (length,) = _HEADER_LENGTH.unpack_from(packed)
        start = _HEADER_LENGTH.size
        header = json.loads(packed[start : start + length])
        pixels = np.frombuffer(zlib.decompress(packed[start + length :]), np.uint8)
        crops, offset = {}, 0
        for name, (height, width) in header["crops"].items():
            crops[name] = pixels[offset : offset + height * width].reshape(height, width)
            offset += height * width
        return cls(**{**header, "crops": crops})


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
