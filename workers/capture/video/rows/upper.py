"""Which upper rows does a keyframe show whose bytes are cut short?

H.264's macroblocks are coded row by row. Told not to conceal errors (``ec=0``), libav decodes those whose bits have
come and leaves the rest of a new buffer as it was, all zeros; ``trial.py`` makes sure of that. Its mark of corruption
says nothing then: which rows are sure is known by the colour planes, where grey is 128 and hardly anything is 0.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import av
import numpy as np
from av.codec.context import CodecContext, ThreadType
from av.video.frame import VideoFrame
from numpy.typing import NDArray

from workers.capture.video.decode import MAX_HEIGHT, MAX_WIDTH, Keyframe
from workers.capture.video.nal_units import Codec, Units, examine, in_mp4, length_bytes, units_of
from workers.capture.video.rows.sequence import Plain, first_macroblock, plain

CODEC: Codec = "h264"
_DOUBTFUL_MACROBLOCKS = 256
"""Before the first one that is missing. libav notes the end of the bits up to six bytes beyond it, and a macroblock
takes 0.23 of a bit at least (eight decisions of CABAC at 0.027, two at 0.006; 14496-10, 9.3.1.2): that makes 208.
"""
_FILTER_ROWS = 4
"""The loop filter changes up to three rows of pixels above the row of macroblocks below, by the fourth (8.7)."""
_MACROBLOCK, _CHROMA_BLOCK = 16, 8
_OPTIONS = {"max_pixels": str(MAX_WIDTH * MAX_HEIGHT), "ec": "0"}
_LAYOUTS = ("yuv420p", "yuvj420p")
_SLICE, _SEQUENCE = 5, 7
_PLAIN_KINDS = frozenset({_SLICE, 6, _SEQUENCE, 8, 9, 12})
"""nal_unit_type (table 7-1): slices of an IDR picture, supplements, parameter sets, delimiters, filling."""
_TYPE_BITS, _START_CODE = 0x1F, b"\0\0\1"
_HEADER_BYTES = 12
"""Of a slice: more than first_mb_in_slice takes."""
_SEQUENCES_AT, _SEQUENCE_COUNT_BITS = 5, 0x1F
"""numOfSequenceParameterSets in avcC (14496-15, 5.3.3.1)."""


@dataclass(frozen=True, slots=True)
class Upper:
    """The upper part of a picture."""

    frame: VideoFrame
    """As large as the whole picture; below ``rows`` anything."""
    rows: int
    """Of pixels: these are as in the whole picture, bit for bit. May be 0."""
    written: int
    """Macroblocks."""
    used: int
    """Bytes of the picture."""
    across: int

    def bytes_for(self, rows: int) -> int:
        """About how many of the picture's bytes make ``rows`` sure."""
        return round(self.used * _written_for(rows, self.across) / max(1, self.written))


def decode_upper(keyframe: Keyframe, most_bytes: int) -> Upper | None:
    """From the first ``most_bytes`` of the picture at most; these may be all there are.

    ``None`` where rows cannot be told apart: another codec, interlaced, 10 bits, slices out of order, bytes that miss.
    """
    picture = keyframe.picture
    if keyframe.codec != CODEC or not picture.whole:
        return None
    data = cut_short(picture.data, keyframe.setup, most_bytes)
    size = _plain_size(data, keyframe.setup)
    frame = _decoded(data, keyframe.setup) if size else None
    written = _written(frame, size) if frame and size else None
    if not frame or not size or written is None:
        return None
    return Upper(frame, _sure(written, size.across, frame.height), written, len(data), size.across)


def cut_short(data: bytes, setup: bytes, most_bytes: int) -> bytes:
    """The first bytes of a picture, without a last unit of which too few are left to say what it is.

    Where units are preceded by their lengths, the last one's is what is left of it.
    """
    if in_mp4(setup):
        return _prefixed_cut_short(data, setup, most_bytes)
    data = data[:most_bytes]
    start, stop = (units_of(CODEC, data, setup) or [(0, 0)])[-1]
    return data if stop - start >= _HEADER_BYTES else data[: max(0, start - len(_START_CODE))]


def _prefixed_cut_short(data: bytes, setup: bytes, most_bytes: int) -> bytes:
    prefix = length_bytes(CODEC, setup)
    for start, stop in units_of(CODEC, data, setup):
        if stop > most_bytes:
            before, length = data[: start - prefix], most_bytes - start
            if length < _HEADER_BYTES:
                return before
            return before + length.to_bytes(prefix, "big") + data[start:most_bytes]
    return data


def _plain_size(data: bytes, setup: bytes) -> Plain | None:
    units = units_of(CODEC, data, setup)
    kinds = [data[start] & _TYPE_BITS for start, _ in units]
    examined = examine(CODEC, data, setup)
    if not examined.whole or not examined.is_random_access or not _PLAIN_KINDS.issuperset(kinds):
        return None
    slices = [unit for unit, kind in zip(units, kinds, strict=True) if kind == _SLICE]
    sequences = {
        data[start:stop]
        for (start, stop), kind in zip(units, kinds, strict=True)
        if kind == _SEQUENCE
    } | _of_setup(setup)
    if len(sequences) != 1 or not _in_order(data, slices):
        return None
    return plain(sequences.pop())


def _of_setup(setup: bytes) -> set[bytes]:
    """The sequence parameter set in MP4's description; one that is never plain where there are several."""
    if not in_mp4(setup):
        return set()
    if len(setup) < _SEQUENCES_AT + 3 or setup[_SEQUENCES_AT] & _SEQUENCE_COUNT_BITS != 1:
        return {b""}
    start = _SEQUENCES_AT + 3
    return {setup[start : start + int.from_bytes(setup[start - 2 : start], "big")]}


def _in_order(data: bytes, slices: Units) -> bool:
    """Whether each slice begins below the one before, the first one at the top."""
    try:
        firsts = [
            first_macroblock(data[start + 1 : min(stop, start + 1 + _HEADER_BYTES)])
            for start, stop in slices
        ]
    except ValueError:
        return False
    return firsts[:1] == [0] and all(one < other for one, other in pairwise(firsts))


def _decoded(data: bytes, setup: bytes) -> VideoFrame | None:
    """By a decoder of its own: what was used before holds rows of other pictures."""
    decoder = CodecContext.create(CODEC, "r")
    if setup:
        decoder.extradata = setup
    decoder.thread_count, decoder.thread_type = 1, ThreadType.NONE
    decoder.skip_frame, decoder.options = "NONKEY", _OPTIONS
    try:
        frames = decoder.decode(av.Packet(data)) or decoder.decode(None)
    except av.FFmpegError:
        return None
    return frames[0] if len(frames) == 1 else None


def _written(frame: VideoFrame, size: Plain) -> int | None:
    """How many macroblocks were, from the top left on; ``None`` unless they are all that were."""
    if frame.format.name not in _LAYOUTS or frame.interlaced_frame:
        return None
    seen = _seen(frame, 1) & _seen(frame, 2)
    if seen.shape != (size.down, size.across):
        return None
    count = int(seen.sum())
    return count if seen.ravel()[:count].all() else None


def _seen(frame: VideoFrame, plane: int) -> NDArray[np.bool_]:
    """By macroblock: whether the first sample of its colour was written."""
    colour = frame.planes[plane]
    samples = np.frombuffer(memoryview(colour), np.uint8).reshape(-1, colour.line_size)
    seen: NDArray[np.bool_] = (
        samples[: colour.height : _CHROMA_BLOCK, : colour.width : _CHROMA_BLOCK] != 0
    )
    return seen


def _sure(written: int, across: int, height: int) -> int:
    """Rows of pixels above every macroblock that may be wrong, and out of the reach of the filter."""
    rows = max(0, written - _DOUBTFUL_MACROBLOCKS) // across * _MACROBLOCK - _FILTER_ROWS
    return min(max(0, rows), height)


def _written_for(rows: int, across: int) -> int:
    return -(-(rows + _FILTER_ROWS) // _MACROBLOCK) * across + _DOUBTFUL_MACROBLOCKS
