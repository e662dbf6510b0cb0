"""Scan the recording that the file in FOLDER names; lines on standard output say how far, and what was found."""

from __future__ import annotations

import os
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path

from scoreboard.scans.shown import clock
from scoreboard.taught.profile import TaughtProfile
from workers.capture.video.decode import luma
from workers.desk.frame_jpeg import frame_jpeg
from workers.look.failure import CaptureFailed
from workers.net.cookies import keeping_cookies
from workers.scan.limits import limit, limit_memory
from workers.scan.look import Eye
from workers.scan.name import identity
from workers.scan.ordered.gather import pictures_at, times_of
from workers.scan.ordered.job import (
    MAX_PICTURE_BYTES,
    MAX_RECORDING_SECONDS,
    MAX_REPORT_BYTES,
    REPORT,
    Job,
    Line,
)
from workers.scan.recording.shot import Recording
from workers.scan.recording.source import opened_address
from workers.scan.report.findings import findings
from workers.scan.report.page import Picture, page
from workers.scan.scan import Scan
from workers.scan.timeline.timeline import timeline_of

NICE = 10
MAX_MEMORY_BYTES = 1536 * 1024**2
MAX_FILE_BYTES = 256 * 1024**2
TELL_EVERY_SECONDS = 0.5
_LEFT_OUT = "Some pictures were left out of the report, which would have become too large."
_TOO_LARGE = "The report has become too large to be kept: python -m workers.scan writes it."
Tell = Callable[[Line], None]


def main() -> None:
    folder, tell = Path(sys.argv[1]), _teller()
    job = Job.of(folder)
    _limit(job)
    try:
        tell(Line(done=run(job, folder, tell)))
    except CaptureFailed as failure:
        tell(Line(failed=failure.sentence))
    except MemoryError:
        tell(Line(failed="The recording takes too much memory."))
    except OSError as error:
        tell(Line(failed=f"The scan broke off: {error.strerror or type(error).__name__}."))
    except Exception as error:  # its text may name the address with all that it keeps secret
        tell(Line(failed=f"The scan broke off: {type(error).__name__}."))


def run(job: Job, folder: Path, tell: Tell) -> str:
    """What was found. Raises ``CaptureFailed``."""
    with keeping_cookies(()):
        recording = opened_address(job.order.address, job.allowed_hosts)
        if recording.seconds > MAX_RECORDING_SECONDS:
            raise CaptureFailed("refused", _too_long(recording.seconds))
        watch = _Watch(job, recording, tell)
        return (_scan if job.order.want == "report" else _gather)(job, folder, recording, watch)


class _Watch:
    """Tells how far it is, and ends what takes too long."""

    def __init__(self, job: Job, recording: Recording, tell: Tell) -> None:
        self._most, self._seconds, self._tell = job.most_seconds, recording.seconds, tell
        self._began_at = self._told_at = time.monotonic()

    def __call__(self, at: float, matches: int = 0, frame: str = "") -> None:
        """Raises ``CaptureFailed``."""
        now = time.monotonic()
        if frame or now - self._told_at >= TELL_EVERY_SECONDS:
            self._told_at = now
            self._tell(Line(at, self._seconds, matches, frame))
        if now - self._began_at > self._most:
            raise CaptureFailed("timeout", f"It ended after {self._most / 60:.0f} minutes.")
        if at > MAX_RECORDING_SECONDS:
            raise CaptureFailed("refused", _too_long(at))


def _scan(job: Job, folder: Path, recording: Recording, watch: _Watch) -> str:
    game, problem = job.order.game, ""
    taught = TaughtProfile.parse(job.profile.encode()) if job.profile else None
    scan = Scan(identity(job.order.address), game, folder, Eye(game, taught).look)
    try:
        scan.run(recording, watch)
    except CaptureFailed as failure:
        if not scan.rows:
            raise
        problem = f"{failure.sentence} Scanned up to {clock(scan.at)}."
    timeline = timeline_of(scan.rows, recording.seconds, problem)
    pictures = _Album(scan.pictures.of)
    report = page(timeline, job.order.shown, game.name, pictures.of)
    if len(report.encode()) > MAX_REPORT_BYTES:
        return f"{findings(timeline)} {_TOO_LARGE}"
    (folder / REPORT).write_text(report, encoding="utf-8")
    return f"{findings(timeline)} {_LEFT_OUT if pictures.is_full else ''}".strip()


class _Album:
    """As many pictures as a report may hold."""

    def __init__(self, picture: Picture) -> None:
        self._picture, self._left, self.is_full = picture, MAX_PICTURE_BYTES, False

    def of(self, at: float) -> bytes | None:
        found = self._picture(at)
        if found and len(found) > self._left:
            self.is_full, found = True, None
        self._left -= len(found or b"")
        return found


def _gather(job: Job, folder: Path, recording: Recording, watch: _Watch) -> str:
    times = times_of(job.order, recording.seconds)
    problem, count = "", 0
    try:
        for at, frame in pictures_at(recording, times):
            name = f"frame-{count}.jpg"
            (folder / name).write_bytes(frame_jpeg(luma(frame))[0])
            count += 1
            watch(at, frame=name)
    except CaptureFailed as failure:
        if not count:
            raise
        problem = f" {failure.sentence}"
    if not count:
        raise CaptureFailed("no-video", "The recording has no picture at these times.")
    return f"{count} of {len(times)} frames.{problem}"


def _too_long(seconds: float) -> str:
    return f"The recording is longer ({clock(seconds)}) than {clock(MAX_RECORDING_SECONDS)}."


def _limit(job: Job) -> None:
    os.nice(NICE)
    limit_memory(MAX_MEMORY_BYTES)
    limit(resource.RLIMIT_CPU, int(job.most_seconds))
    limit(resource.RLIMIT_FSIZE, MAX_FILE_BYTES)


def _teller() -> Tell:
    """Whatever else writes to standard output writes to standard error."""
    lines = os.fdopen(os.dup(1), "w", encoding="utf-8", buffering=1)
    os.dup2(2, 1)
    return lambda line: print(line.to_json(), file=lines)


if __name__ == "__main__":
    main()
