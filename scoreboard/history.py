"""What is remembered for a while?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from scoreboard.models import Record

MOMENT_SECONDS = 600.0
MOMENTS_KEPT = 300
"""Of each kind: a director who switches as often as he may fills ten minutes of five boards."""


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
    """Of a switch: why; of a finish: ``won`` or ``ended``."""
    page_url: str
    has_picture: bool = False
    """Of a finish: whether its last picture is kept."""


@dataclass(frozen=True, slots=True)
class AliveChange:
    """A new number of players alive; ``is_new_match`` discards the match's history."""

    channel: str
    at: float
    alive: int
    is_new_match: bool
