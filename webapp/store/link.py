"""How does the site reach the scoreboard?"""

from __future__ import annotations

from functools import cache

from django.conf import settings
from redis import Redis

from scoreboard.store.connect import redis_client
from webapp.store.breaker import Breaker, RetryOnce
from webapp.store.clock import follow
from webapp.store.last_known import LastKnown

TIMEOUT_SECONDS = 0.6
"""For each answer. A page says something within a second; last known numbers are better than a page that hangs."""
CONNECT_SECONDS = 0.5


@cache
def store() -> LastKnown:
    found = LastKnown(
        redis_at(settings.REDIS_URL), _apart(settings.BROKER_URL), _apart(settings.LOOKS_URL)
    )
    follow(found.now)
    return found


def _apart(url: str) -> Redis | None:
    return None if url in ("", settings.REDIS_URL) else redis_at(url)


def redis_at(url: str) -> Redis:
    """All connections of this client rest together while Redis does not answer."""
    rests = RetryOnce(Breaker(TIMEOUT_SECONDS + CONNECT_SECONDS))
    return redis_client(url, TIMEOUT_SECONDS, CONNECT_SECONDS, health_check_seconds=0, retry=rests)
