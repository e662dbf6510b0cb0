"""On which threads are deliveries sent? On a few of their own: a receiver that hangs holds up no page and no event."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable

from django.db import close_old_connections

AT_ONCE = 4
log = logging.getLogger(__name__)


class Senders:
    """At most ``at_once`` jobs at a time."""

    def __init__(self, at_once: int = AT_ONCE) -> None:
        self._at_once = at_once
        self._running = 0
        self._changed = threading.Condition()
        self._closed = False

    @property
    def free(self) -> int:
        return self._at_once - self._running

    def goes_on(self) -> bool:
        """Whether a job may begin another attempt."""
        return not self._closed

    def start(self, job: Callable[[], object]) -> None:
        """Daemons: a receiver that hangs must not delay the end of the process."""
        thread = threading.Thread(target=self._run, args=(job,), name="webhook", daemon=True)
        with self._changed:
            thread.start()
            self._running += 1

    def close(self, seconds: float) -> None:
        """Begin nothing more, and give what is being sent so long to end."""
        self._closed = True
        ends_at = time.monotonic() + seconds
        with self._changed:
            self._changed.wait_for(lambda: not self._running, ends_at - time.monotonic())

    def _run(self, job: Callable[[], object]) -> None:
        try:
            close_old_connections()
            job()
        except Exception:
            log.exception("a webhook could not be served and will be retried")
        finally:
            close_old_connections()
            with self._changed:
                self._running -= 1
                self._changed.notify_all()
