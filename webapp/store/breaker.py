"""Should Redis be contacted, or did it fail a moment ago?"""

from __future__ import annotations

import time
from collections.abc import Callable
from threading import Lock
from typing import Any, TypeVar

from redis.backoff import NoBackoff
from redis.exceptions import ConnectionError as NotReached
from redis.exceptions import ReadOnlyError
from redis.exceptions import TimeoutError as NotAnswered
from redis.retry import Retry

REST_SECONDS = 1.0
"""How long nobody asks a Redis that did not answer: viewers must not wait for it one after the other."""
Found = TypeVar("Found")


class Breaker:
    """After a failure all rest, then one asks; the others wait for what it finds, without being held up."""

    def __init__(self, longest_seconds: float) -> None:
        self._longest_seconds = longest_seconds
        """How long one question may take."""
        self._rests_until = 0.0
        self._lock = Lock()

    def refuses(self) -> bool:
        if not self._rests_until:
            return False
        with self._lock:
            now = time.monotonic()
            if now < self._rests_until:
                return True
            self._rests_until = now + self._longest_seconds
            return False

    def failed(self) -> None:
        self._rests_until = time.monotonic() + REST_SECONDS

    def answered(self) -> None:
        self._rests_until = 0.0

    def __deepcopy__(self, memo: Any) -> Breaker:
        """redis-py copies the retry policy for each connection; what it found out belongs to all of them."""
        return self


class RetryOnce(Retry):
    """Retries once when a connection was closed while idle or leads to a replica, never a Redis that hangs."""

    def __init__(self, breaker: Breaker) -> None:
        super().__init__(NoBackoff(), 1, (NotReached, ReadOnlyError))
        self._breaker = breaker
        self._depth = 0
        self._let_through = False

    def call_with_retry(
        self,
        do: Callable[[], Found],
        fail: Callable[..., Any],
        is_retryable: Callable[[Exception], bool] | None = None,
        with_failure_count: bool = False,
    ) -> Found:
        """redis-py 8.1 calls this first to connect, which an open connection does in no time, and then with the failure
        count for the question itself. Within the question it may connect again.
        """
        if self._depth == 0 and not self._let_through:
            if self._breaker.refuses():
                raise NotReached("Redis failed a moment ago")
            self._let_through = True
        self._depth += 1
        try:
            found = super().call_with_retry(do, fail, is_retryable, with_failure_count)
        except (NotReached, NotAnswered):
            self._breaker.failed()
            self._let_through = False
            raise
        finally:
            self._depth -= 1
        if self._depth == 0 and with_failure_count:
            self._breaker.answered()
            self._let_through = False
        return found
