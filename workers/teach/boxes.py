"""Where are the digits in frames whose labels leave that out?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from workers.teach.locate import located
from workers.teach.view import Box, Frame


def with_boxes(frames: Sequence[Frame]) -> list[Frame]:
    """The frames with a box for each counter whose digits are found.

    The kills are searched beside the players. Where no match has begun, something stands where the players do later.
    """
    alive = _completed("alive", frames, {})
    kills = _completed("kills", frames, alive)
    found = []
    for frame in frames:
        boxes = dict(frame.boxes)
        for field, some in (("alive", alive), ("kills", kills)):
            if frame in some:
                boxes[field] = some[frame]
        if frame.waiting and alive:
            boxes.setdefault("alive", _usual(alive, frame))
        found.append(replace(frame, boxes=boxes))
    return found


def _completed(
    field: str, frames: Sequence[Frame], beside: Mapping[Frame, Box]
) -> dict[Frame, Box]:
    labels = {frame: str(frame.shown[field]) for frame in frames if frame.shows(field)}
    given = {frame: frame.boxes[field] for frame in labels if field in frame.boxes}
    return located(labels, given, beside)


def _usual(boxes: Mapping[Frame, Box], other: Frame) -> Box:
    """Where most frames have the box, in another one."""
    shares = [
        np.array([frame.luma.shape[1] - box.x, box.y, box.width, box.height]) / frame.height
        for frame, box in boxes.items()
    ]
    right, top, width, height = map(float, np.median(shares, axis=0) * other.height)
    return Box(other.luma.shape[1] - right, top, width, height)
