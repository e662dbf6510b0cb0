"""What happened between one board and the next that is worth remembering?"""

from __future__ import annotations

from typing import Literal

from scoreboard.history import AliveChange, Highlight
from scoreboard.models import Board, OnAir, RankedStream
from scoreboard.rules import is_new_match


def switch(board: Board, on_air: OnAir) -> list[Highlight]:
    """The director's switch; none when nothing is on air now."""
    row = next((row for row in board.streams if row.channel == on_air.channel), None)
    return [_highlight("switch", board.game, on_air.since, row, on_air.reason)] if row else []


def finishes(before: Board, after: Board) -> list[Highlight]:
    played = {row.channel for row in before.streams if row.phase == "playing"}
    ended = [row for row in after.streams if row.phase == "over" and row.channel in played]
    return [
        _highlight("finish", row.game, after.at, row, "won" if row.alive == 1 else "ended")
        for row in ended
    ]


def alive_changes(before: Board | None, after: Board) -> list[AliveChange]:
    known = {row.channel: row for row in before.streams if row.rank is not None} if before else {}
    changes = []
    for row in after.streams:
        last = known.get(row.channel)
        if row.rank is None or row.alive is None or (last and last.alive == row.alive):
            continue
        risen = is_new_match(last.alive if last else None, row.alive)
        changes.append(AliveChange(row.channel, row.captured_at, row.alive, risen))
    return changes


def _highlight(
    kind: Literal["switch", "finish"], game: str, at: float, row: RankedStream, reason: str
) -> Highlight:
    return Highlight(
        kind, game, at, row.channel, row.name, row.alive, row.kills, reason, row.page_url
    )
