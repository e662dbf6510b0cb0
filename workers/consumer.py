"""How does a worker take tasks from Redis, reconnect, and judge what arrives too late?"""

from __future__ import annotations

import logging
from datetime import UTC
from typing import Any, Literal

from celery.app.task import Task as CeleryTask
from celery.worker.consumer import Consumer as CeleryConsumer
from celery.worker.request import Request as CeleryRequest
from celery.worker.state import maybe_shutdown
from celery.worker.state import revoked as revoked_tasks
from kombu.common import ignore_errors
from redis.exceptions import RedisError

from workers.app import clock, leases, store, tally
from workers.service import broker
from workers.service.heart import Heart
from workers.service.presence import Presence, reported_name
from workers.settings import settings

RECONNECT_SECONDS = 1.0

logger = logging.getLogger(__name__)
_WITHOUT = {"without_gossip": True, "without_mingle": True, "without_heartbeat": True}
"""Workers need not know of each other, and Celery's heartbeats fall silent with Redis."""


def is_too_late(name: str, expires_at: float) -> bool:
    """Whether the task ``name`` has expired; it is counted then."""
    if clock().now() <= expires_at:
        return False
    tally().count("tasks_expired", name)
    logger.warning("%s waited too long for a worker", name)
    return True


class Request(CeleryRequest):
    """A task that expires by Redis' clock, which its sender and all workers share."""

    _tzlocal = UTC
    """Of times without one; ours have it. Celery looks it up in its configuration for each task, at a tenth of its own
    CPU for it."""

    def maybe_expire(self) -> Literal[True] | None:
        if not self.expires or not is_too_late(self.name, self.expires.timestamp()):
            return None
        revoked_tasks.add(self.id)  # where Celery looks for it
        return True


class Task(CeleryTask):  # type: ignore[type-arg]
    """Without Redis it ends with a line that repeats, not with a traceback for each look."""

    Request = "workers.consumer:Request"
    throws = (RedisError,)

    def is_too_late(self, expires_at: float) -> bool:
        return is_too_late(self.name, expires_at)

    def on_failure(self, exc: Exception, task_id: str, args: Any, kwargs: Any, einfo: Any) -> None:
        if isinstance(exc, RedisError):
            logger.warning("%s ended without Redis: %s", self.name, exc)


class Consumer(CeleryConsumer):
    """Connects again within a second or two, whatever happened, and beats the heart at each turn of its loops."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **{**options, **_WITHOUT})
        executor = getattr(self.pool, "executor", None)
        self._heart = Heart(settings.heartbeat_file, executor and executor.submit)

    def start(self) -> None:
        counts, _ = tally(), leases()  # here, before threads would each make their own
        broker.on_bad_entry[:] = [lambda: counts.count("bad_rows", "queues")]
        role = ",".join(sorted(self.app.amqp.queues.consume_from))
        name = reported_name(self.hostname, role)
        Presence(store, clock(), name, role, settings.commit).start()
        super().start()

    def connect(self) -> Any:
        """Celery drops a connection that fails as it is set up, such as one to a replica, with its sockets open."""
        self._newest: Any = None
        try:
            return super().connect()
        except Exception:
            if self._newest is not None:
                ignore_errors(self._newest, self._newest.close)
            raise

    def ensure_connected(self, conn: Any) -> Any:
        """Tries until Redis answers."""
        self._newest = conn
        conn.ensure_connection(
            self._not_connected,
            interval_start=RECONNECT_SECONDS,
            interval_step=0,
            interval_max=RECONNECT_SECONDS,
            callback=self._turned,
        )
        logger.info("connected to Redis")
        return conn

    def register_with_event_loop(self, hub: Any) -> None:
        super().register_with_event_loop(hub)
        hub.on_tick.add(self._heart.beat)

    def _not_connected(self, error: Exception, _: float) -> None:
        logger.warning("cannot connect to Redis, retrying every second: %s", error)

    def _turned(self) -> None:
        maybe_shutdown()
        self._heart.beat()
