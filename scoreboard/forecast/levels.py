"""Which numbers of players are told apart?"""

from __future__ import annotations

from math import log

LEVELS = (*range(1, 13), *(round(12 * 1.12**step) for step in range(1, 27)))
"""The last twelve one by one, above them by an eighth."""


def level_of(alive: int) -> int:
    """The place in ``LEVELS`` of the one nearest to ``alive``, from 1."""
    return _LEVEL_OF[min(max(alive, 1), len(_LEVEL_OF) - 1)]


_LEVEL_OF = [0] + [
    min(range(len(LEVELS)), key=lambda place: abs(log(LEVELS[place] / alive))) + 1
    for alive in range(1, LEVELS[-1] + 1)
]
