"""How did the number of players fall, in a few marks?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import log

MARK_FALL = 1.05
"""A mark is set whenever the number has fallen by this factor: some five hundred bytes tell a match's length."""
MAX_MARKS = 80
Marks = tuple[tuple[int, int], ...]
"""Seconds since the first number was seen, players alive; falling."""


def marked(marks: Marks, at: int, alive: int) -> Marks:
    """After ``alive`` was seen; marks that it corrects upwards are taken back."""
    kept = marks
    while len(kept) > 1 and kept[-1][1] < alive:
        kept = kept[:-1]
    if not kept:
        return ((at, alive),)
    if alive * MARK_FALL <= kept[-1][1] and len(kept) < MAX_MARKS:
        return (*kept, (at, alive))
    return kept


def marks_of(points: Iterable[tuple[float, int]]) -> Marks:
    """Those that would have been set while the match was watched."""
    marks: Marks = ()
    for at, alive in points:
        marks = marked(marks, round(at), alive)
    return marks


def halved_in(marks: Sequence[tuple[int, int]], alive: int, at: float) -> float:
    """Seconds until ``alive`` was reached at ``at`` since twice as many were; 0 when that was not seen."""
    twice = 2 * alive
    if not marks or marks[0][1] < twice:
        return 0.0
    since, above = marks[0]
    for later, below in (*marks[1:], (at, alive)):
        if below <= twice:
            part = log(above / twice) / log(above / below) if above > below else 1.0
            return max(1.0, at - (since + (later - since) * part))
        since, above = later, below  # type: ignore[assignment]
    return 0.0
