"""Which rows of a board is somebody shown?"""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass, replace

from scoreboard.models import Board, Top

SeenTop = tuple[Top | None, int]
"""What a board that is kept by rows says of itself, if it is, and the number of the last pass."""


@dataclass(frozen=True, slots=True, eq=False)
class BoardPart:
    """The first rows of a board, or all of them."""

    board: Board
    count: int
    """Rows of the whole board."""
    has_play: bool
    """Whether every row in play is among these."""
    hidden: frozenset[str] = frozenset()
    """Channels of the board that were asked not to be shown."""

    @property
    def is_whole(self) -> bool:
        return self.count == len(self.board.streams)


def part_of(board: Board, hidden: Set[str]) -> BoardPart:
    """A whole board."""
    left_out = frozenset(row.channel for row in board.streams if row.channel in hidden)
    return BoardPart(without(board, left_out), len(board.streams) - len(left_out), True, left_out)


def without(board: Board, channels: Set[str]) -> Board:
    if not channels:
        return board
    rows = tuple(row for row in board.streams if row.channel not in channels)
    return replace(board, streams=rows)
