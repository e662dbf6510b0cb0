"""Which part of a board is still valid at the time of a request?"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Literal

from scoreboard.models import Board, RankedStream
from scoreboard.rules import Key, by_alive, by_kills, is_fresh

Order = Literal["alive", "kills"]
ORDERS: dict[Order, Callable[..., Key]] = {"alive": by_alive, "kills": by_kills}


def current_rows(board: Board, now: float, order: Order | None = None) -> list[RankedStream]:
    """The rows in play by rank, then the others; a number that went stale since the board was made ranks nothing."""
    rows = [
        row if _holds(row, now) else replace(row, rank=None, phase="unknown")
        for row in board.streams
    ]
    in_play = [row for row in rows if row.rank is not None]
    if order is not None:
        in_play.sort(key=lambda row: _key(row, order))
    ranked = [
        row if row.rank == place else replace(row, rank=place)
        for place, row in enumerate(in_play, 1)
    ]
    return ranked + [row for row in rows if row.rank is None]


def row_of(rows: Iterable[RankedStream], channel: str) -> RankedStream | None:
    return next((row for row in rows if row.channel == channel), None)


def _holds(row: RankedStream, now: float) -> bool:
    return row.phase == "unknown" or is_fresh(row.captured_at, now)


def _key(row: RankedStream, order: Order) -> Key:
    return ORDERS[order](row.alive, row.kills, row.featured, row.viewers, row.channel)
