"""How is the curve of a match drawn? As SVG, in a box that is as wide as the page."""

from __future__ import annotations

from scoreboard.scans.shown import clock
from workers.scan.timeline.highlights import last_ten_at
from workers.scan.timeline.records import Match

WIDTH, HEIGHT = 960, 240
_LEFT, _RIGHT, _TOP, _BOTTOM = 34, 8, 10, 22


def curve_svg(match: Match) -> str:
    """Players alive over time, stepwise; a dot for each kill, a band for the last ten. Empty without a number."""
    if not match.curve:
        return ""
    most = max(alive for _, alive in match.curve)
    draw = _Drawing(match.begin, max(match.end, match.begin + 1), most)
    words = f"From {match.curve[0][1]} players alive to {match.curve[-1][1]}"
    return (
        f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{words}">'
        f"{draw.grid()}{draw.band(match)}{draw.silences(match)}{draw.line(match)}{draw.kills(match)}</svg>"
    )


class _Drawing:
    """Seconds and players to places in the box."""

    def __init__(self, begin: float, end: float, most: int) -> None:
        self._begin, self._end, self._most = begin, end, most

    def _x(self, at: float) -> float:
        share = (min(max(at, self._begin), self._end) - self._begin) / (self._end - self._begin)
        return round(_LEFT + share * (WIDTH - _LEFT - _RIGHT), 1)

    def _y(self, alive: float) -> float:
        return round(HEIGHT - _BOTTOM - alive / self._most * (HEIGHT - _TOP - _BOTTOM), 1)

    def grid(self) -> str:
        counts = sorted({0, self._most // 2, self._most})
        lines = [
            f'<path class="grid" d="M{_LEFT} {self._y(count)}H{WIDTH - _RIGHT}"/>'
            f'<text x="{_LEFT - 6}" y="{self._y(count) + 4}" text-anchor="end">{count}</text>'
            for count in counts
        ]
        return "".join(lines) + self._times()

    def _times(self) -> str:
        found = []
        for part, anchor in ((0, "start"), (1, "middle"), (2, "end")):
            at = self._begin + part * (self._end - self._begin) / 2
            found.append(
                f'<text x="{self._x(at)}" y="{HEIGHT - 5}" text-anchor="{anchor}">{clock(at)}</text>'
            )
        return "".join(found)

    def band(self, match: Match) -> str:
        at = last_ten_at(match)
        return self._bar(at, match.out or match.end, "ten") if at is not None else ""

    def silences(self, match: Match) -> str:
        return "".join(self._bar(each.begin, each.end, "silent") for each in match.silences)

    def _bar(self, begin: float, end: float, kind: str) -> str:
        left, right = self._x(begin), self._x(end)
        top, low = (
            (_TOP, HEIGHT - _BOTTOM) if kind == "ten" else (HEIGHT - _BOTTOM, HEIGHT - _BOTTOM + 4)
        )
        width = round(max(1.0, right - left), 1)
        return f'<rect class="{kind}" x="{left}" y="{top}" width="{width}" height="{low - top}"/>'

    def line(self, match: Match) -> str:
        """A number holds until the next one."""
        (first, alive), *others = match.curve
        steps = "".join(f"H{self._x(at)}V{self._y(count)}" for at, count in others)
        start = f"M{self._x(first)} {self._y(alive)}"
        end = self._x(match.end)
        area = f"{start}{steps}H{end}V{self._y(0)}H{self._x(first)}Z"
        return f'<path class="area" d="{area}"/><path class="line" d="{start}{steps}H{end}"/>'

    def kills(self, match: Match) -> str:
        return "".join(
            f'<circle class="kill" cx="{self._x(kill.at)}" cy="{self._y(kill.alive)}" r="4">'
            f"<title>{clock(kill.at)}: kill {kill.total}, {kill.alive} alive</title></circle>"
            for kill in match.kills_at
        )
