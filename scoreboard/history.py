"""What happened between one board and the next that is worth remembering for a while?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from scoreboard.models import Board, OnAir, RankedStream, Record

MOMENT_SECONDS = 600.0
MOMENTS_KEPT = 300
"""Of each kind: a director who switches as often as he may fills ten minutes of five boards."""
NEW_MATCH_RISE = 5


@dataclass(frozen=True, slots=True)
class Highlight(Record):
    """A switch of the director, or the end of a match."""

    kind: Literal["switch", "finish"]
    game: str
    """The board it happened on: a match ends on its game's, the director switches on each."""
    at: float
    channel: str
    name: str
    alive: int | None
    kills: int | None
    reason: str
    """Of a switch: why; of a finish: ``won`` when the streamer's counter stood at one, else ``ended``."""
    page_url: str
    has_picture: bool = False
    """Of a finish: whether its last picture is kept."""


@dataclass(frozen=True, slots=True)
class AliveChange:
    """A new number of players alive; ``is_new_match`` begins the match's history anew."""

    channel: str
    at: float
    alive: int
    is_new_match: bool


def switch(board: Board, on_air: OnAir) -> list[Highlight]:
    """The director's switch as a moment; none when nothing is on air now."""
    row = next((row for row in board.streams if row.channel == on_air.channel), None)
    return [_moment("switch", board.game, on_air.since, row, on_air.reason)] if row else []


def finishes(before: Board, after: Board) -> list[Highlight]:
    played = {row.channel for row in before.streams if row.phase == "playing"}
    ended = [row for row in after.streams if row.phase == "over" and row.channel in played]
    return [
        _moment("finish", row.game, after.at, row, "won" if row.alive == 1 else "ended")
        for row in ended
    ]


def alive_changes(before: Board | None, after: Board) -> list[AliveChange]:
    known = {row.channel: row for row in before.streams if row.rank is not None} if before else {}
    changes = []
    for row in after.streams:
        last = known.get(row.channel)
        if row.rank is None or row.alive is None or (last and last.alive == row.alive):
            continue
        risen = last is None or last.alive is None or row.alive >= last.alive + NEW_MATCH_RISE
        changes.append(AliveChange(row.channel, row.captured_at, row.alive, risen))
    return changes


def _moment(
    kind: Literal["switch", "finish"], game: str, at: float, row: RankedStream, reason: str
) -> Highlight:
    return Highlight(
        kind, game, at, row.channel, row.name, row.alive, row.kills, reason, row.page_url
    )
