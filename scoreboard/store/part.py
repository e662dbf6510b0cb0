"""What do the parts of the store share: their client, and how rows are read?"""

from __future__ import annotations

import json
import logging
import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from threading import Lock
from typing import TYPE_CHECKING, Any, TypeVar

from redis.exceptions import RedisError

if TYPE_CHECKING:
    from redis import Redis

Row = TypeVar("Row")
PARSE_ERRORS = (ValueError, TypeError, KeyError, AttributeError, RecursionError)
"""What parsing a row may raise."""
REPORT_EVERY_SECONDS = 60.0

logger = logging.getLogger(__name__)


def text(value: object) -> str:
    """Empty for nothing."""
    return value.decode(errors="replace") if isinstance(value, bytes) else str(value or "")


class RowReader:
    """Parses rows. One that cannot be read is skipped, counted, and reported once a minute for each key.

    A version that adds a required field meets rows of the version before: they are skipped until they are rewritten,
    and all others still count.
    """

    def __init__(self, redis: Redis) -> None:
        self._redis = redis
        self._unreported: Counter[str] = Counter()
        self._reported_at: dict[str, float] = {}
        self._lock = Lock()

    def one(self, key: str, parse: Callable[[Any], Row], row: bytes | str | None) -> Row | None:
        """Nothing, too, where there is no row. ``key`` is named without the channel or game it ends in."""
        if row is None:
            return None
        try:
            return parse(row)
        except PARSE_ERRORS as error:
            self.skip(key, error)
            return None

    def many(self, key: str, parse: Callable[[bytes], Row], rows: Iterable[bytes]) -> list[Row]:
        """The readable ones, in their order."""
        found = (self.one(key, parse, row) for row in rows)
        return [row for row in found if row is not None]

    def listed(
        self, key: str, parse: Callable[[dict[str, Any]], Row], row: bytes | None
    ) -> list[Row]:
        """The readable records of a list that is one JSON text."""
        values = self.one(key, _list, row) or []
        found = []
        for value in values:
            try:
                found.append(parse(value))
            except PARSE_ERRORS as error:
                self.skip(key, error)
        return found

    def by_name(
        self, key: str, parse: Callable[[bytes], Row], rows: Mapping[bytes, bytes]
    ) -> dict[str, Row]:
        """The readable rows of a hash."""
        found = ((text(name), self.one(key, parse, row)) for name, row in rows.items())
        return {name: row for name, row in found if row is not None}

    def skip(self, key: str, error: Exception) -> None:
        """Count a bad row. Never fails: what is readable must be served from a read-only Redis, too."""
        now = time.monotonic()
        with self._lock:
            self._unreported[key] += 1
            if now - self._reported_at.get(key, -REPORT_EVERY_SECONDS) < REPORT_EVERY_SECONDS:
                return
            self._reported_at[key], count = now, self._unreported.pop(key)
        logger.warning("skipped %d unreadable rows of %s: %s", count, key, error)
        try:
            self._report(key, count, f"Skipped {count} unreadable rows: {error}")
        except RedisError as failure:
            logger.warning("could not report the unreadable rows of %s: %s", key, failure)

    def _report(self, key: str, count: int, sentence: str) -> None:
        pipe = self._redis.pipeline(transaction=False)
        pipe.time()
        pipe.hincrby("counters", f"bad_rows|{key}", count)
        (seconds, _), _ = pipe.execute()
        self._redis.hset("faults", f"rows|{key}", json.dumps({"sentence": sentence, "at": seconds}))


class Part:
    """Related commands to Redis. Errors of Redis pass through."""

    def __init__(self, redis: Redis) -> None:
        self.redis = redis
        self.broker = redis
        """Where Celery's queues are."""
        self.bulk = redis
        """Where looks wait for a reader, and pictures for viewers."""
        self.rows = RowReader(redis)

    def now(self) -> float:
        """Epoch seconds by Redis' clock."""
        seconds, microseconds = self.redis.time()
        return seconds + microseconds / 1_000_000


def _list(row: bytes) -> list[Any]:
    values = json.loads(row)
    if not isinstance(values, list):
        raise ValueError("it is not a list")
    return values
