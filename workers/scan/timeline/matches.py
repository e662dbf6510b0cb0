"""Which matches are in a recording? Pure.

Live, a match begins when its second look has confirmed the first, and is over when a second look has missed its
counter. A recording is looked at in hindsight: it begins with the first of the two, and ends with the first that missed
it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from scoreboard.models import Result
from workers.scan.timeline.kills import kills_of
from workers.scan.timeline.records import Match, Row
from workers.scan.timeline.silences import silences_of

_GAP_SECONDS = 10.0
"""A look so much later than the one before does not say when something ended."""
_OUT: frozenset[Result] = frozenset({"placed", "eliminated"})


@dataclass(frozen=True, slots=True)
class Span:
    """The rows of a match; the next one's first looks are not among them."""

    rows: Sequence[Row]
    after: Row | None
    """The look after them."""

    @property
    def last(self) -> int:
        """The last row whose picture shows the counter."""
        return max(place for place, row in enumerate(self.rows) if row.has_counter)


def spans(rows: Sequence[Row]) -> Iterator[Span]:
    """One for each match."""
    found = [
        [place for place, _ in group]
        for match_at, group in groupby(enumerate(rows), key=lambda pair: pair[1].match_at)
        if match_at is not None
    ]
    begins = [_first_look(rows, places[0]) for places in found]
    for places, begin, next_begin in zip(
        found, begins, [*begins[1:], len(rows)] if begins else [], strict=True
    ):
        stop = min(places[-1] + 1, next_begin)
        yield Span(rows[begin:stop], rows[stop] if stop < len(rows) else None)


def match_of(span: Span, number: int) -> Match:
    rows, last = span.rows, span.last
    is_over = span.after is not None or rows[-1].phase == "over"
    end = _ends_at(span, last)
    out = _out_at(rows, last)
    seen = [row for row in rows[: last + 1] if out is None or row.at < out]
    kills, total = kills_of(seen)
    return Match(
        number,
        rows[0].at,
        end,
        is_over or rows[-1].result in ("left", "lost"),
        out,
        _result(span),
        rows[-1].place,
        rows[-1].mode,
        _curve(rows),
        total,
        kills,
        silences_of(rows[: last + 1], end),
        _picture_at(rows, last),
    )


def _first_look(rows: Sequence[Row], place: int) -> int:
    """The first of the looks in a row that show the counter, up to the one that began the match."""
    while (
        place > 0
        and rows[place - 1].has_counter
        and rows[place - 1].alive is None
        and rows[place].at - rows[place - 1].at <= _GAP_SECONDS
    ):
        place -= 1
    return place


def _ends_at(span: Span, last: int) -> float:
    """When the counter was first missed after the row ``last``; when it was last seen, if no look says that."""
    rows = span.rows
    after = rows[last + 1] if last + 1 < len(rows) else span.after
    at = rows[last].at
    return after.at if after and after.at - at <= _GAP_SECONDS else at


def _out_at(rows: Sequence[Row], last: int) -> float | None:
    """When the counter was missed before a banner told the streamer to be out, if it came back afterwards."""
    told = next((place for place, row in enumerate(rows) if row.result in _OUT), None)
    if told is None or told >= last:
        return None
    while told > 0 and not rows[told - 1].has_counter:
        told -= 1
    return rows[told].at


def _result(span: Span) -> Result:
    """As of a live stream that went on to another match, or left (``scoreboard.highlights``)."""
    row = span.rows[-1]
    if span.after is None or row.phase == "over" or row.result in ("left", "lost"):
        return row.result
    return "placed" if row.place else row.result or "left"


def _curve(rows: Sequence[Row]) -> tuple[tuple[float, int], ...]:
    curve: list[tuple[float, int]] = []
    for row in rows:
        if row.alive is not None and (not curve or curve[-1][1] != row.alive):
            curve.append((row.at, row.alive))
    return tuple(curve)


def _picture_at(rows: Sequence[Row], last: int) -> float:
    """The look that told the end; else the last one with the counter."""
    before = rows[last]
    for row in rows[last + 1 :]:
        if (row.phase, row.result) != (before.phase, before.result):
            return row.at
    return before.at
