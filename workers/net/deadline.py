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
    """All that this thread asks of the network inside of it ends within ``seconds``, and within the outer limit."""
    ends_at = time.monotonic() + seconds
    token = _ENDS_AT.set(min(ends_at, _ENDS_AT.get(ends_at)))
    try:
        yield
    finally:
        _ENDS_AT.reset(token)


def seconds_left(at_most: float = 60.0) -> float:
    """Raises ``FetchFailed`` (timeout) when nothing is left."""
    now = time.monotonic()
    left = min(at_most, _ENDS_AT.get(now + at_most) - now)
    if left <= 0:
        raise FetchFailed("timeout", "The stream did not answer in time.")
    return left
