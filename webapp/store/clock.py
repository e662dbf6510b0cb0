"""What time is it for the site? All ages are counted by Redis' clock, as the workers' times are."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from redis.exceptions import ConnectionError as NotReached

from scoreboard.process.clock import Clock

MEASURE_SECONDS = 10.0
_followed: list[Callable[[], float]] = []


def _ask() -> float:
    if not _followed:
        raise NotReached("no clock is followed yet")
    return _followed[-1]()


_clock = Clock(_ask)


def follow(ask: Callable[[], float]) -> None:
    """Go by the clock that ``ask`` reads, in epoch seconds."""
    _followed[:] = [ask]


def now() -> float:
    """Epoch seconds. This machine's until the clock that is followed has answered once."""
    return _clock.now()


def instant(at: float) -> datetime:
    """``at``, in epoch seconds, as the database has it."""
    return datetime.fromtimestamp(at, UTC)


def measure() -> None:
    """Compare the clocks again; without an answer the last comparison holds."""
    _clock.measure()
