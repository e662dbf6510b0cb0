"""What is in the CSV files: every look, and the highlights?"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from scoreboard.scans.shown import clock
from workers.scan.timeline.records import Highlight, Timeline

LOOKS = ("seconds", "time", "match", "phase", "alive", "kills", "state", "reason")
HIGHLIGHTS = ("begin", "end", "begin_seconds", "end_seconds", "match", "kind", "what")


def looks_csv(timeline: Timeline) -> str:
    """A line for each look. A number is there only if that very picture shows it."""
    return _table(LOOKS, _looks(timeline))


def highlights_csv(timeline: Timeline) -> str:
    return _table(HIGHLIGHTS, map(_highlight, timeline.highlights))


def _highlight(each: Highlight) -> Sequence[object]:
    times = (clock(each.begin), clock(each.end), each.begin, each.end)
    return (*times, each.match, each.kind, each.what)


def _looks(timeline: Timeline) -> Iterable[Sequence[object]]:
    for row in timeline.rows:
        match = next((m.number for m in timeline.matches if m.begin <= row.at < m.end), None)
        yield (
            row.at,
            clock(row.at),
            match,
            row.phase,
            row.alive,
            row.kills,
            row.state,
            row.reason,
        )


def _table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """``None`` becomes an empty cell."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(head)
    writer.writerows(rows)
    return text.getvalue()
