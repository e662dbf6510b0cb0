"""Why did a look give no picture?"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from scoreboard.models import LookState
from workers.net.failure import FetchFailed, Kind

_STATES: dict[Kind, LookState] = {
    "gone": "offline",
    "unreachable": "offline",
    "timeout": "timeout",
    "refused": "refused",
    "error": "error",
}


class CaptureFailed(Exception):
    """A look that ended without a picture: its ``state``, and a ``sentence`` for people."""

    def __init__(self, state: LookState, sentence: str) -> None:
        super().__init__(f"{state}: {sentence}")
        self.state: LookState = state
        self.sentence = sentence


@contextmanager
def fetching() -> Iterator[None]:
    """What the network denies inside of it ends the look. Raises ``CaptureFailed``."""
    try:
        yield
    except FetchFailed as failure:
        raise CaptureFailed(_STATES[failure.kind], failure.sentence) from failure
