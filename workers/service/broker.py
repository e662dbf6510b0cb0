"""How does Celery reach Redis, how much does it take, and what happens to a queue entry that is not a task?

What is changed of kombu's insides is changed here; ``tests/workers/service/test_kombu.py`` fails when kombu changes
them.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from queue import Empty
from typing import Any, cast

from kombu.transport import redis, virtual
from redis.connection import ConnectionPool
from redis.exceptions import ResponseError

from scoreboard.store.connect import ANSWER_SECONDS, CONNECT_SECONDS
from scoreboard.store.url import RedisUrl

TRANSPORT = "workers.service.broker:Transport"
HEALTH_CHECK_SECONDS = 3
"""kombu asks Redis for a task every second and hangs up this long after an answer is due."""
OPTIONS = {
    "priority_steps": [0],
    "socket_timeout": ANSWER_SECONDS,
    "socket_connect_timeout": CONNECT_SECONDS,
    "socket_keepalive": True,
    "health_check_interval": HEALTH_CHECK_SECONDS,
}
"""Every wait is bounded, also for an answer that only seems to be there: while a Service has no endpoints its refusals
are ICMP errors, which stay queued on a socket that connects after all and make it look readable. ``socket_timeout`` is
longer than the second that kombu's BRPOP waits."""
LOST_SECONDS = 60.0
"""A task that runs for longer has died with its thread, such as one that ran out of memory."""
_OF_THE_URL = ("host", "port", "db", "username", "password")

_LOST: tuple[type[Exception], ...] = (*redis.Transport.connection_errors, ResponseError)

logger = logging.getLogger(__name__)
on_bad_entry: list[Callable[[], None]] = []
"""Called for each entry that is skipped."""


class Credit(virtual.QoS):
    """How many more tasks a worker may take: as many as it has threads free, for a task is acknowledged when it ends.

    It is counted in this process alone. In Redis nothing is acknowledged: tasks expire before one that was lost with
    its worker would be sent again.
    """

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._taken_at: dict[str, float] = {}
        """By delivery tag, the oldest first."""

    @property
    def newest(self) -> str | None:
        return next(reversed(self._taken_at), None)

    def can_consume(self) -> bool:
        if not self.prefetch_count or len(self._taken_at) < self.prefetch_count:
            return True
        oldest, taken_at = next(iter(self._taken_at.items()))
        if time.monotonic() - taken_at < LOST_SECONDS:
            return False
        self.ack(oldest)
        return True

    def append(self, message: Any, delivery_tag: str) -> None:
        self._taken_at[delivery_tag] = time.monotonic()

    def ack(self, delivery_tag: str) -> None:
        self._taken_at.pop(delivery_tag, None)

    def reject(self, delivery_tag: str, requeue: bool = False) -> None:
        self.ack(delivery_tag)


class Channel(redis.Channel):
    """Skips what cannot be a task; one such entry would end the worker otherwise.

    Its connections are those of the transport option ``redis_url``. kombu's own speak TLS only if a setting apart from
    the URL says so, and wait as long for each Sentinel as for Redis, sleeping between attempts.
    """

    QoS = Credit  # type: ignore[assignment]  # of this transport's own it needs nothing
    from_transport_options = (*redis.Channel.from_transport_options, "redis_url")
    redis_url: RedisUrl

    def _get_pool(self, asynchronous: bool = False) -> ConnectionPool:
        self.connection_class = self.redis_url.connection_class
        given: dict[str, Any] = super()._connparams(asynchronous=asynchronous)  # type: ignore[misc]
        own = {key: value for key, value in given.items() if key not in _OF_THE_URL}
        self.keyprefix_fanout = self.keyprefix_fanout.format(db=self.redis_url.database)
        return self.redis_url.pool(**own)

    def _brpop_read(self, **options: Any) -> Any:
        before = self._credit.newest
        try:
            return super()._brpop_read(**options)  # type: ignore[misc]
        except Empty:
            raise
        except Exception as error:
            # kombu takes a KeyError for a lost connection; here it is what most entries that are no task raise.
            if isinstance(error, _LOST) and not isinstance(error, KeyError):
                raise
            logger.error("skipped a queue entry that is not a task: %r", error)
            self._give_credit_back(before)
            for call in on_bad_entry:
                call()
            raise Empty from None

    def _give_credit_back(self, before: str | None) -> None:
        """An entry may have been counted as taken before it proved to be none."""
        newest = self._credit.newest
        if newest is not None and newest != before:
            self._credit.ack(newest)

    @property
    def _credit(self) -> Credit:
        return cast("Credit", self.qos)


class Transport(redis.Transport):
    """A Redis that refuses a command counts as lost, so that Celery connects again.

    After a failover the old primary replies ``READONLY``, and ``UNBLOCKED`` to workers waiting for a task.
    """

    Channel = Channel
    connection_errors = _LOST

    def _deliver(self, message: Any, queue: str | None) -> None:
        if not is_message(message):
            raise ValueError("not a Celery message")
        super()._deliver(message, queue)


def is_message(found: Any) -> bool:
    """Whether the parts are there that kombu uses unchecked, also later, when the task is acknowledged."""
    parts = found if isinstance(found, dict) else {}
    headers, properties = parts.get("headers"), parts.get("properties")
    if not isinstance(headers, dict) or not isinstance(properties, dict):
        return False
    info = properties.get("delivery_info")
    words = [parts.get("body"), properties.get("delivery_tag"), headers.get("id")]
    if isinstance(info, dict):
        words += [info.get("exchange"), info.get("routing_key")]
    return isinstance(info, dict) and all(isinstance(word, str) for word in words)
