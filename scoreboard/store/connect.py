"""How is Redis reached, and how long may it take to respond?"""

from __future__ import annotations

from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import ConnectionError as NotReached
from redis.exceptions import ReadOnlyError
from redis.retry import Retry

from scoreboard.store.client import Client
from scoreboard.store.url import FORMS, WrongUrl, redis_url

ANSWER_SECONDS = 5.0
CONNECT_SECONDS = 2.0
HEALTH_CHECK_SECONDS = 10
"""A connection that was idle for longer is tried before it is used; 0: none is."""


def redis_client(
    url: str,
    answer_seconds: float = ANSWER_SECONDS,
    connect_seconds: float = CONNECT_SECONDS,
    health_check_seconds: int = HEALTH_CHECK_SECONDS,
    retry: Retry | None = None,
) -> Redis:
    """A client whose every wait is bounded. It connects at its first command, and again after each failure.

    One immediate retry on a new connection when the old one is closed or turns out to lead to a replica, as after a
    fail-over. None after a timeout: the command may have been carried out, or still be.
    """
    pool = redis_url(url).pool(
        socket_timeout=answer_seconds,
        socket_connect_timeout=connect_seconds,
        socket_keepalive=True,
        health_check_interval=health_check_seconds,
        retry=retry or Retry(NoBackoff(), 1, (NotReached, ReadOnlyError)),
    )
    return Client.from_pool(pool)


def what_is_wrong_with(url: str, name: str = "REDIS_URL") -> str:
    """A sentence for people when ``url``, the variable ``name``, cannot lead to a Redis, else empty.

    It repeats no password.
    """
    try:
        redis_url(url)
    except WrongUrl as error:
        why = f"; {error}" if str(error) else ""
        return f"{name} must look like {FORMS}{why}."
    return ""
