"""What do a worker and the process that scans for it tell each other? A file goes there, lines come back."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Self

from scoreboard.models import Record
from scoreboard.scans.scan import ScanOrder

JOB, REPORT = "job.json", "report.html"
MAX_REPORT_BYTES = 4_000_000
MAX_PICTURE_BYTES = 2_000_000
"""Of all pictures of a report, before they are packed as text."""
MAX_SCAN_SECONDS = 1800.0
MAX_GATHER_SECONDS = 120.0
MAX_RECORDING_SECONDS = 12 * 3600.0
MAX_FRAME_BYTES = 3_000_000


@dataclass(frozen=True, slots=True)
class Job(Record):
    order: ScanOrder
    profile: str
    """The taught profile as JSON; empty: none."""
    allowed_hosts: tuple[str, ...]

    def put(self, folder: Path) -> None:
        (folder / JOB).write_text(self.to_json())

    @classmethod
    def of(cls, folder: Path) -> Self:
        return cls.from_json((folder / JOB).read_text())

    @property
    def most_seconds(self) -> float:
        return MAX_SCAN_SECONDS if self.order.want == "report" else MAX_GATHER_SECONDS


@dataclass(frozen=True, slots=True)
class Line(Record):
    """How far the process is; with a ``frame``, or a sentence at its end."""

    at: float = 0.0
    seconds: float = 0.0
    matches: int = 0
    frame: str = ""
    """A file in the folder."""
    done: str = ""
    """What was found. The report, if there is one, is in the folder."""
    failed: str = ""
    """Why nothing was."""
