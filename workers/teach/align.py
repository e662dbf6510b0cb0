"""Which frames show the same around their counter, and which edge of the digits keeps its place beside it?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from scoreboard.taught.profile import Align
from workers.read.readers.taught.gradients import Gradients
from workers.read.readers.taught.search import Found, Ground, best_place, prepared
from workers.teach.agree import Agreement, agreement
from workers.teach.view import ABOVE, BESIDE, Spot, View

ALIGNS: Mapping[Align, float] = {"center": 0.0, "right": 0.5, "left": -0.5}
"""Which point of the digits' box keeps its place, in widths of it from its middle."""
ROUNDS = 4
Room = tuple[int, int]
EXACT: Room = (3, 3)
"""How far off a box around digits may be, beside and above, in pixels of a view."""
ROUGH: Room = (8, 6)
"""The same of a box where other frames have their digits."""
HIDE_BESIDE, HIDE_ABOVE = 2.5, 2.0
"""What is hidden around the boxes of digits, in pixels of a view."""
ALIKE = 0.4
"""A frame less like what the others share is of another kind."""
MIN_FRAMES = 4
"""What fewer frames share may be chance."""

Points = Mapping[View, tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Kind:
    """Frames that show one sign."""

    sign: Agreement
    align: Align
    placed: Mapping[View, Found]
    """Where the middle of the sign is in each."""


def kinds_of(spots: Mapping[View, Spot], room: Room = EXACT) -> list[Kind]:
    """The ways in which the frames draw their counter, the commonest first; what few frames show is left out."""
    left, kinds = dict(spots), list[Kind]()
    while len(left) >= MIN_FRAMES and (kind := kind_of(left, room)):
        kinds.append(kind)
        left = {view: spot for view, spot in left.items() if view not in kind.placed}
    return kinds


def kind_of(spots: Mapping[View, Spot], room: Room) -> Kind | None:
    """By the edge of the digits at which the frames share most."""
    found = [kind for align in ALIGNS if (kind := _aligned(spots, align, room))]
    return max(found, key=lambda kind: len(kind.placed) * kind.sign.mass, default=None)


def _aligned(spots: Mapping[View, Spot], align: Align, room: Room) -> Kind | None:
    """What is shared is found, each frame moved to where it fits best, and again."""
    points: Points = {view: (edge(spot, align), spot.y) for view, spot in spots.items()}
    kind: Kind | None = None
    for _ in range(ROUNDS):
        sign = shared(points, spots)
        if sign is None:
            return None
        placed = {view: place(view, spot, align, sign, room) for view, spot in spots.items()}
        placed = {view: found for view, found in placed.items() if found.likeness >= ALIKE}
        if len(placed) < MIN_FRAMES:
            return None
        kind = Kind(sign, align, placed)
        points = points_of(kind)
    return kind


def edge(spot: Spot, align: Align) -> float:
    return spot.x + ALIGNS[align] * spot.width


def points_of(kind: Kind) -> Points:
    """The middles of the pieces that were compared."""
    return {view: (at.x - kind.sign.x, at.y - kind.sign.y) for view, at in kind.placed.items()}


def shared(points: Points, spots: Mapping[View, Spot]) -> Agreement | None:
    """What is the same around the points; no frame's digits are part of it."""
    pieces = [view.piece(*point) for view, point in points.items()]
    return agreement(pieces, _hidden(points, spots))


def place(view: View, spot: Spot, align: Align, sign: Agreement, room: Room) -> Found:
    """Where the middle of ``sign`` is in the view, near where the digits are said to be."""
    height, width = sign.weights.shape
    x, y = edge(spot, align) + sign.x, spot.y + sign.y
    left, top = round(x - width / 2 - room[0]), round(y - height / 2 - room[1])
    rows = slice(max(0, top), max(0, top) + height + 2 * room[1])
    columns = slice(max(0, left), max(0, left) + width + 2 * room[0])
    what = prepared(sign.directions, sign.weights)
    found = best_place(Ground.of(view.field[rows, columns]), what)
    if found is None:
        return Found(x, y, 1.0, 0.0)
    return Found(found.x + columns.start, found.y + rows.start, 1.0, found.likeness)


def _hidden(points: Points, spots: Mapping[View, Spot]) -> Gradients:
    """1 where any of the frames has digits, those of other counters included."""
    result = np.zeros((2 * ABOVE + 1, 2 * BESIDE + 1), np.float32)
    for view, (x, y) in points.items():
        for spot in [spots[view], *map(view.spot, view.frame.boxes.values())]:
            column, row = BESIDE + spot.x - round(x), ABOVE + spot.y - round(y)
            across, down = spot.width / 2 + HIDE_BESIDE, spot.height / 2 + HIDE_ABOVE
            rows = slice(max(0, round(row - down)), max(0, round(row + down) + 1))
            columns = slice(max(0, round(column - across)), max(0, round(column + across) + 1))
            result[rows, columns] = 1
    return result


def offsets(kind: Kind, spots: Mapping[View, Spot]) -> tuple[float, float]:
    """From the sign's middle to the digits' edge and middle, by most of the boxes, in units of a view."""
    across = [edge(spots[view], kind.align) - found.x for view, found in kind.placed.items()]
    down = [spots[view].y - found.y for view, found in kind.placed.items()]
    return float(np.median(across)), float(np.median(down))


def spread(kind: Kind, spots: Mapping[View, Spot]) -> float:
    """How much the edge of the digits moves beside the sign, in pixels of a view."""
    across = [edge(spots[view], kind.align) - found.x for view, found in kind.placed.items()]
    return float(np.mean(np.abs(np.array(across) - np.median(across))))
