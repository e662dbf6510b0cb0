"""What did looks cost, and how long did each step take? Collected in this process, sent once a second."""

from __future__ import annotations

import logging
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from redis.exceptions import RedisError

from scoreboard.process.durations import bucket
from scoreboard.store import Store
from workers.counts.timings import Timings

SEND_EVERY_SECONDS = 1.0
log = logging.getLogger(__name__)


class Tally:
    """Counts of one process. A killed process loses what it had not sent: at most a second's worth."""

    def __init__(self, find_store: Callable[[], Store]) -> None:
        self._find_store = find_store
        self._counts: Counter[tuple[str, str]] = Counter()
        self._lock = threading.Lock()

    def start(self) -> None:
        """Send what is counted, for as long as the process lives."""
        threading.Thread(target=self._keep_sending, name="tally", daemon=True).start()

    def count(self, name: str, label: str = "", by: int = 1) -> None:
        with self._lock:
            self._counts[name, label] += by

    def took(self, step: str, seconds: float, cpu_seconds: float | None = None) -> None:
        """``cpu_seconds``: of this thread, where the step burns any."""
        with self._lock:
            self._counts["step_seconds_bucket", f"{step}|{bucket(seconds)}"] += 1
            self._counts["step_microseconds", step] += _micro(seconds)
            if cpu_seconds is not None:
                self._counts["step_cpu_microseconds", step] += _micro(cpu_seconds)

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Times what is done inside, however it ends."""
        began, cpu_began = time.perf_counter(), time.thread_time()
        try:
            yield
        finally:
            self.took(name, time.perf_counter() - began, time.thread_time() - cpu_began)

    @contextmanager
    def capture(self) -> Iterator[Timings]:
        """Times the steps of a capture, however it ends."""
        timings = Timings()
        try:
            yield timings
        finally:
            for name, seconds in timings.seconds.items():
                self.took(name, seconds, timings.cpu_seconds[name])
            self.count("captures")
            self.count("capture_bytes", by=timings.bytes)

    def send(self) -> None:
        """Send everything counted so far; without Redis it is kept for the next turn."""
        with self._lock:
            counts, self._counts = self._counts, Counter()
        if not counts:
            return
        try:
            self._find_store().count_all(counts)
        except RedisError as error:
            log.warning("cannot send counts, keeping them: %s", error)
            with self._lock:
                self._counts.update(counts)

    def _keep_sending(self) -> None:
        while True:
            time.sleep(SEND_EVERY_SECONDS)
            try:
                self.send()
            except Exception:
                log.exception("cannot send the counts")


def _micro(seconds: float) -> int:
    return round(seconds * 1_000_000)
