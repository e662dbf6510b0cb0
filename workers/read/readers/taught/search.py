"""Where in a picture is a sign, and how much does it look like it?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import cv2
import numpy as np

from scoreboard.taught.profile import Sign
from workers.look.look import Gray
from workers.read.networks.scale import scaled
from workers.read.readers.taught.gradients import Gradients, gradients
from workers.read.readers.taught.pixels import planes

SIZES = (1.0, 0.92, 1.09, 0.85, 1.18)
"""How many times as large as usual a sign may be drawn; the first one is searched first."""
FLANK = 14
"""A place no further from another than this, in pixels of what is searched, shows the same."""
FAINTLY, LEADS = 0.36, 0.15
"""The first is likeness enough where no place beside comes nearer than by the second: over busy scenery a sign is less
alike, and all else is too. In 180 rendered looks leads were 0.2 to 0.5 with a counter, and at most 0.07 without."""
RIVAL = 0.05
"""With a lead of less another place is as alike, and neither is the sign."""
FLAT = 0.4
"""A place is taken to hold at least this much of a sign's strength: on flat ground noise resembles anything."""

Shape = tuple[int, int]
Spectra = tuple[Gradients, Gradients]
"""Of the gradients that count, and of how much they count."""
Part = tuple[slice, slice]
"""Rows and columns."""
EVERYWHERE: Part = (slice(None), slice(None))


@dataclass(frozen=True, slots=True)
class Found:
    """The best place of a sign."""

    x: float
    """Of its middle, in pixels of what was searched; so is ``y``."""
    y: float
    size: float
    """How many times as large as usual it is."""
    likeness: float
    """Up to 1."""
    lead: float = 0.0
    """By how much it is more alike than all that was searched beside it."""


@dataclass(frozen=True, slots=True, eq=False)
class Template:
    """A sign at one size, ready to be compared."""

    pull: Gradients
    """Shape (height, width, 2): gradients times how much they count."""
    weights: Gradients
    strength: float

    @property
    def shape(self) -> Shape:
        return self.weights.shape[0], self.weights.shape[1]


@dataclass(frozen=True, slots=True)
class Ground:
    """Gradients in which signs are searched, as spectra: correlating with a second sign costs little more."""

    shape: Shape
    directions: Gradients
    strengths: Gradients
    """Of their squared lengths."""

    @classmethod
    def of(cls, field: Gradients) -> Ground:
        height, width = field.shape[:2]
        room = cv2.getOptimalDFTSize(height), cv2.getOptimalDFTSize(width)
        across, down = cv2.split(field)
        strengths = (across * across + down * down).astype(np.float32, copy=False)
        return cls((height, width), _spectrum(field, room), _spectrum(strengths, room))

    @property
    def room(self) -> Shape:
        return self.directions.shape[0], self.directions.shape[1]


@lru_cache(maxsize=256)
def template(sign: Sign, size: float) -> Template:
    return prepared(*planes(sign.pixels, sign.height, sign.width), size)


def prepared(directions: Gradients, weights: Gradients, size: float = 1.0) -> Template:
    if size != 1.0:
        height, width = weights.shape
        shape = max(2, round(width * size)), max(2, round(height * size))
        directions, weights = (
            cv2.resize(each, shape, interpolation=cv2.INTER_LINEAR).astype(np.float32, copy=False)
            for each in (directions, weights)
        )
    pull = directions * weights[..., None]
    return Template(pull, weights, float(np.sqrt((pull * directions).sum())))


def ground_of(picture: Gray, frame_height: int, lines: float) -> Ground:
    """Of a part of a frame, as if the frame were ``lines`` pixels high."""
    return Ground.of(gradients(scaled(picture, lines / frame_height)))


def search(ground: Ground, sign: Sign, part: Part = EVERYWHERE) -> Found | None:
    """The best place within ``part``, in pixels of the ground; nothing where it is smaller than the sign.

    Where the usual size shows the sign plainly no other is searched.
    """
    best: Found | None = None
    for size in SIZES:
        what = template(sign, size)
        if not _fits(what.shape, ground.shape):
            continue
        found = best_place(ground, what, part, size, _kept_spectra(what, ground.room))
        if found and (best is None or found.likeness > best.likeness):
            best = found
        if best and best.size == SIZES[0] and best.likeness >= sign.typical:
            break
    return best


def best_place(
    ground: Ground,
    what: Template,
    part: Part = EVERYWHERE,
    size: float = 1.0,
    spectra: Spectra | None = None,
) -> Found | None:
    likeness = likenesses(ground, what, part, spectra)
    if likeness is None:
        return None
    _, best, _, (column, row) = cv2.minMaxLoc(likeness)
    x = column + _between(likeness[row, max(0, column - 1) : column + 2], column)
    y = row + _between(likeness[max(0, row - 1) : row + 2, column], row)
    height, width = what.shape
    left, top = part[1].start or 0, part[0].start or 0
    lead = _lead(likeness, row, column)
    return Found(left + x + width / 2, top + y + height / 2, size, float(best), lead)


def _lead(likeness: Gradients, row: int, column: int) -> float:
    """How much more alike the best place is than any that is not on its flanks; none where all is."""
    best = float(likeness[row, column])
    rows, columns = (slice(max(0, at - FLANK), at + FLANK + 1) for at in (row, column))
    beside = (
        likeness[: rows.start],
        likeness[rows.stop :],
        likeness[rows, : columns.start],
        likeness[rows, columns.stop :],
    )
    return best - max((float(part.max()) for part in beside if part.size), default=best)


def likenesses(
    ground: Ground, what: Template, part: Part = EVERYWHERE, spectra: Spectra | None = None
) -> Gradients | None:
    """How alike each place is, by its top left corner.

    The correlation of the gradients that count, normalized by what is there. OpenCV's own normalized methods divide by
    zero on flat ground where they are given a mask.
    """
    rows, columns = (
        range(*cut.indices(side)) for cut, side in zip(part, ground.shape, strict=True)
    )
    height, width = len(rows) - what.shape[0] + 1, len(columns) - what.shape[1] + 1
    if height < 1 or width < 1:
        return None
    pull, weights = spectra or spectra_of(what, ground.room)
    places = slice(rows.start, rows.start + height), slice(columns.start, columns.start + width)
    pulled = _correlated(ground.directions, pull)[..., 0][places]
    there = _correlated(ground.strengths, weights)[places]
    least = FLAT * what.strength
    usual = np.sqrt(np.maximum(there, least * least)) * max(what.strength, 1e-6)
    return (pulled / usual).astype(np.float32, copy=False)


@lru_cache(maxsize=64)
def _kept_spectra(what: Template, room: Shape) -> Spectra:
    return spectra_of(what, room)


def _fits(inner: Shape, outer: Shape) -> bool:
    return inner[0] <= outer[0] and inner[1] <= outer[1]


def spectra_of(what: Template, room: Shape) -> Spectra:
    return _spectrum(what.pull, room), _spectrum(what.weights, room)


def _spectrum(values: Gradients, room: Shape) -> Gradients:
    """Of two channels as of complex numbers: the real part of their correlation is that of both channels."""
    down, across = room[0] - values.shape[0], room[1] - values.shape[1]
    padded = cv2.copyMakeBorder(values, 0, down, 0, across, cv2.BORDER_CONSTANT)
    return cv2.dft(padded).astype(np.float32, copy=False)


def _correlated(one: Gradients, other: Gradients) -> Gradients:
    kind = cv2.DFT_COMPLEX_OUTPUT if one.ndim == 3 else cv2.DFT_REAL_OUTPUT
    product = cv2.mulSpectrums(one, other, 0, conjB=True)
    return cv2.dft(product, flags=cv2.DFT_INVERSE | cv2.DFT_SCALE | kind).astype(
        np.float32, copy=False
    )


def _between(around: Sequence[float] | Gradients, at: int) -> float:
    """Where between pixels the peak of three values is: the top of a parabola."""
    if len(around) < 3 or at == 0:
        return 0.0
    before, here, after = map(float, around)
    bend = before - 2 * here + after
    return 0.0 if bend >= 0 else max(-0.5, min(0.5, (before - after) / (2 * bend)))
