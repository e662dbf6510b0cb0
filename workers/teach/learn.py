"""What do labelled frames teach: the signs of each counter, and where its digits are?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from scoreboard.models import Region
from workers.read.readers.taught.profile import (
    FORMAT,
    MAX_SIGNS,
    VERSION,
    Sign,
    TaughtProfile,
    around,
    packed,
)
from workers.teach.align import MIN_FRAMES, Kind, Spot, kinds_of
from workers.teach.digits import Beside, beside
from workers.teach.judge import evidence, thresholds
from workers.teach.labels import BadLabels, Box, Frame
from workers.teach.locate import located
from workers.teach.view import View, lines_of, view_of

ROOM = 0.035, 0.05
"""How far from its places in the labelled frames a sign is searched, across and down, as fractions of the frame."""
MOST_PLAYERS = (100, 200)
"""Of these the first one that no label exceeds is what a count may be."""


@dataclass(frozen=True, slots=True)
class Lesson:
    """What was learned, and what was not."""

    profile: TaughtProfile
    notes: tuple[str, ...] = ()
    """A sentence for each counter that is left out."""


def learn(frames: Sequence[Frame], others: Sequence[Frame] = (), name: str = "") -> Lesson:
    """From labelled frames and frames of ``others`` games. Raises ``BadLabels`` where no players are found."""
    notes: list[str] = []
    waiting = _waiting_or_none(frames, others, notes)
    alive = _alive(frames, others, bool(waiting))
    kills = _kills_or_none(frames, others, notes)
    most = max(frame.shown.get("alive") or 0 for frame in frames)
    limit = next(limit for limit in MOST_PLAYERS if most <= limit)
    profile = TaughtProfile(FORMAT, VERSION, name, limit, alive, kills, waiting)
    return Lesson(profile, tuple(notes))


def _alive(
    frames: Sequence[Frame], others: Sequence[Frame], knows_waiting: bool
) -> tuple[Sign, ...]:
    """Told apart from the sign of waiting, too, or else by comparing the two at each look."""
    try:
        return signs_of("alive", frames, others)
    except BadLabels:
        if not knows_waiting:
            raise
    return signs_of("alive", [frame for frame in frames if not frame.waiting], others)


def _kills_or_none(
    frames: Sequence[Frame], others: Sequence[Frame], notes: list[str]
) -> tuple[Sign, ...]:
    if not any(frame.shown.get("kills") is not None for frame in frames):
        return ()
    try:
        return signs_of("kills", frames, others)
    except BadLabels as reason:
        notes.append(str(reason))
        return ()


def _waiting_or_none(
    frames: Sequence[Frame], others: Sequence[Frame], notes: list[str]
) -> tuple[Sign, ...]:
    """What frames share that show no match yet, where they have their box, or else the others have theirs."""
    if not any(frame.waiting for frame in frames):
        return ()
    playing = [frame for frame in frames if not frame.waiting]
    try:
        boxes = waiting_boxes(
            [frame for frame in frames if frame.waiting], boxes_of("alive", playing)
        )
        return _signs("waiting", boxes, {}, [*playing, *others])
    except BadLabels as reason:
        notes.append(str(reason))
        return ()


def waiting_boxes(waiting: Sequence[Frame], playing: Mapping[Frame, Box]) -> dict[Frame, Box]:
    shares = [
        (
            (frame.luma.shape[1] - box.x) / frame.height,
            box.y / frame.height,
            box.width / frame.height,
            box.height / frame.height,
        )
        for frame, box in playing.items()
    ]
    right, top, width, height = (float(np.median(values)) for values in zip(*shares, strict=True))
    boxes = {}
    for frame in waiting:
        lines = frame.height
        usual = Box(frame.luma.shape[1] - right * lines, top * lines, width * lines, height * lines)
        boxes[frame] = frame.boxes.get("alive", usual)
    return boxes


def signs_of(field: str, frames: Sequence[Frame], others: Sequence[Frame]) -> tuple[Sign, ...]:
    """The signs of one counter. Raises ``BadLabels``."""
    boxes = boxes_of(field, frames)
    texts = {frame: str(frame.shown[field]) for frame in boxes}
    without = [frame for frame in frames if frame.shown.get(field, 0) is None]
    return _signs(field, boxes, texts, [*without, *others])


def boxes_of(field: str, frames: Sequence[Frame]) -> dict[Frame, Box]:
    """Around the digits of each frame that shows the counter, given or found. Raises ``BadLabels``."""
    labels = {f: str(f.shown[field]) for f in frames if f.shown.get(field) is not None}
    if len(labels) < MIN_FRAMES:
        raise BadLabels(f"{field}: shown in {len(labels)} frames; {MIN_FRAMES} or more are needed.")
    boxes = located(labels, {f: f.boxes[field] for f in labels if field in f.boxes})
    if len(boxes) < MIN_FRAMES:
        raise BadLabels(
            f"{field}: the digits were found in {len(boxes)} of {len(labels)} frames; give their boxes."
        )
    return boxes


def _signs(
    field: str, boxes: Mapping[Frame, Box], texts: Mapping[Frame, str], others: Sequence[Frame]
) -> tuple[Sign, ...]:
    if len(boxes) < MIN_FRAMES:
        raise BadLabels(f"{field}: shown in {len(boxes)} frames; {MIN_FRAMES} or more are needed.")
    spots = spots_of(boxes)
    kinds = kinds_of(spots)[:MAX_SIGNS]
    if not kinds:
        raise BadLabels(f"{field}: nothing around the number is the same in {MIN_FRAMES} frames.")
    read = {view: texts[view.frame] for view in spots if view.frame in texts}
    signs = [_sign(kind, spots, read, others) for kind in kinds]
    told = tuple(sign for sign in signs if sign)
    if not told:
        raise BadLabels(f"{field}: what is around the number is seen in other places as well.")
    return told


def spots_of(boxes: Mapping[Frame, Box]) -> dict[View, Spot]:
    lines, spots = lines_of(boxes), dict[View, Spot]()
    for frame, box in boxes.items():
        view = view_of(frame, lines)
        size = box.width * view.factor, box.height * view.factor
        spots[view] = Spot(*view.at(box.x, box.y), *size)
    return spots


def _sign(
    kind: Kind, spots: Mapping[View, Spot], texts: Mapping[View, str], others: Iterable[Frame]
) -> Sign | None:
    limits = thresholds(evidence(kind, spots, others))
    return packed_sign(kind, beside(kind, spots, texts), *limits) if limits else None


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
