"""What did the looks cost? Counted in Redis, shown at /metrics."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from time import perf_counter, thread_time

from scoreboard.store import Store
from workers.capture.timings import Timings


@contextmanager
def capture_tally(store: Store) -> Iterator[Timings]:
    """Counts the steps of a capture however it ends."""
    timings = Timings()
    try:
        yield timings
    finally:
        spent = {("capture_microseconds", step): _micro(seconds) for step, seconds in timings.seconds.items()}
        cpu = {("capture_cpu_microseconds", step): _micro(seconds) for step, seconds in timings.cpu_seconds.items()}
        store.count_all({**spent, **cpu, ("captures", ""): 1, ("capture_bytes", ""): timings.bytes})


@contextmanager
def read_tally(store: Store, game: str) -> Iterator[None]:
    began, cpu_began = perf_counter(), thread_time()
    try:
        yield
    finally:
        store.count_all({
            ("reads", game): 1,
            ("read_microseconds", game): _micro(perf_counter() - began),
            ("read_cpu_microseconds", game): _micro(thread_time() - cpu_began),
        })


def _micro(seconds: float) -> int:
    return round(seconds * 1_000_000)
