"""How is the curve of a match drawn? On the server, as a path in a box that is stretched to the page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from webapp.matches.words import duration_words

WIDTH, HEIGHT = 600, 200
MILESTONES = (50, 25, 10, 5, 3, 2, 1)
"""Counts whose time is told in words as well."""
Points = Sequence[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Curve:
    """Paths of an SVG with a view box of ``WIDTH`` by ``HEIGHT``, and what is written beside them."""

    line: str
    area: str
    end: str
    """A point at the end, as a line without length: round caps keep their shape however the box is stretched."""
    most: int
    half: int
    seconds: int
    words: str
    """The whole curve in a sentence, for those who cannot see it."""
    times: tuple[str, ...]
    """On the axis: begin, middle, end."""
    milestones: tuple[tuple[int, str], ...]
    """Players alive, and how far into the match there were no more."""


def curve_of(stored: object) -> Curve | None:
    """Nothing of fewer than two points, or of what is none."""
    points = _points(stored)
    if len(points) < 2:
        return None
    most, seconds = max(alive for _, alive in points), points[-1][0]
    steps = _steps(points, most, seconds)
    last_y = _y(points[-1][1], most)
    return Curve(
        line=steps,
        area=f"{steps}V{HEIGHT}H0Z",
        end=f"M{WIDTH} {last_y}h0",
        most=most,
        half=round(most / 2),
        seconds=seconds,
        words=f"From {points[0][1]} alive to {points[-1][1]} in {duration_words(seconds)}",
        times=tuple(duration_words(part) for part in (0, seconds / 2, seconds)),
        milestones=_milestones(points),
    )


def _points(stored: object) -> Points:
    """What of a stored curve is one, in the order of time, from 0."""
    if not isinstance(stored, list):
        return []
    good = [
        (at, alive)
        for at, alive in (point for point in stored if _is_point(point))
        if at >= 0 <= alive
    ]
    good.sort(key=lambda point: point[0])
    return [(at - good[0][0], alive) for at, alive in good] if good else []


def _is_point(point: object) -> bool:
    return isinstance(point, list) and len(point) == 2 and all(type(part) is int for part in point)


def _steps(points: Points, most: int, seconds: int) -> str:
    """A number holds until the next one."""
    drawn = [f"M0 {_y(points[0][1], most)}"]
    drawn += [f"H{at / (seconds or 1) * WIDTH:.1f}V{_y(alive, most)}" for at, alive in points[1:]]
    return "".join(drawn)


def _y(alive: int, most: int) -> str:
    return f"{(1 - alive / (most or 1)) * HEIGHT:.1f}"


def _milestones(points: Points) -> tuple[tuple[int, str], ...]:
    """The first time at which so few were left, of counts that were passed while watching.

    Of several that fell at once the last one counts.
    """
    by_time: dict[int, int] = {}
    for count in MILESTONES:
        at = next((at for at, alive in points if alive <= count), None)
        if at and points[0][1] > count >= points[-1][1]:
            by_time[at] = count
    return tuple((count, duration_words(at)) for at, count in by_time.items())
