"""Which bits say how bright the first macroblock of a keyframe is, and what else may stand there?

An even macroblock is one coefficient; a large one is coded with bits whose number does not depend on its value.
Paragraphs are those of ISO/IEC 14496-10.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from arena.clips.bits import Bits
from arena.clips.cabac import Bins
from arena.clips.keyframe import Keyframe

ESCAPE_BITS = 12
"""Of a large level without arithmetic code; a one stands before and behind them."""
NORMS, NORMS_8X8 = (10, 11, 13, 14, 16, 18), (20, 22, 26, 28, 32, 36)
"""normAdjust(m, 0, 0) (8.5.9)."""


@dataclass(frozen=True)
class _Transform:
    """Which block the coefficient is of: the contexts of its flags, and how it is scaled."""

    coded: int | None
    significant: int
    last: int
    level: int
    norms: tuple[int, ...]
    whole: int
    """The power of two by which ``norms`` are too large."""


MEANS = _Transform(88, 105, 166, 227, NORMS, 6)
BLOCK_4X4 = _Transform(96, 134, 195, 247, NORMS, 4)
BLOCK_8X8 = _Transform(None, 402, 417, 426, NORMS_8X8, 6)


def other_corners(start: Keyframe) -> Iterator[tuple[int, bytes]]:
    """How much brighter, and the head of the slice then. Raises ValueError when the corner is not coded as even."""
    return _by_arithmetic(start) if start.cabac else _by_lengths(start)


def _by_lengths(start: Keyframe) -> Iterator[tuple[int, bytes]]:
    """7.3.5, 9.2."""
    bits = Bits(start.payload, start.begins)
    kind, chroma, quantizer = bits.ue(), bits.ue(), start.quantizer + bits.se()
    # Intra 16x16 from nothing, one coefficient that is no +-1, and its level with the prefix for large ones.
    if (kind, chroma, bits.u(6), bits.u(16)) != (3, 0, 0b101, 1):
        raise ValueError("the corner of the keyframe is not even")
    coded = bits.u(ESCAPE_BITS)
    now = _brightness(_level(coded), quantizer, MEANS)
    for code in range(coded % 2, 1 << ESCAPE_BITS, 2):
        light = _brightness(_level(code), quantizer, MEANS) - now
        yield light, _added(start.payload, code - coded, bits.place)


def _by_arithmetic(start: Keyframe) -> Iterator[tuple[int, bytes]]:
    """Bins without a context do not change how the others are coded, and come in as multiples of the width."""
    bins = Bins(Bits(start.payload, start.begins), start.quantizer)
    transform = _transform(bins, start.transform_8x8)
    quantizer = start.quantizer + _quantizer_change(bins)
    if transform.coded is not None and not bins.bin(transform.coded):
        raise ValueError("the corner of the keyframe is grey")
    if (bins.bin(transform.significant), bins.bin(transform.last)) != (1, 1):
        raise ValueError("the corner of the keyframe is not even")
    length, suffix = _suffix(bins, transform)
    place, width, sign = bins.place, bins.width, -1 if bins.bypass() else 1
    least = 14 + (1 << length)
    now = _brightness(sign * (least + suffix), quantizer, transform)
    for other in range(1 << length):
        light = _brightness(sign * (least + other), quantizer, transform) - now
        yield light, _added(start.payload, (other - suffix) * width, place)


def _transform(bins: Bins, transform_8x8: bool) -> _Transform:
    """Reads to the change of the quantizer (7.3.5, 9.3.3.1)."""
    if bins.bin(3):
        if (bins.last(), *map(bins.bin, (6, 7, 9, 10, 64))) != (0, 0, 0, 1, 0, 0):
            raise ValueError("the corner of the keyframe is not even")
        return MEANS
    large = transform_8x8 and bool(bins.bin(399))
    for _ in range(4 if large else 16):
        if not bins.bin(68):
            [bins.bin(69) for _ in range(3)]
    if (bins.bin(64), bins.bin(73), bins.bin(73), bins.bin(73), bins.bin(76), bins.bin(77)) != (
        *(0, 1, 0, 0, 0, 0),
    ):
        raise ValueError("the corner of the keyframe is not even")
    return BLOCK_8X8 if large else BLOCK_4X4


def _quantizer_change(bins: Bins) -> int:
    count, context = 0, 60
    while bins.bin(context):
        count, context = count + 1, 62 if not count else 63
    return (count + 1) // 2 if count % 2 else -count // 2


def _suffix(bins: Bins, transform: _Transform) -> tuple[int, int]:
    """Of the level: how many bits without a context, and what they say (9.3.2.3)."""
    if not all(bins.bin(transform.level + (5 if place else 1)) for place in range(14)):
        raise ValueError("the corner of the keyframe is hardly dark")
    length = 0
    while bins.bypass():
        length += 1
    suffix = 0
    for _ in range(length):
        suffix = suffix << 1 | bins.bypass()
    return length, suffix


def _added(payload: bytes, number: int, place: int) -> bytes:
    """The payload with so much more in the bits before `place`."""
    whole = int.from_bytes(payload, "big") + (number << len(payload) * 8 - place)
    return whole.to_bytes(len(payload), "big")


def _level(code: int) -> int:
    """A level whose prefix is 15, the first and only one (9.2.2.1)."""
    number = 15 + 15 + 2 + code
    return -(number + 1) // 2 if number % 2 else (number + 2) // 2


def _brightness(level: int, quantizer: int, transform: _Transform) -> int:
    """Of a block with this one level (8.5.10, 8.5.12, 8.5.13)."""
    norm, power = 16 * transform.norms[quantizer % 6], quantizer // 6 - transform.whole
    scaled = level * norm << power if power >= 0 else level * norm + (1 << -power - 1) >> -power
    return scaled + 32 >> 6
