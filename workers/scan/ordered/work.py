"""How does a worker scan what admins order? It starts a process, and tells the site how far that is."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from shutil import rmtree
from tempfile import TemporaryDirectory, gettempdir
from threading import Event
from uuid import uuid4

from redis.exceptions import RedisError

from scoreboard.scans.scan import MAX_SCAN_FRAMES, ScanFrame, ScanProgress, Want
from scoreboard.store import Store
from workers.scan.ordered.child import Child
from workers.scan.ordered.job import MAX_FRAME_BYTES, MAX_REPORT_BYTES, REPORT, Job, Line

MAX_TRIES = 2
GRACE_SECONDS = 60.0
"""The process ends by itself when its time is up, unless it hangs."""
TELL_EVERY_SECONDS = 1.0
AWAY_SECONDS = 60.0
"""So long what was found waits for a Redis that is away or refuses it."""
ABANDONED_SECONDS = 86_400.0
"""No scan takes as long; a folder in which nothing has happened since is that of a worker that was killed."""
_FOLDER = "rotisserie-scan-"
_EXPIRED = "The profile has expired. Order the scan again."
_LOST = "The worker ended while it scanned this recording, twice. Does it take too much memory?"
_NOT_KEPT = "The report is missing: Redis did not take it."

logger = logging.getLogger(__name__)


def work_off(store: Store, want: Want, allowed_hosts: Iterable[str], closing: Event) -> None:
    """The oldest open order, unless somebody is at one; left to the next worker once ``closing`` is set.

    Raises ``RedisError``.
    """
    worker = uuid4().hex
    if closing.is_set() or not (scan := store.take_scan(want, worker)):
        return
    order, tries = scan.order, scan.progress.tries
    try:
        profile = store.scan_profile(order.id) if order.game.taught else None
        if tries >= MAX_TRIES:
            failed = _LOST
        elif order.game.taught and profile is None:
            failed = _EXPIRED
        else:
            job = Job(order, profile.to_json() if profile else "", tuple(allowed_hosts))
            Work(store, job, worker, ScanProgress(tries + 1)).run(closing)
            return
        store.tell_scan(order, worker, ScanProgress(tries, outcome="failed", sentence=failed))
    except OSError as error:
        failed = f"The worker cannot scan: {error.strerror or type(error).__name__}."
        store.tell_scan(order, worker, ScanProgress(tries, outcome="failed", sentence=failed))
    finally:
        store.leave_scan(order, worker)


def _forget_abandoned() -> None:
    now = time.time()
    for folder in Path(gettempdir()).glob(f"{_FOLDER}*"):
        with suppress(FileNotFoundError):  # by a worker beside this one
            if now - folder.stat().st_mtime > ABANDONED_SECONDS:
                rmtree(folder, ignore_errors=True)


class Work:
    """On one order."""

    def __init__(self, store: Store, job: Job, worker: str, progress: ScanProgress) -> None:
        self._store, self._job, self._worker = store, job, worker
        self._progress = progress
        self._began: tuple[float, float] | None = None
        """Where in the recording it was first heard of, and when."""

    def run(self, closing: Event) -> None:
        """To its end, or until it is stopped."""
        if not self._tell():
            return
        logger.info("scanning %s for %s", self._job.order.shown, self._job.order.want)
        _forget_abandoned()
        with TemporaryDirectory(prefix=_FOLDER) as name:
            folder = Path(name)
            self._job.put(folder)
            with Child(folder) as child:
                self._watch(child, folder, closing)

    def _watch(self, child: Child, folder: Path, closing: Event) -> None:
        ends_at = time.monotonic() + self._job.most_seconds + GRACE_SECONDS
        told_at = -TELL_EVERY_SECONDS
        while not self._progress.outcome:
            if closing.is_set():
                self._progress = ScanProgress(self._progress.tries - 1)
                self._tell()
                return
            for line in child.lines(TELL_EVERY_SECONDS):
                self._hear(line, folder, closing)
            now = time.monotonic()
            if not self._progress.outcome and (child.is_over or now > ends_at):
                self._end(child.why() if child.is_over else "The scan took too long.")
            if self._progress.outcome:
                self._put(self._tell, closing)
            elif now - told_at >= TELL_EVERY_SECONDS:
                told_at = now
                if not self._tell():
                    return

    def _hear(self, line: Line, folder: Path, closing: Event) -> None:
        """One line of the process."""
        order, progress = self._job.order, self._progress
        if line.done:
            self._progress = replace(progress, outcome="done", sentence=line.done)
            self._keep_report(folder, closing)
        elif line.failed:
            self._end(line.failed)
        elif line.frame and len(progress.frames) < MAX_SCAN_FRAMES:
            frame = ScanFrame(f"{order.id}-{len(progress.frames)}", line.at)
            picture = _read(folder / Path(line.frame).name, MAX_FRAME_BYTES)
            self._put(lambda: self._store.put_frame(frame.frame, picture), closing)
            self._progress = replace(
                progress, at=line.at, seconds=line.seconds, frames=(*progress.frames, frame)
            )
        else:
            self._progress = replace(
                progress,
                at=line.at,
                seconds=line.seconds,
                matches=line.matches,
                left_seconds=self._left(line),
            )

    def _keep_report(self, folder: Path, closing: Event) -> None:
        """What was found counts without it, too."""
        if not (folder / REPORT).is_file():
            return
        report = _read(folder / REPORT, MAX_REPORT_BYTES).decode("utf-8", "replace")
        scan_id, progress = self._job.order.id, self._progress
        try:
            self._put(lambda: self._store.put_scan_report(scan_id, report), closing)
            self._progress = replace(progress, has_report=True)
        except RedisError as error:
            logger.warning("cannot keep the report of a scan: %s", error)
            self._progress = replace(progress, sentence=f"{progress.sentence} {_NOT_KEPT}")

    def _put(self, put: Callable[[], object], closing: Event) -> None:
        """What took half an hour is not given up for a moment without Redis. Raises ``RedisError``."""
        ends_at = time.monotonic() + AWAY_SECONDS
        while True:
            try:
                put()
                return
            except RedisError as error:
                if closing.is_set() or time.monotonic() > ends_at:
                    raise
                logger.warning("cannot tell what a scan has found: %s", error)
                closing.wait(TELL_EVERY_SECONDS)

    def _end(self, why: str) -> None:
        """What it has given before counts."""
        outcome = "done" if self._progress.frames else "failed"
        self._progress = replace(self._progress, outcome=outcome, sentence=why)  # type: ignore[arg-type]

    def _left(self, line: Line) -> float | None:
        now = time.monotonic()
        at, began_at = self._began = self._began or (line.at, now)
        done, took = line.at - at, now - began_at
        if not line.seconds or done <= 0:
            return None
        return round(max(0.0, line.seconds - line.at) * took / done, 1)

    def _tell(self) -> bool:
        """False: it is no longer this worker's. While Redis is away, the work goes on."""
        order = self._job.order
        try:
            self._store.hold_scan(order, self._worker)
            return self._store.tell_scan(order, self._worker, self._progress)
        except RedisError as error:
            if self._progress.outcome:
                raise
            logger.warning("cannot tell how far a scan is: %s", error)
            return True


def _read(path: Path, most_bytes: int) -> bytes:
    with path.open("rb") as file:
        return file.read(most_bytes)
