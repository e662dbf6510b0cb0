"""Which numbers look wrong? Those that rise while a match goes on, whether they were believed or not. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from workers.scan.timeline.records import Jump, Match, Row


def jumps_of(rows: Sequence[Row], match: Match) -> Iterator[Jump]:
    """In a game with respawns a rise by a few may be true."""
    before: int | None = None
    for row in rows:
        if row.read is None or not match.begin <= row.at < match.end:
            continue
        if before is not None and row.read > before:
            yield Jump(row.at, before, row.read)
        before = row.read
