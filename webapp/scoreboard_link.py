"""How does the site reach the scoreboard?"""

from __future__ import annotations

from functools import cache

from django.conf import settings
from redis import Redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from scoreboard.store import Store

TIMEOUT_SECONDS = 3.0
"""An answer that takes longer counts as none: a page without numbers beats a page that hangs."""


@cache
def store() -> Store:
    return Store(Redis.from_url(settings.REDIS_URL, socket_timeout=TIMEOUT_SECONDS,
                                socket_connect_timeout=TIMEOUT_SECONDS, retry=Retry(NoBackoff(), 1)))
