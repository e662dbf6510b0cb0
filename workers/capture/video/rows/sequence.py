"""Is a stream of H.264 so plain that its pictures grow row by row?

By its sequence parameter set (ISO/IEC 14496-10, 7.3.2.1.1 and 7.4.2.1.1, as all paragraphs here): a whole frame at a
time in rows of macroblocks, 8 bits, 4:2:0. What is not plain is decoded as a whole.
"""

from __future__ import annotations

from dataclasses import dataclass

_MAX_BYTES = 256
_ESCAPED, _UNESCAPED = b"\0\0\3", b"\0\0"
_BASELINE, _MAIN, _HIGH = 66, 77, 100
"""profile_idc, annex A.2; others have more bits, more colours or fields of their own."""
_CONSTRAINED_BIT = 0x40
"""constraint_set1_flag: a baseline stream without rows out of order (A.2.1.1)."""
_CHROMA_420 = 1
_MAX_MACROBLOCKS = 300
"""Along a side."""


@dataclass(frozen=True, slots=True)
class Plain:
    """How many macroblocks of 16 by 16 pixels a picture has."""

    across: int
    down: int


def plain(sequence: bytes) -> Plain | None:
    """``sequence``: the parameter set's unit, header and all. ``None``: the stream is not plain, or not understood."""
    try:
        return _plain(_Bits(sequence[1:_MAX_BYTES].replace(_ESCAPED, _UNESCAPED)))
    except (IndexError, ValueError):
        return None


def _plain(bits: _Bits) -> Plain | None:
    profile, constraints = bits.read(8), bits.read(8)
    bits.read(8)  # level_idc
    bits.number()  # seq_parameter_set_id
    if profile == _HIGH:
        if not _has_plain_samples(bits):
            return None
    elif profile != _MAIN and not (profile == _BASELINE and constraints & _CONSTRAINED_BIT):
        return None
    bits.number()  # log2_max_frame_num_minus4
    order = bits.number()  # pic_order_cnt_type
    if order == 1:
        return None
    if order == 0:
        bits.number()  # log2_max_pic_order_cnt_lsb_minus4
    bits.number()  # max_num_ref_frames
    bits.read(1)  # gaps_in_frame_num_value_allowed_flag
    size = Plain(bits.number() + 1, bits.number() + 1)
    is_whole_frames = bits.read(1)  # frame_mbs_only_flag
    bits.read(1)  # direct_8x8_inference_flag
    fits = max(size.across, size.down) <= _MAX_MACROBLOCKS
    return size if is_whole_frames and fits and _begins_at_the_corner(bits) else None


def _has_plain_samples(bits: _Bits) -> bool:
    chroma, luma_bits, chroma_bits = bits.number(), bits.number(), bits.number()
    bypass, has_matrix = bits.read(1), bits.read(1)
    return chroma == _CHROMA_420 and not (luma_bits or chroma_bits or bypass or has_matrix)


def _begins_at_the_corner(bits: _Bits) -> bool:
    """Nothing is cropped on the left and at the top, so that rows of pixels are counted as those of macroblocks."""
    if not bits.read(1):  # frame_cropping_flag
        return True
    left, _, top = bits.number(), bits.number(), bits.number()
    return not (left or top)


def first_macroblock(slice_header: bytes) -> int:
    """first_mb_in_slice (7.3.3); ``slice_header``: the first bytes behind the unit's header. Raises ``ValueError``."""
    try:
        return _Bits(slice_header.replace(_ESCAPED, _UNESCAPED)).number()
    except IndexError:
        raise ValueError("The slice's header is cut short.") from None


class _Bits:
    """Reads from the highest bit on. Raises ``IndexError`` at the end."""

    def __init__(self, data: bytes) -> None:
        self._bits = "".join(f"{byte:08b}" for byte in data)
        self._at = 0

    def read(self, count: int) -> int:
        piece = self._bits[self._at : self._at + count]
        if len(piece) < count:
            raise IndexError("There are no more bits.")
        self._at += count
        return int(piece or "0", 2)

    def number(self) -> int:
        """ue(v), 9.1."""
        zeros = self._bits.index("1", self._at) - self._at
        self._at += zeros
        return self.read(zeros + 1) - 1
