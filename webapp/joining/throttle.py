"""Has this address, or have all of them together, submitted too much?"""

from __future__ import annotations

from django.utils.crypto import salted_hmac

from scoreboard.store import Store

HOUR, DAY = 3600, 24 * 3600
TRIES_AN_HOUR = 30
"""By one address, whatever comes of them."""
SUBMISSIONS_A_DAY = 10
"""By one address: a team that plays behind one has some."""
ALL_AN_HOUR, ALL_A_DAY = 60, 300
"""By all addresses. Each costs a platform's quota: YouTube's API takes up to three of its 10,000 units a day."""


class Throttled(Exception):
    """The sentence says when to come back."""

    def __init__(self, sentence: str, retry_seconds: int) -> None:
        super().__init__(sentence)
        self.retry_seconds = retry_seconds


def count_try(store: Store, address: str) -> None:
    """Raises ``Throttled``, and errors of Redis: without a count nobody gets in."""
    if store.count_try(f"{hashed(address)}:hour", HOUR) > TRIES_AN_HOUR:
        raise Throttled("Too many tries from your address. Try again in an hour.", HOUR)


def count_submission(store: Store, address: str) -> None:
    """Raises ``Throttled``, and errors of Redis."""
    if store.count_try(f"{hashed(address)}:day", DAY) > SUBMISSIONS_A_DAY:
        limit = f"{SUBMISSIONS_A_DAY} channels were added from your address today"
        raise Throttled(f"{limit}, which is the limit. Try again tomorrow.", DAY)
    if store.count_try("all:hour", HOUR) > ALL_AN_HOUR:
        raise Throttled("Many channels are being added right now. Try again in an hour.", HOUR)
    if store.count_try("all:day", DAY) > ALL_A_DAY:
        raise Throttled("Many channels were added today. Try again tomorrow.", DAY)


def hashed(address: str) -> str:
    """Keyed by the site's key: nobody else can try all addresses to find the one."""
    return salted_hmac("webapp.joining", address, algorithm="sha256").hexdigest()[:32]
