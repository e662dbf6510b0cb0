"""What does an admin see of a scan?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from scoreboard.queues import SCAN
from scoreboard.scans.scan import Scan
from scoreboard.scans.shown import clock
from webapp.desk.start.missing import roles_of
from webapp.store.clock import now as site_now
from webapp.store.link import store

NO_WORKER = (
    "Waiting: no scan worker is running. It is a role of its own: start one with --queues scan."
)


@dataclass(frozen=True, slots=True)
class Row:
    """A scan for the page."""

    scan: Scan
    sentence: str

    @property
    def at(self) -> datetime:
        return datetime.fromtimestamp(self.scan.order.at, UTC)

    @property
    def done_percent(self) -> int | None:
        """``None``: it cannot be told."""
        progress = self.scan.progress
        if self.scan.state != "running" or not progress.seconds:
            return None
        return min(100, int(100 * progress.at / progress.seconds))


def rows_of(scans: Sequence[Scan], all_scans: Sequence[Scan]) -> list[Row]:
    """``all_scans``: those of other games, too. Raises ``RedisError``."""
    is_served = not any(scan.state == "waiting" for scan in scans) or has_worker()
    return [Row(scan, sentence_of(scan, all_scans, is_served)) for scan in scans]


def told_of(scan: Scan) -> dict[str, Any]:
    """As JSON. Raises ``RedisError``."""
    (row,) = rows_of([scan], store().scans())
    return {
        "scan": scan.order.id,
        "state": scan.state,
        "sentence": row.sentence,
        "recording": scan.order.shown,
        "frames": [{"frame": each.frame, "at": clock(each.at)} for each in scan.progress.frames],
    }


def sentence_of(scan: Scan, all_scans: Sequence[Scan], is_served: bool) -> str:
    progress = scan.progress
    match scan.state:
        case "waiting":
            return _waiting(scan, all_scans) if is_served else NO_WORKER
        case "running":
            return _running(scan)
        case "stopped":
            return "Stopped."
    return progress.sentence


def has_worker() -> bool:
    workers = store().workers(site_now())
    return any(SCAN in roles_of(name, row) for name, row in workers.items())


def _waiting(scan: Scan, all_scans: Sequence[Scan]) -> str:
    order = scan.order
    before = sum(
        other.is_open and other.order.want == order.want and other.order.at < order.at
        for other in all_scans
    )
    again = " Its worker was lost; it begins again." if scan.progress.tries else ""
    return f"Waiting: {before} before it.{again}" if before else f"Waiting for a worker.{again}"


def _running(scan: Scan) -> str:
    progress = scan.progress
    if not progress.at and not progress.frames:
        return "Opening the recording…"
    of = f" of {clock(progress.seconds)}" if progress.seconds else ""
    if scan.order.want == "frames":
        return f"{_many(len(progress.frames), 'frame')} so far, {clock(progress.at)}{of}."
    left = progress.left_seconds
    more = f", {clock(left)} left" if left is not None else ""
    found = _many(progress.matches, "match", "es")
    return f"{clock(progress.at)}{of}{more}, {found} so far."


def _many(count: int, noun: str, plural: str = "s") -> str:
    return f"{count} {noun}{'' if count == 1 else plural}"
