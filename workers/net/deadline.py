"""How much of a look's time is left?"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from workers.net.failure import FetchFailed

_ENDS_AT: ContextVar[float] = ContextVar("ends_at")


@contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """All requests of this thread inside of it end within ``seconds``, and within the outer limit."""
    ends_at = time.monotonic() + seconds
    token = _ENDS_AT.set(min(ends_at, _ENDS_AT.get(ends_at)))
    try:
        yield
    finally:
        _ENDS_AT.reset(token)


def seconds_left(at_most: float = 60.0) -> float:
    """Raises ``FetchFailed`` (timeout) when nothing is left."""
    return max(0.001, request_ends_at(at_most) - time.monotonic())


def request_ends_at(at_most: float = 60.0) -> float:
    """When a request that begins now must have ended, on the monotonic clock. Raises ``FetchFailed`` (timeout)."""
    now = time.monotonic()
    ends_at = min(now + at_most, _ENDS_AT.get(now + at_most))
    if ends_at <= now:
        raise FetchFailed("timeout", "The stream did not respond in time.")
    return ends_at
