"""Does the decoder at hand leave what a cut keyframe does not say, as ``upper.py`` takes for granted?

Another build of libav may conceal, draw something else in new buffers, or keep rows of older pictures there. So each
process decodes a keyframe of its own first, whole and cut.
"""

from __future__ import annotations

import logging
from functools import cache
from pathlib import Path

import numpy as np

from workers.capture.video.decode import CodedPicture, Keyframe, decode, luma
from workers.capture.video.rows.upper import CODEC, Upper, decode_upper
from workers.look.look import Gray

log = logging.getLogger(__name__)
KEYFRAME = Path(__file__).with_name("trial.h264")
"""640 by 368, CABAC, two slices: noise with flat stripes (``tests/workers/capture/video/rows/test_trial.py``)."""
_TENTHS = range(2, 10)
_LEAST_ROWS = 60
"""Of the largest cut: a decoder that gives none is no use."""


@cache
def is_as_expected() -> bool:
    """Whether each cut of the trial's keyframe gives rows of the whole one, and the larger ones any."""
    found = leaves_what_is_missing(KEYFRAME.read_bytes())
    if not found:
        log.warning(
            "This build of libav does not decode rows alone: every picture is decoded whole."
        )
    return found


def leaves_what_is_missing(data: bytes) -> bool:
    whole = decode(Keyframe(CODEC, CodedPicture(data)))
    if whole is None:
        return False
    pixels, most = luma(whole[0]).copy(), 0
    del whole  # its buffer is free for the next decoder, if that does not ask for a clean one
    for tenths in _TENTHS:
        upper = decode_upper(Keyframe(CODEC, CodedPicture(data)), len(data) * tenths // 10)
        if upper is None or not agrees(upper, pixels):
            return False
        most = max(most, upper.rows)
    return most >= _LEAST_ROWS


def agrees(upper: Upper, whole: Gray) -> bool:
    """Whether the sure rows are those of the whole picture, bit for bit."""
    rows = luma(upper.frame)[: upper.rows]
    return upper.frame.height == len(whole) and np.array_equal(rows, whole[: upper.rows])
