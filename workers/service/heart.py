"""Is this process healthy? A probe checks the age of a file."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from pathlib import Path

EVERY_SECONDS = 1.0
ANSWER_SECONDS = 60.0
"""Longer than all threads of a healthy pool are busy: a look takes 8 s, each command to a Redis that hangs 5 s."""

logger = logging.getLogger(__name__)
Submit = Callable[[Callable[[], None]], object]


class Heart:
    """Touches the file each second that the process' main loop turns, as long as the threads of its pool answer.

    Redis has no part in it: a restart would not bring it back.
    """

    def __init__(
        self,
        file: Path | None,
        submit: Submit | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """``submit``: gives a thread of the pool something to do."""
        self._file, self._submit, self._clock = file, submit, clock
        self._touched_at = -EVERY_SECONDS
        self._asked_at = self._answered_at = clock()
        self._is_waiting = False

    def beat(self) -> None:
        """To be called at each turn of the main loop. Never fails."""
        now = self._clock()
        if self._file is None or now - self._touched_at < EVERY_SECONDS:
            return
        self._ask_a_thread(now)
        if self._is_waiting and now - self._asked_at > ANSWER_SECONDS:
            logger.error("no thread of the pool has responded for %.0f s", ANSWER_SECONDS)
            return
        self._touched_at = now
        try:
            self._file.touch()
        except OSError as error:
            logger.error("cannot touch HEARTBEAT_FILE: %s", error)

    def _ask_a_thread(self, now: float) -> None:
        if self._submit is None or self._is_waiting:
            return
        self._is_waiting, self._asked_at = True, now
        try:
            self._submit(self._answer)
        except RuntimeError:  # the pool is shutting down
            self._is_waiting = False

    def _answer(self) -> None:
        self._is_waiting = False
