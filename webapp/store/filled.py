"""What does a board of a Redis that restarted empty lack that was known before?"""

from __future__ import annotations

from dataclasses import replace

from scoreboard.models import Board, RankedStream
from scoreboard.rules import Key, by_alive, by_kills, is_in_play


def filled(board: Board, known: Board | None, by_kills_first: bool) -> Board:
    """``board`` with what ``known`` says of the streams that were not looked at yet, ranked again.

    A number keeps its own time, so that it ages and stops counting like any other.
    """
    before = {row.channel: row for row in known.streams if row.captured_at} if known else {}
    rows = [_with_known(row, before.get(row.channel)) for row in board.streams]
    if rows == list(board.streams):
        return board
    order = by_kills if by_kills_first else by_alive

    def place(row: RankedStream) -> Key:
        return order(row.alive, row.kills, row.featured, row.viewers, row.channel)

    in_play = sorted((row for row in rows if is_in_play(row.phase, row.alive)), key=place)
    others = [replace(row, rank=None) for row in rows if not is_in_play(row.phase, row.alive)]
    ranked = [replace(row, rank=number) for number, row in enumerate(in_play, 1)]
    return replace(board, streams=(*ranked, *others))


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
    )
