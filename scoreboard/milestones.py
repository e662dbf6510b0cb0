"""Which events of a match is somebody told of who does not watch?"""

from __future__ import annotations

from collections.abc import Iterable

from scoreboard.history import Highlight
from scoreboard.models import Board, OnAir, RankedStream
from scoreboard.requests import Milestone, MilestoneKind
from scoreboard.rules import FINAL_ALIVE, LAST_ALIVE

_THRESHOLDS: tuple[tuple[MilestoneKind, int], ...] = (
    ("final-three", LAST_ALIVE),
    ("final-ten", FINAL_ALIVE),
)
"""The closest first: who is told at most once a minute is told that one."""


def passed(before: Board, after: Board) -> list[Milestone]:
    """The streams whose match came down to so few between the two boards, with the streamer still in it.

    A match that was never seen with more is not told of: after a restart every final would be told of again.
    """
    close = [
        row
        for row in after.streams
        if row.rank is not None and (row.alive or 0) <= FINAL_ALIVE and not row.result
    ]
    if not close:
        return []
    counts = {row.channel: row.alive for row in before.streams if row.alive is not None}
    return [
        Milestone(kind, row.game, after.at, _match(row), row)
        for row in close
        for kind, most in _THRESHOLDS
        if row.alive is not None and row.alive <= most < counts.get(row.channel, 0)
    ]


def wins(before: Board, after: Board, ended: Iterable[Highlight]) -> list[Milestone]:
    """Of the matches that ended between the two boards, those that the streamer won."""
    won = {finish.channel for finish in ended if finish.reason == "won"}
    matches = {row.channel: _match(row) for row in before.streams if row.channel in won}
    return [
        Milestone("won", row.game, after.at, matches[row.channel], row)
        for row in after.streams
        if row.channel in matches
    ]


def taken_on_air(board: Board, before: OnAir | None, now_on: OnAir) -> list[Milestone]:
    """The director's switch to another stream; none when it is not known who was on air before."""
    if before is None or not now_on.channel or now_on.channel == before.channel:
        return []
    row = next((row for row in board.streams if row.channel == now_on.channel), None)
    subject = f"{now_on.since:.3f}"
    return (
        [Milestone("on-air", board.game, now_on.since, subject, row, now_on.reason)] if row else []
    )


def _match(row: RankedStream) -> str:
    """Tells the stream's matches apart. An older worker does not say when they began."""
    return f"{row.began_at or row.phase_since:.3f}"
