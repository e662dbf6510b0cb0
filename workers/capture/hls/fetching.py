"""In which state does a request that failed end a look?"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Literal

from scoreboard.models import LookState
from workers.look.failure import CaptureFailed
from workers.net.failure import FetchFailed, Kind

Address = Literal["playlist", "video", "segment", "head", "key"]
"""What was requested. Only the first two are the stream itself; any other may be missing for a moment."""

_STATES: dict[Kind, LookState] = {
    "gone": "offline",
    "denied": "error",
    "unreachable": "offline",
    "timeout": "timeout",
    "refused": "refused",
    "error": "error",
}
_NAMES: dict[Address, str] = {
    "playlist": "The playlist",
    "video": "The stream",
    "segment": "The segment",
    "head": "The init section",
    "key": "The decryption key",
}


@contextmanager
def fetching(address: Address) -> Iterator[None]:
    """Turns a request that fails inside of it into ``CaptureFailed``, by the kind of ``address``."""
    try:
        yield
    except FetchFailed as failure:
        raise CaptureFailed(_state(failure, address), _sentence(failure, address)) from failure


def _state(failure: FetchFailed, address: Address) -> LookState:
    """A playlist that is gone is a stream that has ended; a segment, an init section or a key is not."""
    state = _STATES[failure.kind]
    return "error" if state == "offline" and address not in ("playlist", "video") else state


def _sentence(failure: FetchFailed, address: Address) -> str:
    if failure.kind == "gone":
        return f"{_NAMES[address]} is not available (status {failure.status})."
    if failure.kind == "denied":
        denied = _NAMES[address].removeprefix("The ")
        return f"The server denied access to the {denied} (status {failure.status})."
    return failure.sentence
