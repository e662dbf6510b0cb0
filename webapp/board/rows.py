"""Which part of a board is still valid at the time of a request?"""

from __future__ import annotations

from collections.abc import Iterable, Set
from dataclasses import replace
from typing import Protocol

from scoreboard.kept.part import BoardPart, SeenTop
from scoreboard.models import Board, Order, RankedStream
from scoreboard.ranking import reranked
from scoreboard.rules import is_fresh


def current_rows(board: Board, now: float, order: Order | None = None) -> list[RankedStream]:
    """The rows in play by rank, then the others; a number that went stale since the board was made ranks nothing."""
    rows = (row if _holds(row, now) else replace(row, phase="unknown") for row in board.streams)
    return reranked(rows, order)


def current(row: RankedStream, now: float) -> RankedStream:
    """A row that knows its rank."""
    return row if _holds(row, now) else replace(row, phase="unknown", rank=None)


class Boards(Protocol):
    """The store."""

    def first_rows(
        self, game: str, hidden: Set[str], seen: SeenTop | None = None
    ) -> BoardPart | None: ...

    def followed_rows(
        self, game: str, channels: Iterable[str], hidden: Set[str], now: float
    ) -> dict[str, RankedStream]: ...


def row_now(
    store: Boards,
    game: str,
    channel: str,
    now: float,
    hidden: Set[str] = frozenset(),
    seen: SeenTop | None = None,
) -> RankedStream | None:
    """One row of a board, ranked among those that are still fresh, without the others where it can be had so."""
    part = store.first_rows(game, hidden, seen)
    if part is None:
        return None
    row = row_of(current_rows(part.board, now), channel)
    if row is not None or part.is_whole:
        return row
    found = store.followed_rows(game, [channel], part.hidden, now).get(channel)
    return current(found, now) if found else None


def row_of(rows: Iterable[RankedStream], channel: str) -> RankedStream | None:
    return next((row for row in rows if row.channel == channel), None)


def _holds(row: RankedStream, now: float) -> bool:
    return row.phase == "unknown" or is_fresh(row.captured_at, now)
