"""What do the viewers of one game see of its board?"""

from __future__ import annotations

import hashlib
import json
import math
from dataclasses import dataclass
from functools import cached_property

from scoreboard.models import Board, RankedStream
from scoreboard.rules import FRESH_SECONDS
from webapp.board.bodies import Body, board_body
from webapp.board.rows import current_rows

ROWS_SENT = 100
"""Rows of a board in an event; the page asks the API for more."""


@dataclass(frozen=True, eq=False)
class ShownBoard:
    """A board as it was last sent, and until when its ranks hold."""

    board: Board
    rows: list[RankedStream]
    """Ranked by what is still fresh."""
    by_channel: dict[str, RankedStream]
    body: Body
    stale_at: float
    """Epoch seconds: when the first of its numbers becomes too old to rank."""

    @cached_property
    def tag(self) -> str:
        return tag_of(self.body)

    def body_at(self, now: float) -> Body:
        """The same rows with their ages at ``now``."""
        return board_body(self.board.game, self.board.at, self.rows, now, ROWS_SENT)


def show(board: Board, now: float) -> ShownBoard:
    rows = current_rows(board, now)
    body = board_body(board.game, board.at, rows, now, ROWS_SENT)
    counting = (row.captured_at for row in rows if row.phase != "unknown")
    by_channel = {row.channel: row for row in rows}
    return ShownBoard(
        board, rows, by_channel, body, min(counting, default=math.inf) + FRESH_SECONDS
    )


def tag_of(body: Body) -> str:
    """The same for boards that differ in their time and ages alone."""
    rows = [{**row, "age_seconds": None} for row in body["streams"]]
    text = json.dumps([body["count"], rows])
    return hashlib.blake2b(text.encode(), digest_size=9).hexdigest()
