"""In which state does a request that failed end a look?"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from scoreboard.models import LookState
from workers.look.failure import CaptureFailed
from workers.net.failure import FetchFailed, Kind

_STATES: dict[Kind, LookState] = {
    "gone": "offline",
    "unreachable": "offline",
    "timeout": "timeout",
    "refused": "refused",
    "error": "error",
}


@contextmanager
def fetching() -> Iterator[None]:
    """What the network denies inside of it ends the look. Raises ``CaptureFailed``."""
    try:
        yield
    except FetchFailed as failure:
        raise CaptureFailed(_STATES[failure.kind], failure.sentence) from failure
