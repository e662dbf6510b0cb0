"""How do thousands of scripts a second get to Redis from one process that has other things to do?

redis-py takes more time for each than a whole look takes in Redis, and here it is Redis that is measured.
"""

from __future__ import annotations

import socket
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any
from urllib.parse import urlsplit

import hiredis
from redis import Redis

_READ_BYTES = 64 * 1024


class BatchWire:
    """Takes the place of a store's Redis: calls of scripts are collected, then sent together."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        self._redis = Redis.from_url(url)
        self._socket = socket.create_connection((parts.hostname or "localhost", parts.port or 6379))
        self._reader = hiredis.Reader()
        self._calls: list[bytes] = []

    def register_script(self, script: str) -> Callable[..., bool]:
        return partial(self._call, self._redis.script_load(script))

    def _call(self, sha: str, keys: Sequence[str], args: Sequence[object]) -> bool:
        words: Any = ("EVALSHA", sha, str(len(keys)), *keys, *map(str, args))
        self._calls.append(hiredis.pack_command(words))
        return True

    def send(self) -> None:
        """Waits for all the answers; raises the first error among them."""
        self._socket.sendall(b"".join(self._calls))
        answers = 0
        while answers < len(self._calls):
            answer = self._reader.gets()
            if answer is False:
                self._reader.feed(self._socket.recv(_READ_BYTES))
                continue
            if isinstance(answer, Exception):
                raise answer
            answers += 1
        self._calls.clear()
