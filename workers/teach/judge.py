"""How alike must a place be to show the sign: what do the frames that show it say, and what all that does not?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from statistics import median

from workers.read.readers.taught.search import (
    LEADS,
    SIZES,
    Ground,
    Part,
    Template,
    best_place,
    likenesses,
    prepared,
)
from workers.teach.align import Kind, points_of, shared
from workers.teach.view import Frame, Spot, View, view_of

NEAR = 14
"""A place no further from the sign than this, in pixels of a view, or than half of its size, is its own. There it
resembles itself: edges go on, and letters are as high as one another."""
AROUND = 130, 90
"""How far around its places what resembles the sign is searched, across and down, in pixels of a view."""
MIN_SHOWN = 3
PLAIN = 0.4
"""How far it is from the least to the usual likeness where a look at one size is enough."""
LEAST, MARGIN, SHARE = 0.5, 0.04, 0.3
"""Where the least likeness is between the most that anything else has and what is usual; and what it is at least."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """Likenesses, 0 to 1."""

    shown: tuple[float, ...]
    """Of the sign's own place in each frame, learned without that frame."""
    elsewhere: tuple[float, ...]
    """Of the best other place of each frame that shows it, and of the best place of each that does not."""
    lead: float = 0.0
    """By how much the sign's own place is more alike than any other of its frame, in most frames."""


def evidence(kind: Kind, spots: Mapping[View, Spot], others: Iterable[Frame]) -> Evidence:
    shown, elsewhere, points = list[float](), list[float](), points_of(kind)
    for view in kind.placed:
        rest = {other: point for other, point in points.items() if other is not view}
        sign = shared(rest, spots)
        if sign is None:
            continue
        own = points[view][0] + sign.x, points[view][1] + sign.y
        what = prepared(sign.directions, sign.weights)
        likeness = own_and_other(view, own, what, *area(kind, view.field.shape))
        shown.append(likeness[0])
        elsewhere.append(likeness[1])
    lead = median(own - other for own, other in zip(shown, elsewhere, strict=True)) if shown else 0
    elsewhere += [anywhere(frame, kind) for frame in others]
    return Evidence(tuple(shown), tuple(elsewhere), lead)


def anywhere(frame: Frame, kind: Kind) -> float:
    """The likeness of the best place of a frame that does not show the sign, at any size."""
    lines = next(iter(kind.placed)).lines
    field = view_of(frame, lines).field
    ground = Ground.of(field[area(kind, field.shape)])
    whats = (prepared(kind.sign.directions, kind.sign.weights, size) for size in SIZES)
    found = (best_place(ground, what) for what in whats)
    return max(each.likeness if each else 0.0 for each in found)


def own_and_other(
    view: View, own: tuple[float, float], what: Template, rows: slice, columns: slice
) -> tuple[float, float]:
    """The likeness where the sign is, and the best one around it."""
    likeness = likenesses(Ground.of(view.field[rows, columns]), what)
    if likeness is None:
        return 0.0, 0.0
    height, width = what.shape
    row, column = round(own[1] - height / 2) - rows.start, round(own[0] - width / 2) - columns.start
    far = (max(NEAR, side // 2) for side in (height, width))
    near = tuple(
        slice(max(0, at - by), max(0, at + by + 1))
        for at, by in zip((row, column), far, strict=True)
    )
    here = float(likeness[near].max(initial=0.0))
    likeness[near] = 0
    return here, float(likeness.max())


def area(kind: Kind, shape: tuple[int, ...]) -> Part:
    """Around all the places of the sign, in a view of ``shape``; views keep to their right edge."""
    height, width = kind.sign.weights.shape
    downs = [found.y for found in kind.placed.values()]
    backs = [view.field.shape[1] - found.x for view, found in kind.placed.items()]
    top, bottom = min(downs) - height / 2 - AROUND[1], max(downs) + height / 2 + AROUND[1]
    left, right = (
        shape[1] - max(backs) - width / 2 - AROUND[0],
        shape[1] - min(backs) + width / 2 + AROUND[0],
    )
    return slice(max(0, int(top)), int(bottom)), slice(max(0, int(left)), int(right))


def thresholds(seen: Evidence) -> tuple[float, float] | None:
    """The likeness from which on the sign is shown, and one that is plain; nothing where the two are not told apart."""
    if len(seen.shown) < MIN_SHOWN:
        return None
    usual, other = median(seen.shown), max(seen.elsewhere, default=0.0)
    least = max(LEAST, other + MARGIN, other + SHARE * (usual - other))
    if least > usual - MARGIN:
        return (min(1.0, least), usual) if seen.lead >= LEADS else None
    return least, least + PLAIN * (usual - least)
