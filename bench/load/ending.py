"""What happens when the bench is told to end? All that it started ends with it."""

from __future__ import annotations

import signal
import sys
from types import FrameType

ENDING = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)


def end_on_signals() -> None:
    """The first signal leaves every ``with`` block, which ends what it started; more do not disturb that."""
    for number in ENDING:
        signal.signal(number, _leave)


def _leave(number: int, _: FrameType | None) -> None:
    for one in ENDING:
        signal.signal(one, signal.SIG_IGN)
    sys.exit(128 + number)
