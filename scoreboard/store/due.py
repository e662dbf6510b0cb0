"""In which sets is a look due, and what holds one back?"""

from __future__ import annotations

from typing import Literal

Lane = Literal["final", "playing", ""]
"""Which looks go first when there are more than the workers can take."""
LANES: tuple[Lane, ...] = ("final", "playing", "")
PAUSED = "paused by an admin"
"""The lease of a channel that is not to be looked at."""


def due_keys(game: str) -> list[str]:
    return [f"due:{game}{ending(lane)}" for lane in LANES]


def ending(lane: Lane) -> str:
    return f":{lane}" if lane else ""
