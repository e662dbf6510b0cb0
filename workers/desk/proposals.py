"""What does a new frame probably show where others have their digits? A person confirms it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

import numpy as np

from workers.read.networks.digits import read_strips
from workers.read.networks.place import Place
from workers.read.readers.count import DIGIT_WIDTH
from workers.read.readers.taught.slot import strips_at
from workers.teach.locate import LEGIBLE, SHARPNESS, STEPS_ACROSS, STEPS_DOWN, located
from workers.teach.view import Box, Frame

ROOM_DIGITS = 3
"""A strip has room for this many digits."""
WHOLE = 0.35
"""A longer number that is seen this often beside a part of it is the whole of it."""


def read_near(frame: Frame, boxes: Mapping[Frame, Box]) -> str:
    """The digits that most places near the usual one show; empty where none is legible. ``boxes``: of other frames."""
    right, top, size = np.median(
        [
            ((f.luma.shape[1] - box.x) / f.height, box.y / f.height, box.height / f.height)
            for f, box in boxes.items()
        ],
        axis=0,
    )
    height = float(size) * frame.height
    x, y = frame.luma.shape[1] - float(right) * frame.height, float(top) * frame.height
    width = ROOM_DIGITS * DIGIT_WIDTH * height
    places = [
        Place(x + float(across) * height, y + float(down) * height, width, height, 1.0)
        for down in STEPS_DOWN
        for across in STEPS_ACROSS
    ]
    sums: dict[str, float] = defaultdict(float)
    for read in read_strips(*strips_at(frame.luma, places)):
        if read.text and read.chance >= LEGIBLE:
            sums[read.text] += read.chance**SHARPNESS
    best = max(sums, key=lambda text: sums[text], default="")
    longer = [text for text in sums if best in text and sums[text] >= WHOLE * sums[best]]
    return max(longer, key=len, default="") if best else ""


def box_of(
    frame: Frame, text: str, labels: Mapping[Frame, str], boxes: Mapping[Frame, Box]
) -> Box | None:
    """Around ``text`` in the frame, near where the other frames have theirs."""
    return located({**labels, frame: text}, boxes, {}).get(frame)
