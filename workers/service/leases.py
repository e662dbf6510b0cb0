"""Which looks are in progress in this process? Their leases last as long as it lives, and hardly longer."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from redis.exceptions import RedisError

from scoreboard.process.clock import Clock
from scoreboard.store import Store

LEASE_SECONDS = 6.0
RENEW_SECONDS = 2.0

logger = logging.getLogger(__name__)


class Leases:
    """Renews the leases of looks being taken or read, each for at most ``max_seconds`` since it was asked for."""

    def __init__(self, find_store: Callable[[], Store], clock: Clock, max_seconds: float) -> None:
        self._find_store, self._clock, self._max_seconds = find_store, clock, max_seconds
        self._held: dict[tuple[str, str], float] = {}

    def start(self) -> None:
        threading.Thread(target=self._keep_renewing, name="leases", daemon=True).start()

    @contextmanager
    def hold(self, channel: str, token: str, asked_at: float) -> Iterator[None]:
        self._held[channel, token] = asked_at
        try:
            yield
        finally:
            self._held.pop((channel, token), None)

    def renew(self) -> None:
        """Once. Raises an error of Redis."""
        now = self._clock.now()
        held = dict(self._held)  # other threads begin and end looks
        young = [look for look, asked_at in held.items() if now - asked_at < self._max_seconds]
        if young:
            self._find_store().keep_leases(young, LEASE_SECONDS)

    def _keep_renewing(self) -> None:
        while True:
            time.sleep(RENEW_SECONDS)
            try:
                self.renew()
            except RedisError as error:
                logger.debug("cannot renew leases: %s", error)
            except Exception:
                logger.exception("cannot renew leases")
