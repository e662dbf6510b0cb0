"""How does the site reach the scoreboard?"""

from __future__ import annotations

from functools import cache

from django.conf import settings
from redis import Redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from webapp.store.last_known import LastKnown

TIMEOUT_SECONDS = 3.0
"""An answer that takes longer counts as none: an old number beats a page that hangs."""
CONNECT_SECONDS = 1.0


@cache
def store() -> LastKnown:
    return LastKnown(
        Redis.from_url(
            settings.REDIS_URL,
            socket_timeout=TIMEOUT_SECONDS,
            socket_connect_timeout=CONNECT_SECONDS,
            retry=Retry(NoBackoff(), 1),
        )
    )
