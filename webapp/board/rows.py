"""What of a board still holds at the moment somebody asks?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Literal

from scoreboard.models import Board, RankedStream
from scoreboard.ranking import STALE_SECONDS

Order = Literal["alive", "kills"]


def current_rows(board: Board, now: float, order: Order | None = None) -> list[RankedStream]:
    """The rows in play by rank, then the others; a number that went stale since the board was made ranks nothing."""
    rows = [
        row if _holds(row, now) else replace(row, rank=None, phase="unknown")
        for row in board.streams
    ]
    in_play = [row for row in rows if row.rank is not None]
    if order is not None:
        in_play.sort(key=_fewest_alive if order == "alive" else _most_kills)
    ranked = [
        row if row.rank == place else replace(row, rank=place)
        for place, row in enumerate(in_play, 1)
    ]
    return ranked + [row for row in rows if row.rank is None]


def row_of(rows: Iterable[RankedStream], channel: str) -> RankedStream | None:
    return next((row for row in rows if row.channel == channel), None)


def _holds(row: RankedStream, now: float) -> bool:
    return row.phase == "unknown" or now - row.captured_at <= STALE_SECONDS


def _fewest_alive(row: RankedStream) -> tuple[int, int, int, str]:
    return (
        row.alive if row.alive is not None else 1000,
        -(row.kills or 0),
        -(row.viewers or 0),
        row.channel,
    )


def _most_kills(row: RankedStream) -> tuple[int, int, int, str]:
    return (
        -(row.kills or 0),
        row.alive if row.alive is not None else 1000,
        -(row.viewers or 0),
        row.channel,
    )
