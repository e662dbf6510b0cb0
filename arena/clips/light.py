"""How is a clip broadcast in another light than it was encoded in?

A picture of one intra slice is predicted from its first macroblock on, and a prediction is a mean of its neighbors: so
what is added to that macroblock is added to every pixel of the picture, and of all pictures that are predicted from
it. An even macroblock is one coefficient, and a large coefficient is a number of fixed length in the bits: a segment
gets another picture by a few bytes of it. Paragraphs are those of ISO/IEC 14496-10.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from arena.clips.bits import Bits
from arena.clips.keyframe import Keyframe, keyframe

BRIGHTEST = 15
"""Grey levels; with them neither black nor white leaves what a byte holds."""
LIGHTS = (
    *range(0, BRIGHTEST, 2),
    *range(BRIGHTEST, -BRIGHTEST - 1, -2),
    *range(1 - BRIGHTEST, 0, 2),
)
"""One after the other: each light once, and never more than two grey levels at once."""
ESCAPE_BITS = 12
"""Of a large level; a one stands before and behind them, so that no bits of it can look like a start code."""
NORMS = (10, 11, 13, 14, 16, 18)
"""normAdjust4x4(m, 0, 0) (8.5.9)."""


@dataclass(frozen=True)
class Lamp:
    """What to write at which offsets of a segment, by the number of the light."""

    places: NDArray[np.int64]
    written: NDArray[np.uint8]

    def shine(self, segment: bytearray, number: int) -> None:
        """The segment in the light `number`, in place; the lights take turns."""
        pixels = np.frombuffer(segment, np.uint8)
        pixels[self.places] = self.written[number % len(LIGHTS)]


def lamp(transport_stream: bytes) -> Lamp:
    """Of a segment as it was encoded. Raises ValueError when its corner is not coded as an even one."""
    start = keyframe(transport_stream)
    place, levels = _coefficient(start)
    whole = int.from_bytes(start.payload, "big")
    shift = len(start.payload) * 8 - place - ESCAPE_BITS
    dark = whole & ~(((1 << ESCAPE_BITS) - 1) << shift)
    written = [
        (dark | levels[light] << shift).to_bytes(len(start.payload), "big") for light in LIGHTS
    ]
    rows = np.array([[*row] for row in written], np.uint8)
    touched = np.flatnonzero((rows != rows[0]).any(axis=0))
    return Lamp(start.places[touched], rows[:, touched])


def _coefficient(start: Keyframe) -> tuple[int, dict[int, int]]:
    """The bit at which the level of the corner begins, and what stands there in each light (7.3.5, 9.2)."""
    bits = Bits(start.payload, start.begins)
    kind, chroma, quantizer = bits.ue(), bits.ue(), start.quantizer + bits.se()
    # Intra 16x16 from nothing, one coefficient that is no +-1, and its level with the prefix for large ones.
    if start.cabac or (kind, chroma, bits.u(6), bits.u(16)) != (3, 0, 0b101, 1):
        raise ValueError("the corner of the keyframe is not even")
    place, coded = bits.place, bits.u(ESCAPE_BITS)
    now = _brightness(_level(coded), quantizer)
    of_its_sign = range(coded % 2, 1 << ESCAPE_BITS, 2)
    found = {_brightness(_level(code), quantizer) - now: code for code in of_its_sign}
    if not set(LIGHTS) <= found.keys():
        raise ValueError(
            f"the corner is too coarse for another light: its quantizer is {quantizer}"
        )
    return place, found


def _level(code: int) -> int:
    """A level whose prefix is 15, the first and only one (9.2.2.1)."""
    number = 15 + 15 + 2 + code
    return -(number + 1) // 2 if number % 2 else (number + 2) // 2


def _brightness(level: int, quantizer: int) -> int:
    """Of a macroblock with this one level (8.5.10, 8.5.12)."""
    norm, power = 16 * NORMS[quantizer % 6], quantizer // 6
    scaled = (
        level * norm << power - 6 if power >= 6 else level * norm + (1 << 5 - power) >> 6 - power
    )
    return scaled + 32 >> 6
