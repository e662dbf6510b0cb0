"""What happened between one board and the next that is worth remembering?"""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from scoreboard.history import AliveChange, Highlight
from scoreboard.models import Board, Mode, OnAir, RankedStream
from scoreboard.rules import TEAM_PLACE, is_new_match


def switch(board: Board, on_air: OnAir) -> list[Highlight]:
    """The director's switch; none when nothing is on air now."""
    row = next((row for row in board.streams if row.channel == on_air.channel), None)
    return [_highlight("switch", board.game, on_air.since, row, on_air.reason)] if row else []


def finishes(before: Board, after: Board) -> list[Highlight]:
    """Matches that came to their end; of one that a streamer watches on, the first end counts."""
    played = {row.channel: row for row in before.streams if row.phase == "playing"}
    return [
        _highlight("finish", row.game, after.at, row, "won" if row.result == "won" else "ended")
        for row in after.streams
        if row.phase == "over" and row.channel in played and not played[row.channel].ended_at
    ]


def closed(before: Board, after: Board) -> list[RankedStream]:
    """Every match that is over for its streamer since ``before``, as last believed, with its result.

    ``ended_at`` says when: where it was lost sight of, when its last number was seen.
    """
    now = {row.channel: row for row in after.streams}
    found = (_closed(row, now.get(row.channel), after.at) for row in before.streams)
    return [row for row in found if row is not None]


def _closed(before: RankedStream, after: RankedStream | None, at: float) -> RankedStream | None:
    if before.ended_at:
        return None
    if not before.began_at:
        # Tracked by an older process: all that it tells is an end that was seen.
        over = before.phase == "playing" and after is not None and after.phase == "over"
        return replace(after, ended_at=at) if after and over else None
    if after is None or after.began_at != before.began_at:
        result = "placed" if before.place else before.result or "left"
        return replace(before, ended_at=before.captured_at, result=result)
    if not after.ended_at:
        return None
    return replace(after, ended_at=at) if after.phase == "over" else after


def mode_of(row: RankedStream, most_players: int) -> Mode:
    """What is told by the HUD, by the count at a win, or by a place that no squad can have."""
    if row.mode or row.alive is None:
        return row.mode
    if row.result == "won" and row.alive > 1:
        return "teams"
    return "solo" if (row.place or 0) > TEAM_PLACE * most_players else ""


def alive_changes(before: Board | None, after: Board) -> list[AliveChange]:
    known = {row.channel: row for row in before.streams} if before else {}
    changes = []
    for row in after.streams:
        last = known.get(row.channel)
        same = last is not None and _same_match(last, row)
        if row.rank is None or row.alive is None:
            continue
        if not same or last is None or last.alive != row.alive:
            changes.append(AliveChange(row.channel, row.captured_at, row.alive, not same))
    return changes


def _same_match(before: RankedStream, after: RankedStream) -> bool:
    """A match keeps its beginning through ad breaks; of rows without one the numbers decide."""
    if before.began_at and after.began_at:
        return before.began_at == after.began_at
    alive = after.alive or 0
    return before.rank is not None and not is_new_match(before.alive, alive)


def _highlight(
    kind: Literal["switch", "finish"], game: str, at: float, row: RankedStream, reason: str
) -> Highlight:
    return Highlight(
        kind, game, at, row.channel, row.name, row.alive, row.kills, reason, row.page_url
    )
