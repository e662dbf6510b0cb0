"""How far is a scan, and how long will it still take?"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from typing import TextIO

from scoreboard.scans.shown import clock

_EVERY_SECONDS, _EVERY_SECONDS_IN_A_LOG = 0.5, 10.0


class Progress:
    """A line that is written over on a terminal, and now and then elsewhere."""

    def __init__(
        self,
        total_seconds: float,
        stream: TextIO = sys.stderr,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self._total, self._stream, self._now = total_seconds, stream, now
        self._terminal = stream.isatty()
        self._first: tuple[float, float] | None = None
        """Where in the recording it began in this process, and when."""
        self._shown_at = now()
        self._is_open = False

    def __call__(self, at: float, matches: int) -> None:
        now = self._now()
        self._first = self._first or (at, now)
        every = _EVERY_SECONDS if self._terminal else _EVERY_SECONDS_IN_A_LOG
        if now - self._shown_at < every:
            return
        self._shown_at = now
        line = self._line(at, now, matches)
        self._stream.write(f"\r{line:<79}" if self._terminal else f"{line}\n")
        self._stream.flush()
        self._is_open = self._terminal

    def __enter__(self) -> Progress:
        return self

    def __exit__(self, *_: object) -> None:
        """What is written next stands in a line of its own."""
        if self._is_open:
            self._stream.write("\n")

    def _line(self, at: float, now: float, matches: int) -> str:
        assert self._first
        done, took = at - self._first[0], now - self._first[1]
        speed = done / took if took > 0 else 0.0
        parts = [clock(at)]
        if self._total:
            parts = [f"{clock(at)} of {clock(self._total)} ({min(1.0, at / self._total):.0%})"]
        if speed:
            parts.append(f"{speed:.0f}x")
        if self._total > at and speed:
            parts.append(f"{clock((self._total - at) / speed)} left")
        parts.append(f"{matches} match{'' if matches == 1 else 'es'}")
        return ", ".join(parts)
