"""Which pixels around a counter are the same in all frames?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from workers.read.readers.taught.gradients import Gradients

AGREE, PLAINLY = 0.3, 0.75
"""Gradients that agree less than this, 0 to 1, are the background; with more than the second they count in full."""
STRONG = 0.3
"""A mean length from which an edge counts in full."""
COUNTS = 0.25
"""Where no pixel of a row or column counts more than this the sign ends."""
ALONG = 14
"""An edge that goes on this far both ways, in pixels of a view, says little of where along it one is."""
STRAIGHT = 0.9
"""How much less such an edge counts."""
MIN_MASS = 40.0
"""What the pixels of a sign must count together: the outline of a digit's zero is about as much."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """The sign: what the frames share."""

    directions: Gradients
    weights: Gradients
    x: float
    """Of its middle, from the middle of the pieces."""
    y: float

    @property
    def mass(self) -> float:
        return float(self.weights.sum())


def agreement(pieces: Sequence[Gradients], hidden: Gradients) -> Agreement | None:
    """Of pieces of one shape (height, width, 2), aligned; where ``hidden`` is 1 there are digits.

    Nothing where too little is shared.
    """
    stack = np.stack(pieces)
    count = len(pieces)
    mean = stack.mean(0)
    power = np.einsum("nhwc,nhwc->hw", stack, stack) / count
    shared = np.einsum("hwc,hwc->hw", mean, mean)
    near = (cv2.blur(each, (3, 3)) for each in (shared, power))
    ratio = np.divide(*(each + small for each, small in zip(near, (0.0, 0.02), strict=True)))
    ratio = (ratio - 1 / count) / (1 - 1 / count)
    weights = np.clip((ratio - AGREE) / (PLAINLY - AGREE), 0, 1)
    weights *= np.clip(np.sqrt(power) / STRONG, 0, 1) * (1 - hidden)
    weights *= 1 - STRAIGHT * _straightness(mean.astype(np.float32))
    return _trimmed(mean.astype(np.float32), weights.astype(np.float32))


def _straightness(mean: Gradients) -> Gradients:
    """How much the edge at each pixel goes on to both of its sides, 0 to 1: a plate's does, an icon's does not."""
    height, width = mean.shape[:2]
    along = np.arctan2(mean[..., 1], mean[..., 0]) / 2 + np.pi / 2
    rows, columns = np.mgrid[:height, :width].astype(np.float32)
    power = np.einsum("hwc,hwc->hw", mean, mean) + 1e-3
    sides = []
    for far in (-ALONG, ALONG):
        x, y = (columns + far * np.cos(along), rows + far * np.sin(along))
        there = cv2.remap(mean, x.astype(np.float32), y.astype(np.float32), cv2.INTER_LINEAR)
        sides.append(np.clip(np.einsum("hwc,hwc->hw", mean, there) / power, 0, 1))
    straight: Gradients = np.minimum(*sides)
    return straight.astype(np.float32)


def _trimmed(mean: Gradients, weights: Gradients) -> Agreement | None:
    """Cut to what counts; lone pixels agree by chance."""
    solid = cv2.morphologyEx(weights, cv2.MORPH_OPEN, np.ones((2, 2), np.uint8))
    weights = np.minimum(weights, cv2.dilate(solid, np.ones((3, 3), np.uint8)))
    rows, columns = (np.flatnonzero(weights.max(axis) > COUNTS) for axis in (1, 0))
    if not rows.size or float(weights.sum()) < MIN_MASS:
        return None
    top, bottom, left, right = rows[0], rows[-1] + 1, columns[0], columns[-1] + 1
    height, width = weights.shape
    return Agreement(
        np.ascontiguousarray(mean[top:bottom, left:right]),
        np.ascontiguousarray(weights[top:bottom, left:right]),
        float(left + right - width) / 2,
        float(top + bottom - height) / 2,
    )
