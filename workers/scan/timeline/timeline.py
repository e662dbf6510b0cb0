"""What is known of a recording, from all that was seen of it? Pure."""

from __future__ import annotations

from collections.abc import Sequence

from workers.scan.timeline.highlights import highlights_of
from workers.scan.timeline.jumps import jumps_of
from workers.scan.timeline.matches import match_of, spans
from workers.scan.timeline.records import Row, Timeline
from workers.scan.timeline.silences import outside


def timeline_of(rows: Sequence[Row], seconds: float, problem: str = "") -> Timeline:
    """``seconds``: how long the recording says to be; ``problem``: why ``rows`` do not reach its end."""
    matches = tuple(match_of(span, number) for number, span in enumerate(spans(rows), 1))
    return Timeline(
        seconds,
        rows[-1].at if rows else 0.0,
        tuple(rows),
        matches,
        tuple(found for match in matches for found in highlights_of(match)),
        outside(rows, matches),
        tuple(found for match in matches for found in jumps_of(rows, match)),
        problem,
    )
