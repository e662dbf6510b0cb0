"""How is Redis reached, and how long may it take to respond?"""

from __future__ import annotations

from redis import Redis
from redis.backoff import NoBackoff
from redis.connection import parse_url
from redis.exceptions import ConnectionError as NotReached
from redis.exceptions import ReadOnlyError
from redis.retry import Retry

ANSWER_SECONDS = 5.0
CONNECT_SECONDS = 2.0
HEALTH_CHECK_SECONDS = 10
"""A connection that was idle for longer is tried before it is used."""


def redis_client(
    url: str, answer_seconds: float = ANSWER_SECONDS, connect_seconds: float = CONNECT_SECONDS
) -> Redis:
    """A client whose every wait is bounded. It connects at its first command, and again after each failure.

    One immediate retry on a new connection when the old one is closed or turns out to lead to a replica, as after a
    fail-over. None after a timeout: the command may have been carried out, or still be.
    """
    return Redis.from_url(
        url,
        socket_timeout=answer_seconds,
        socket_connect_timeout=connect_seconds,
        socket_keepalive=True,
        health_check_interval=HEALTH_CHECK_SECONDS,
        retry=Retry(NoBackoff(), 1, (NotReached, ReadOnlyError)),
    )


def what_is_wrong_with(url: str) -> str:
    """A sentence for people when ``url`` cannot lead to a Redis, else empty. It repeats no password."""
    wanted = "REDIS_URL must look like redis://host:6379/0 or rediss://host:6379/0"
    if not url.startswith(("redis://", "rediss://")):
        return f"{wanted}."
    try:
        parts = parse_url(url)  # type: ignore[no-untyped-call]
    except ValueError:
        return f"{wanted}; its port or an option of it is invalid."
    path = url.partition("://")[2].partition("?")[0].partition("/")[2]
    if not parts.get("host"):
        return f"{wanted}; it names no host."
    return "" if path.isdigit() or not path else f"{wanted}; its database is not a number."
