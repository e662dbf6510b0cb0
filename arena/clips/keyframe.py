"""Where in a segment does the first macroblock of its keyframe begin, and how is it quantized?

Paragraphs are those of ISO/IEC 14496-10.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from arena.clips.bits import Bits
from arena.clips.retime import HAS_PAYLOAD, PACKET_BYTES, VIDEO_PID

START_CODE = b"\0\0\1"
EMULATION = b"\0\0\3"
SLICE, SEQUENCE, PICTURE = 5, 7, 8
"""NAL unit types (table 7-1): an IDR slice and its two parameter sets."""
HEAD_BYTES = 96
"""More than a slice's header and first macroblock take."""
HIGH_PROFILES = (100, 110, 122, 244)


@dataclass(frozen=True)
class Keyframe:
    """The head of the first slice; `places` are the offsets of its bytes in the segment."""

    payload: bytes
    places: NDArray[np.int64]
    begins: int
    """The bit of `payload` at which the slice's macroblocks begin."""
    quantizer: int
    cabac: bool
    transform_8x8: bool


@dataclass(frozen=True)
class _Sequence:
    frame_number_bits: int
    order_bits: int


@dataclass(frozen=True)
class _Picture:
    cabac: bool
    order_present: bool
    quantizer: int
    deblocking_present: bool
    transform_8x8: bool


def keyframe(transport_stream: bytes) -> Keyframe:
    """Of the H.264 picture that begins the segment. Raises ValueError when it is coded in another way than ours."""
    stream, places = _first_picture(transport_stream)
    units = _units(stream)
    if not {SLICE, SEQUENCE, PICTURE} <= units.keys():
        raise ValueError("the segment does not begin with a keyframe and its parameter sets")
    sequence = _sequence(Bits(_unescaped(stream, *units[SEQUENCE])[0]))
    picture = _picture(Bits(_unescaped(stream, *units[PICTURE])[0]))
    begin, end = units[SLICE]
    payload, kept = _unescaped(stream, begin, min(end, begin + HEAD_BYTES))
    bits = Bits(payload)
    quantizer = _slice_quantizer(bits, sequence, picture)
    begins = bits.place + (-bits.place % 8 if picture.cabac else 0)
    return Keyframe(payload, places[kept], begins, quantizer, picture.cabac, picture.transform_8x8)


def _first_picture(transport_stream: bytes) -> tuple[bytes, NDArray[np.int64]]:
    """The bytes of the first PES packet of the video, and their offsets."""
    taken: list[NDArray[np.int64]] = []
    for at in range(0, len(transport_stream), PACKET_BYTES):
        packet = transport_stream[at : at + PACKET_BYTES]
        pid = int.from_bytes(packet[1:3], "big")
        if pid & 0x1FFF != VIDEO_PID or not packet[3] & HAS_PAYLOAD:
            continue
        begin = 5 + packet[4] if packet[3] & 0x20 else 4
        if pid & 0x4000:
            if taken:
                break
            begin += 9 + packet[begin + 8]
        taken.append(np.arange(at + begin, at + PACKET_BYTES))
        if len(taken) == 32:
            break
    if not taken:
        raise ValueError("the segment has no video")
    places = np.concatenate(taken)
    return np.frombuffer(transport_stream, np.uint8)[places].tobytes(), places


def _units(stream: bytes) -> dict[int, tuple[int, int]]:
    """By its type the first NAL unit: where its payload begins and ends."""
    units: dict[int, tuple[int, int]] = {}
    at = stream.find(START_CODE)
    while at >= 0:
        end = stream.find(START_CODE, at + 3)
        begin = at + 4
        units.setdefault(stream[at + 3] & 0x1F, (begin, end if end >= 0 else len(stream)))
        at = end
    return units


def _unescaped(stream: bytes, begin: int, end: int) -> tuple[bytes, NDArray[np.int64]]:
    """The payload without the bytes that keep it from looking like a start code (7.3.1), and where the others are."""
    kept, zeros = [], 0
    for place in range(begin, end):
        if zeros >= 2 and stream[place] == 3:
            zeros = 0
            continue
        zeros = zeros + 1 if stream[place] == 0 else 0
        kept.append(place)
    places = np.array(kept, np.int64)
    return np.frombuffer(stream, np.uint8)[places].tobytes(), places


def _sequence(bits: Bits) -> _Sequence:
    """7.3.2.1.1."""
    profile = bits.u(8)
    bits.u(16)
    bits.ue()
    if profile in HIGH_PROFILES and (bits.ue(), bits.ue(), bits.ue(), bits.u(2)) != (1, 0, 0, 0):
        raise ValueError("the video is not 4:2:0 of 8 bits without scaling lists")
    frame_number_bits, order = bits.ue() + 4, bits.ue()
    if order == 1:
        raise ValueError("the order of pictures is coded in a way that x264 never uses")
    return _Sequence(frame_number_bits, bits.ue() + 4 if order == 0 else 0)


def _picture(bits: Bits) -> _Picture:
    """7.3.2.2."""
    bits.ue()
    bits.ue()
    cabac, order_present = bits.u(1), bits.u(1)
    if bits.ue():
        raise ValueError("the macroblocks are in slice groups")
    bits.ue()
    bits.ue()
    bits.u(3)
    quantizer = 26 + bits.se()
    bits.se()
    bits.se()
    deblocking, _, redundant = bits.u(1), bits.u(1), bits.u(1)
    if redundant:
        raise ValueError("there are redundant pictures")
    more = bits.left() > 0
    return _Picture(
        bool(cabac), bool(order_present), quantizer, bool(deblocking), bool(more and bits.u(1))
    )


def _slice_quantizer(bits: Bits, sequence: _Sequence, picture: _Picture) -> int:
    """Reads to the end of the slice's header (7.3.3)."""
    first, kind = bits.ue(), bits.ue()
    if first or kind % 5 != 2:
        raise ValueError("the keyframe does not begin with a slice of intra macroblocks")
    bits.ue()
    bits.u(sequence.frame_number_bits)
    bits.ue()
    if sequence.order_bits:
        bits.u(sequence.order_bits)
        if picture.order_present:
            bits.se()
    bits.u(2)
    quantizer = picture.quantizer + bits.se()
    if picture.deblocking_present and bits.ue() != 1:
        bits.se()
        bits.se()
    return quantizer
