"""What do the viewers of one game see of its board?"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from scoreboard.kept.part import BoardPart
from scoreboard.models import Board, RankedStream
from scoreboard.rules import FRESH_SECONDS
from webapp.board.bodies import Body, board_body
from webapp.board.rows import current, current_rows

ROWS_SENT = 100
"""Rows of a board in an event; the page asks the API for more."""


@dataclass(frozen=True, eq=False)
class ShownBoard:
    """A board as it was last sent, and until when its ranks hold."""

    part: BoardPart
    rows: list[RankedStream]
    """The first, ranked by what is still fresh."""
    by_channel: dict[str, RankedStream]
    """And those that somebody follows, wherever they are."""
    body: Body
    stale_at: float
    """Epoch seconds: when the first of its numbers becomes too old to rank."""

    @cached_property
    def tag(self) -> str:
        return tag_of(self.body)

    @property
    def board(self) -> Board:
        return self.part.board

    @property
    def is_enough(self) -> bool:
        """Whether no row that is not here comes before one that is sent."""
        if self.part.is_whole:
            return True
        return len(self.rows) >= ROWS_SENT and (
            self.part.has_play or self.rows[ROWS_SENT - 1].rank is not None
        )

    def body_at(self, now: float) -> Body:
        """The same rows with their ages at ``now``."""
        return _body(self.part, self.rows, now)


def show(
    part: BoardPart, now: float, followed: Mapping[str, RankedStream] | None = None
) -> ShownBoard:
    """``followed``: rows that are not among those of ``part``, with their ranks."""
    rows = current_rows(part.board, now)
    others = {channel: current(row, now) for channel, row in (followed or {}).items()}
    by_channel = {**others, **{row.channel: row for row in rows}}
    counting = (row.captured_at for row in by_channel.values() if row.phase != "unknown")
    stale_at = min(counting, default=math.inf) + FRESH_SECONDS
    return ShownBoard(part, rows, by_channel, _body(part, rows, now), stale_at)


def _body(part: BoardPart, rows: list[RankedStream], now: float) -> Body:
    board = part.board
    return {**board_body(board.game, board.at, rows, now, ROWS_SENT), "count": part.count}


def tag_of(body: Body) -> str:
    """The same for boards that differ in their time and ages alone."""
    rows = [{**row, "age_seconds": None} for row in body["streams"]]
    text = json.dumps([body["count"], rows])
    return hashlib.blake2b(text.encode(), digest_size=9).hexdigest()
