"""What does a board of a Redis that restarted empty lack that was known before?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from scoreboard.models import Board, Order, RankedStream
from scoreboard.ranking import reranked


def filled(board: Board, known: Iterable[RankedStream], order: Order) -> Board:
    """``board`` with what ``known`` says of the streams that were not looked at yet, ranked again.

    A number keeps its own time, so that it ages and stops counting like any other.
    """
    before = {row.channel: row for row in known if row.captured_at}
    rows = [_with_known(row, before.get(row.channel)) for row in board.streams]
    if rows == list(board.streams):
        return board
    return replace(board, streams=tuple(reranked(rows, order)))


def _with_known(row: RankedStream, known: RankedStream | None) -> RankedStream:
    if row.state != "new" or known is None or known.game != row.game:
        return row
    return replace(
        row,
        phase=known.phase,
        alive=known.alive,
        kills=known.kills,
        confidence=known.confidence,
        captured_at=known.captured_at,
        state=known.state,
        reason=known.reason,
        phase_since=known.phase_since,
        result=known.result,
        place=known.place,
        mode=known.mode,
        ends_in=known.ends_in,
        began_at=known.began_at,
        ended_at=known.ended_at,
    )
