"""How does the site reach the scoreboard?"""

from __future__ import annotations

from functools import cache

from django.conf import settings
from redis import Redis

from webapp.store.breaker import Breaker, RetryOnce
from webapp.store.clock import follow
from webapp.store.last_known import LastKnown

TIMEOUT_SECONDS = 0.6
"""For each answer. A page says something within a second; last known numbers are better than a page that hangs."""
CONNECT_SECONDS = 0.5


@cache
def store() -> LastKnown:
    found = LastKnown(redis_at(settings.REDIS_URL))
    follow(found.now)
    return found


def redis_at(url: str) -> Redis:
    """All connections of this client rest together while Redis does not answer."""
    return Redis.from_url(
        url,
        socket_timeout=TIMEOUT_SECONDS,
        socket_connect_timeout=CONNECT_SECONDS,
        socket_keepalive=True,
        retry=RetryOnce(Breaker(TIMEOUT_SECONDS + CONNECT_SECONDS)),
    )
