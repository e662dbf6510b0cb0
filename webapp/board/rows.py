"""Which part of a board is still valid at the time of a request?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from scoreboard.models import Board, RankedStream
from scoreboard.ranking import Order, reranked
from scoreboard.rules import is_fresh


def current_rows(board: Board, now: float, order: Order | None = None) -> list[RankedStream]:
    """The rows in play by rank, then the others; a number that went stale since the board was made ranks nothing."""
    return reranked(
        (row if _holds(row, now) else replace(row, phase="unknown") for row in board.streams), order
    )


def row_of(rows: Iterable[RankedStream], channel: str) -> RankedStream | None:
    return next((row for row in rows if row.channel == channel), None)


def _holds(row: RankedStream, now: float) -> bool:
    return row.phase == "unknown" or is_fresh(row.captured_at, now)
