"""Which requests did a platform deny, or not answer, while a streamlink plugin looked for streams?

A plugin that is denied the video often says no more than that there are no streams: Twitch's logs what the video server
answered (region, subscribers only) and returns nothing, as it does for a channel that is not live. It also leaves out
each rendition whose playlist fails in any way.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

_STATUSES = (401, 403, 429, 451)
_GONE_STATUSES = (404, 410)
_MAX_BODY_BYTES = 64 * 1024
_MAX_SAID = 120


@dataclass(frozen=True, slots=True)
class Denial:
    status: int
    said: str
    """The reason in the body; empty when it gives none."""

    @property
    def is_gone(self) -> bool:
        """Whether it only says that nothing is there."""
        return self.status in _GONE_STATUSES

    @property
    def sentence(self) -> str:
        if self.said:
            return f"The platform refused: {self.said} (status {self.status})."
        return f"The platform's server returned status {self.status}."


Noted = Denial | Exception
"""An exception: the request got no response."""
_NOTED: ContextVar[list[Noted]] = ContextVar("denials")


@contextmanager
def denials() -> Iterator[list[Noted]]:
    """Those of this thread's requests inside of it, the oldest first."""
    found: list[Noted] = []
    token = _NOTED.set(found)
    try:
        yield found
    finally:
        _NOTED.reset(token)


def note_status(status: int, body: bytes) -> None:
    """A response has arrived."""
    noted = _NOTED.get(None)
    if noted is not None and (status in (*_STATUSES, *_GONE_STATUSES) or status >= 500):
        noted.append(Denial(status, _said(body)))


def note_failure(error: Exception) -> None:
    """A request got no response that could be read."""
    noted = _NOTED.get(None)
    if noted is not None:
        noted.append(error)


def _said(body: bytes) -> str:
    """``[{"error": TEXT}]`` as Twitch's video server, ``{"message": TEXT}`` or ``{"error": {"message": TEXT}}``."""
    try:
        said: Any = json.loads(body) if len(body) <= _MAX_BODY_BYTES else None
    except (ValueError, RecursionError):
        return ""
    for _ in range(3):
        if isinstance(said, list) and said:
            said = said[0]
        if isinstance(said, dict):
            said = (
                said.get("error")
                if isinstance(said.get("error"), str | dict)
                else said.get("message")
            )
    if not isinstance(said, str):
        return ""
    return "".join(filter(str.isprintable, said))[:_MAX_SAID].strip().rstrip(".")
