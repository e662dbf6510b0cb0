"""What is the sign of a counter, and where are its digits beside it?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from scoreboard.models import Region
from scoreboard.taught.profile import MAX_SIGNS, Sign, around
from workers.read.readers.taught.pixels import packed
from workers.teach.align import EXACT, MIN_FRAMES, ROUGH, Kind, kinds_of
from workers.teach.digits import Beside, beside, keeps_its_place
from workers.teach.judge import evidence, thresholds
from workers.teach.labels import BadLabels
from workers.teach.view import Box, Frame, Spot, View, lines_of, view_of

ROOM = 0.035, 0.05
"""How far from its places in the labelled frames a sign is searched, across and down, as fractions of the frame."""


def signs_of(
    field: str, frames: Sequence[Frame], others: Sequence[Frame], beside: float = 0.0
) -> tuple[Sign, ...]:
    """The signs of one counter, beside its digits, at ``beside`` lines if that will do. Raises ``BadLabels``."""
    labels = {frame: str(frame.shown[field]) for frame in frames if frame.shows(field)}
    boxes = {frame: frame.boxes[field] for frame in labels if field in frame.boxes}
    if len(boxes) < MIN_FRAMES <= len(labels):
        raise BadLabels(
            f"{field}: the digits were found in {len(boxes)} of {len(labels)} frames; give their boxes."
        )
    without = [frame for frame in frames if frame.shown.get(field, 0) is None]
    return signs_at(field, boxes, labels, [*without, *others], beside)


def signs_at(
    field: str,
    boxes: Mapping[Frame, Box],
    labels: Mapping[Frame, str],
    others: Sequence[Frame],
    lines: float = 0.0,
) -> tuple[Sign, ...]:
    """What is the same around the boxes, and nowhere in ``others``; with digits where there are ``labels``."""
    if len(boxes) < MIN_FRAMES:
        raise BadLabels(f"{field}: shown in {len(boxes)} frames; {MIN_FRAMES} or more are needed.")
    spots = spots_of(boxes, lines)
    kinds = kinds_of(spots, EXACT if labels else ROUGH)[:MAX_SIGNS]
    if not kinds:
        raise BadLabels(
            f"{field}: nothing around the number is the same in {MIN_FRAMES} of the frames."
        )
    read = {view: labels[view.frame] for view in spots if view.frame in labels}
    signs = [_sign(kind, spots, read, others) for kind in kinds]
    told = tuple(sign for sign in signs if sign)
    if not told:
        raise BadLabels(
            f"{field}: what is around the number is seen in other places as well, or the number moves beside it."
        )
    return told


def spots_of(boxes: Mapping[Frame, Box], beside: float = 0.0) -> dict[View, Spot]:
    lines = lines_of(boxes, beside)
    views = {view_of(frame, lines): box for frame, box in boxes.items()}
    return {view: view.spot(box) for view, box in views.items()}


def _sign(
    kind: Kind, spots: Mapping[View, Spot], texts: Mapping[View, str], others: Sequence[Frame]
) -> Sign | None:
    digits = beside(kind, spots, texts)
    if texts and not keeps_its_place(digits, kind, texts):
        return None
    limits = thresholds(evidence(kind, spots, others))
    return packed_sign(kind, digits, *limits) if limits else None


def packed_sign(kind: Kind, digits: Beside, least: float, typical: float) -> Sign:
    height, width = kind.sign.weights.shape
    return Sign(
        next(iter(kind.placed)).lines,
        width,
        height,
        packed(kind.sign.directions, kind.sign.weights),
        digits.height,
        digits.x,
        digits.y,
        digits.align,
        digits.digit_width,
        digits.one_width,
        _within(kind),
        round(least, 4),
        round(typical, 4),
    )


def _within(kind: Kind) -> Region:
    """All the places that the sign has in the frames, and some room."""
    height, width = kind.sign.weights.shape
    room = []
    for view, found in kind.placed.items():
        frame, (x, y) = view.frame, view.back(found.x, found.y)
        across, down = (side / 2 / view.factor for side in (width, height))
        right = 1 - (frame.luma.shape[1] - x - across) / frame.unit
        wide, high = 2 * across / frame.unit, 2 * down / frame.height
        room.append(Region(right - wide, (y - down) / frame.height, wide, high))
    whole = around(room)
    left, top = max(0.0, whole.x - ROOM[0]), max(0.0, whole.y - ROOM[1])
    return Region(
        round(left, 4),
        round(top, 4),
        round(min(1.0, whole.x + whole.width + ROOM[0]) - left, 4),
        round(min(1.0, whole.y + whole.height + ROOM[1]) - top, 4),
    )
