"""How is the process started that scans, and what does it say?"""

from __future__ import annotations

import os
import selectors
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Self

from scoreboard.models import BadRecord
from workers.scan.ordered.job import Line

MAX_LINE_BYTES = 64 * 1024
_BAD = (BadRecord, ValueError, TypeError, KeyError, AttributeError, RecursionError)


class Child:
    """A process of its own, since a decoder may take all memory, or end with the whole process."""

    def __init__(self, folder: Path) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "workers.scan.ordered", str(folder)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,  # it may name the address with all that it keeps secret
        )
        assert self._process.stdout
        self._pipe, self._rest, self.is_over = self._process.stdout, b"", False
        os.set_blocking(self._pipe.fileno(), False)
        self._selector = selectors.DefaultSelector()
        self._selector.register(self._pipe, selectors.EVENT_READ)

    def lines(self, seconds: float) -> Iterator[Line]:
        """What it says within the next ``seconds``; ``is_over`` when it says no more."""
        if not self._selector.select(seconds):
            return
        piece = self._pipe.read(MAX_LINE_BYTES)
        if not piece:
            self.is_over = piece is not None
            return
        *lines, self._rest = (self._rest + piece).split(b"\n")
        if len(self._rest) > MAX_LINE_BYTES:
            self.is_over = True
        for line in lines:
            try:
                yield Line.from_json(line)
            except _BAD:
                self.is_over = True

    def why(self) -> str:
        """Why it has ended without a word."""
        try:
            status = self._process.wait(10)
        except subprocess.TimeoutExpired:
            return "The scan said what cannot be understood."
        if status == -signal.SIGXCPU:
            return "The recording takes too much CPU time."
        if status == -signal.SIGKILL:
            return "The scan was killed, probably because the recording takes too much memory."
        return f"The scan broke off with exit status {status}."

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._process.kill()
        self._process.wait()
        self._selector.close()
        self._pipe.close()
