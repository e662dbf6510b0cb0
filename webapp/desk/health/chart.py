"""How is a row of numbers drawn as a small picture?"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

WIDTH, HEIGHT = 320, 72
GAP_SECONDS = 200.0
"""Between points further apart nothing is drawn: nobody knows."""
Points = list[tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Chart:
    title: str
    lines: tuple[str, ...]
    """Each the points of an SVG polyline."""
    now: float | None
    most: float
    hours: float

    @property
    def span(self) -> str:
        return (
            f"last {self.hours:.1f} h" if self.hours >= 1.5 else f"last {60 * self.hours:.0f} min"
        )

    @property
    def summary(self) -> str:
        """The same in words."""
        if self.now is None:
            return f"{self.title}: no data yet."
        return f"{self.title}: {self.now:,.0f} now, {self.most:,.0f} at most in the {self.span}."


def chart(title: str, points: Points, top: float | None = None) -> Chart:
    """From 0 at the bottom to ``top``, or to the highest point; points are (epoch seconds, value), the oldest first."""
    if not points:
        return Chart(title, (), None, 0.0, 0.0)
    most = max(value for _, value in points)
    began, seconds = points[0][0], max(1.0, points[-1][0] - points[0][0])
    ceiling = top or most or 1.0
    lines = tuple(
        " ".join(
            f"{WIDTH * (at - began) / seconds:.1f},{HEIGHT - (HEIGHT - 2) * value / ceiling - 1:.1f}"
            for at, value in run
        )
        for run in _runs(points)
    )
    return Chart(title, lines, points[-1][1], most, seconds / 3600)


def _runs(points: Points) -> list[Points]:
    runs: list[Points] = [[points[0]]]
    for before, point in pairwise(points):
        if point[0] - before[0] > GAP_SECONDS:
            runs.append([])
        runs[-1].append(point)
    return runs
