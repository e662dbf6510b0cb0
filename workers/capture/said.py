"""What did a streamlink plugin log about a stream that it did not give?

YouTube's plugin asks for a video, gets a response that says why there is none (sign in to confirm that you are no
robot, members only, removed), logs it and returns nothing, as it does for a channel that is not live.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_NOT_LIVE = "LIVE_STREAM_OFFLINE"
_SAID = re.compile(r"Could not get video info - (?P<status>[A-Z_]+): (?P<reason>.*)", re.DOTALL)
"""streamlink 8.6.3, plugins/youtube.py; the status is that of ``playabilityStatus``."""
_MAX_SAID = 120
_NOTED: ContextVar[list[str] | None] = ContextVar("said", default=None)


@contextmanager
def errors_said() -> Iterator[list[str]]:
    """What plugins log as errors in this thread inside of it, the oldest first."""
    found: list[str] = []
    token = _NOTED.set(found)
    try:
        yield found
    finally:
        _NOTED.reset(token)


def refusal(said: list[str]) -> str:
    """Why the platform gives no video, in a sentence; empty when it is not known, or only that nothing is live."""
    found = next(filter(None, map(_SAID.fullmatch, said)), None)
    if not found or found["status"] == _NOT_LIVE:
        return ""
    reason = "".join(filter(str.isprintable, found["reason"]))[:_MAX_SAID].strip().rstrip(".")
    return f"The platform refused: {reason if reason not in ('', 'None') else found['status']}."


class _Note(logging.Handler):
    def emit(self, record: logging.LogRecord) -> None:
        if (noted := _NOTED.get()) is not None:
            noted.append(record.getMessage())


logging.getLogger("streamlink.plugins").addHandler(_Note(logging.ERROR))
