"""What do the site and the workers exchange about recordings that admins have scanned?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from scoreboard.models import Game, Record
from scoreboard.scans.shown import shown_address

Want = Literal["report", "frames"]
WANTS: tuple[Want, ...] = ("frames", "report")
"""One order of each is worked off at a time, so that frames never wait for a long scan."""
Outcome = Literal["", "stopped", "done", "failed"]
ScanState = Literal["waiting", "running", "stopped", "done", "failed"]
SCANS_KEPT = 20
MAX_OPEN_SCANS = 10
MAX_SCAN_FRAMES = 12


@dataclass(frozen=True, slots=True)
class ScanOrder(Record):
    """A recording that an admin wants a report on, or frames of."""

    id: str
    want: Want
    address: str
    game: Game
    """As it is to be read; ``taught`` names the profile that was put beside the order."""
    at: float
    ordered_by: str
    reads_with: str = ""
    """The version of the profile, for people."""
    count: int = 0
    """So many frames, spread over the recording."""
    times: tuple[float, ...] = ()
    """The frames at these seconds instead."""

    @property
    def shown(self) -> str:
        """The address without what it keeps secret."""
        return shown_address(self.address)


@dataclass(frozen=True, slots=True)
class ScanFrame(Record):
    """A frame that was taken of a recording."""

    frame: str
    """Its id, as in ``frame:{id}``."""
    at: float
    """Seconds since the recording began."""


@dataclass(frozen=True, slots=True)
class ScanProgress(Record):
    """How far an order is, and what came of it."""

    tries: int = 0
    """How often a worker has begun."""
    at: float = 0.0
    """Seconds of the recording that are done."""
    seconds: float = 0.0
    """How long it is; 0 where that is not known."""
    matches: int = 0
    left_seconds: float | None = None
    outcome: Outcome = ""
    sentence: str = ""
    """What was found, or why nothing was."""
    has_report: bool = False
    frames: tuple[ScanFrame, ...] = ()


@dataclass(frozen=True, slots=True)
class Scan:
    """An order and what has become of it."""

    order: ScanOrder
    progress: ScanProgress
    state: ScanState

    @property
    def is_open(self) -> bool:
        return self.state in ("waiting", "running")
