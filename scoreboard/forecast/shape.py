"""Which share of a match is still to come when so many are alive?"""

from __future__ import annotations

from itertools import pairwise
from math import exp, log

# Of a battle royale: which share of its length is still to come when this share of the players is alive. A fifth dies
# where they land; then about so many outlive one circle of the storm after the other, whose times are known:
# https://pubg.wiki.gg/wiki/The_Playzone. The other games' storms go alike.
SHAPE = (
    (1.0, 1.0),
    (0.78, 0.9),
    (0.6, 0.65),
    (0.5, 0.49),
    (0.43, 0.38),
    (0.34, 0.29),
    (0.25, 0.205),
    (0.18, 0.145),
    (0.12, 0.092),
    (0.07, 0.05),
    (0.04, 0.025),
    (0.02, 0.012),
)
LEAST_SHARE = 0.004


def share_left(share_alive: float) -> float:
    """Of the whole length, as ``SHAPE`` has it."""
    for (above, more), (below, less) in pairwise(SHAPE):
        if share_alive >= below:
            part = log(min(share_alive, above) / below) / log(above / below)
            return exp(log(less) + part * log(more / less))
    last, less = SHAPE[-1]
    return max(LEAST_SHARE, less * share_alive / last)
