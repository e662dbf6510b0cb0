"""How did the number of players fall in a match that was watched?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from scoreboard.models import Mode, Result

MAX_BYTES = 2000
"""Of a curve as JSON."""
MAX_POINTS = 400
SQUAD = 4
"""So many may be alive when a match ends."""
Points = Sequence[tuple[float, int]]
"""When a number was first seen, in seconds since the match began, and which."""


@dataclass(frozen=True, slots=True)
class Curve:
    """A match that was watched; times are seconds since its first number was seen."""

    points: tuple[tuple[float, int], ...]
    """Falling; when each number was first seen."""
    until: float
    """The last look that agreed with the last number."""
    ended: bool
    """Whether the match itself ended then; if not, it ran on unseen: the curve is censored."""
    mode: Mode = ""


def thinned(points: Points, max_bytes: int = MAX_BYTES) -> tuple[tuple[int, int], ...]:
    """Whole seconds, at most ``max_bytes`` as JSON: where numbers are large, those that fell least are left out."""
    kept = [(round(at), alive) for at, alive in points]
    fall = 1.01
    while _size(kept) > max_bytes or len(kept) > MAX_POINTS:
        kept = _sparser(kept, fall)
        fall += 0.01
    return tuple(kept)


def _size(points: Sequence[tuple[int, int]]) -> int:
    return 1 + sum(len(f"[{at},{alive}],") for at, alive in points)


def _sparser(points: Sequence[tuple[int, int]], fall: float) -> list[tuple[int, int]]:
    kept = [points[0]]
    for point in points[1:-1]:
        if kept[-1][1] >= fall * point[1] or kept[-1][1] <= point[1]:
            kept.append(point)
    return [*kept, points[-1]][: MAX_POINTS - 1]


def falling(points: Points) -> tuple[tuple[float, int], ...]:
    """Without the numbers that a later one corrected upwards: nobody comes back."""
    kept: list[tuple[float, int]] = []
    for at, alive in points:
        while kept and kept[-1][1] < alive:
            kept.pop()
        if not kept or kept[-1][1] > alive:
            kept.append((at, alive))
    return tuple(kept)


def curve_of(
    points: Points, watched_seconds: float, result: Result, place: int | None, mode: Mode = ""
) -> Curve | None:
    """What can be learned of a match; nothing from one of which a single number was seen."""
    fell = falling(points)
    if len(fell) < 2:
        return None
    last_at, last = fell[-1]
    ended = result == "won" or last == 1 or _saw_another_win(last, place, mode)
    # The counter shows the last one for a while; the match ended when it first did.
    until = last_at if last == 1 else max(last_at, watched_seconds)
    return Curve(fell, until, ended, mode)


def _saw_another_win(last: int, place: int | None, mode: Mode) -> bool:
    """Whether the streamer died, and the match ended with so many alive: as the last to die, or watching on."""
    if place is None:
        return False
    if place == 2 and mode != "teams":
        return last <= 2
    return last <= (2 if mode == "solo" else SQUAD) < place
