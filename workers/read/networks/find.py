"""Where in a HUD region are the counters?"""

from __future__ import annotations

from collections.abc import Iterable
from math import exp

import cv2
import numpy as np

from workers.look.look import Gray
from workers.read.networks.kinds import FOUND, KINDS
from workers.read.networks.network import Network, run
from workers.read.networks.place import Place
from workers.read.networks.scale import (
    FINDER_DIGIT_PIXELS,
    FINDER_STRIDE,
    normalized,
    scaled,
)

MIN_PLACES, MAX_PLACES = 2, 3
"""PUBG has three plates; a third place without heat is not worth looking for."""
COLD = 0.1
"""Behind a place with less chance than this no other is looked for: it is neither a counter nor a rival of one."""
NOWHERE = Place(0.0, 0.0, 1.0, 1.0, 0.0)
_BOX_MAPS = 4
"""Behind the heat maps: dx, dy, log width, log height."""


def find(
    region: Gray, digit_height: float, digit_pixels: float, kinds: Iterable[str]
) -> dict[str, list[Place]]:
    """The two or three likeliest places for each of ``kinds`` in ``region``, the best one first.

    Of a kind that the weights do not know yet: places without a chance.

    Its digits are about ``digit_height`` pixels high; the network sees them at ``digit_pixels``.
    """
    factor = digit_pixels / digit_height
    output = run("finder", _input(scaled(region, factor)))[0]
    return {kind: _peaks(output, KINDS.index(kind), factor) for kind in kinds}


def _input(picture: Gray) -> Network:
    """Normalized, its sides made multiples of the stride."""
    bottom, right = -picture.shape[0] % FINDER_STRIDE, -picture.shape[1] % FINDER_STRIDE
    padded = cv2.copyMakeBorder(picture, 0, bottom, 0, right, cv2.BORDER_REPLICATE)
    return normalized(padded.astype(np.uint8, copy=False))[None, None]


def _peaks(output: Network, kind: int, factor: float) -> list[Place]:
    """Cells hotter than all around them."""
    if kind >= len(output) - _BOX_MAPS:
        return [NOWHERE] * MIN_PLACES
    heat = output[kind].copy()
    places: list[Place] = []
    while len(places) < MIN_PLACES or (len(places) < MAX_PLACES and places[-1].chance > FOUND):
        row, column = divmod(int(heat.argmax()), heat.shape[1])
        places.append(_place(output, kind, row, column, factor))
        if places[-1].chance < COLD:
            return [*places, *[NOWHERE] * (MIN_PLACES - len(places))]
        heat[max(0, row - 2) : row + 3, max(0, column - 2) : column + 3] = -np.inf
    return places


def _place(output: Network, kind: int, row: int, column: int, factor: float) -> Place:
    dx, dy, log_width, log_height = output[-_BOX_MAPS:, row, column].tolist()
    heat = float(output[kind, row, column])
    cell, size = FINDER_STRIDE / factor, FINDER_DIGIT_PIXELS / factor
    return Place(
        (column + dx + 0.5) * cell,
        (row + dy + 0.5) * cell,
        size * exp(min(2.0, log_width)),
        size * exp(min(1.0, log_height)),
        1 / (1 + exp(-min(30.0, max(-30.0, heat)))),
    )
