"""Which process is this, and how far off is its clock?"""

from __future__ import annotations

import logging
import os
import threading
import time
from collections.abc import Callable

from redis.exceptions import RedisError

from scoreboard.health import Worker
from scoreboard.process.clock import Clock
from scoreboard.store import Store
from scoreboard.version import VERSION

REPORT_SECONDS = 2.0
CELERYS_OWN_NAME = "celery"
"""Of a worker started without --hostname (https://docs.celeryq.dev/en/stable/userguide/workers.html)."""
SYNC_SECONDS = 10.0
MAX_OFFSET_SECONDS = 2.0

logger = logging.getLogger(__name__)


def reported_name(hostname: str, role: str) -> str:
    """``role-pid@host`` where Celery chose the name: all workers of a machine have it, and would share one row."""
    name, _, host = hostname.partition("@")
    return f"{role}-{os.getpid()}@{host}" if name == CELERYS_OWN_NAME else hostname


class Presence:
    """Reports this process to the scoreboard every two seconds and keeps its clock at Redis' time."""

    def __init__(
        self, find_store: Callable[[], Store], clock: Clock, name: str, role: str, commit: str
    ) -> None:
        self._find_store, self._clock = find_store, clock
        self._name, self._role, self._commit = name, role, commit
        self._measured_at = -SYNC_SECONDS

    def start(self) -> None:
        threading.Thread(target=self._keep_reporting, name="presence", daemon=True).start()

    def report(self) -> None:
        """Once. Raises an error of Redis."""
        if time.monotonic() - self._measured_at >= SYNC_SECONDS and self._clock.measure():
            self._measured_at = time.monotonic()
        offset = self._clock.offset_seconds()
        if offset is not None and abs(offset) > MAX_OFFSET_SECONDS:
            where = "ahead of" if offset > 0 else "behind"
            logger.warning("the clock is %.0f s %s Redis'; using Redis'", abs(offset), where)
        known = None if offset is None else round(offset, 3)
        worker = Worker(VERSION, self._clock.now(), self._role, self._commit, known)
        self._find_store().put_worker(self._name, worker)

    def _keep_reporting(self) -> None:
        while True:
            try:
                self.report()
            except RedisError as error:
                logger.debug("cannot report this process: %s", error)
            except Exception:
                logger.exception("cannot report this process")
            time.sleep(REPORT_SECONDS)
