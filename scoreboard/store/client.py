"""How does a command get to Redis and back with as little else as possible?"""

from __future__ import annotations

import os
from collections import deque
from typing import Any

from redis import ConnectionPool, Redis
from redis.connection import AbstractConnection
from redis.exceptions import ConnectionError as NotReached
from redis.exceptions import ReadOnlyError
from redis.retry import Retry

_TRIED_AGAIN = (NotReached, ReadOnlyError)


class Client(Redis):
    """Keeps the connections that are free at hand, where redis-py's pool asks the socket and counts for telemetry.

    What fails on one of them goes redis-py's own way, which opens it again and tries once more. With Sentinels all
    does: their pool must see each connection, to drop those to a primary that was replaced. So does all with a retry
    policy of the caller's: it must see each command, to refuse those to a Redis that failed a moment ago.
    """

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._free: deque[AbstractConnection] = deque()
        self._pid = os.getpid()
        pool = self.connection_pool
        self._keeps = (
            type(pool) is ConnectionPool and type(pool.connection_kwargs.get("retry")) is Retry
        )

    def _execute_command(self, *words: Any, **options: Any) -> Any:
        if not self._keeps or self.connection:
            return super()._execute_command(*words, **options)  # type: ignore[no-untyped-call]
        connection = self._take()
        try:
            connection.send_command(*words, **options)
            return self.parse_response(connection, words[0], **options)  # type: ignore[no-untyped-call]
        except _TRIED_AGAIN:
            connection.disconnect()
        finally:
            self._free.append(connection)
        return super()._execute_command(*words, **options)  # type: ignore[no-untyped-call]

    def _take(self) -> Any:
        """One that no other thread or process uses."""
        if self._pid != os.getpid():
            self._free, self._pid = deque(), os.getpid()
        try:
            return self._free.pop()
        except IndexError:
            return self.connection_pool.get_connection()
