"""Which addresses does a host name have?"""

from __future__ import annotations

import socket
import threading
import time
from collections import Counter
from concurrent.futures import Future

MAX_AT_ONCE = 64
MAX_PER_DOMAIN = 4
MAX_ANSWERS = 64
"""More addresses of a name are not looked at."""


class LookUps:
    """``getaddrinfo`` with a time limit.

    It cannot be interrupted, so each call has a thread of its own, and names that hang must not use all of them:
    callers share one look-up of a name, and those under one domain (its last two labels) and in all are bounded.
    """

    def __init__(
        self, max_at_once: int = MAX_AT_ONCE, max_per_domain: int = MAX_PER_DOMAIN
    ) -> None:
        self._max_at_once, self._max_per_domain = max_at_once, max_per_domain
        self._running: dict[str, Future[list[str]]] = {}
        self._by_domain: Counter[str] = Counter()
        self._ended = threading.Condition()

    def addresses(self, name: str, seconds: float) -> list[str]:
        """As the resolver orders them (RFC 6724). Raises ``TimeoutError``, and what ``getaddrinfo`` raises."""
        ends_at = time.monotonic() + seconds
        return self._look_up(name, seconds).result(max(0.0, ends_at - time.monotonic()))

    def _look_up(self, name: str, seconds: float) -> Future[list[str]]:
        """The look-up of ``name`` that runs, or a new one as soon as there is room. Raises ``TimeoutError``."""
        with self._ended:
            if not self._ended.wait_for(lambda: self._has_room(name), seconds):
                raise TimeoutError
            return self._running.get(name) or self._start(name)

    def _has_room(self, name: str) -> bool:
        return name in self._running or (
            len(self._running) < self._max_at_once
            and self._by_domain[_domain(name)] < self._max_per_domain
        )

    def _start(self, name: str) -> Future[list[str]]:
        found = self._running[name] = Future()
        self._by_domain[_domain(name)] += 1
        # A daemon: a resolver that hangs must not delay the end of the process.
        threading.Thread(
            target=self._run, args=(name, found), name=f"lookup {name}", daemon=True
        ).start()
        return found

    def _run(self, name: str, found: Future[list[str]]) -> None:
        addresses, failure = _resolve(name)
        with self._ended:
            # First, so that the next caller looks again instead of joining a look-up that has ended.
            del self._running[name]
            self._by_domain -= Counter([_domain(name)])
            self._ended.notify_all()
        if failure:
            found.set_exception(failure)
        else:
            found.set_result(addresses)


def _resolve(name: str) -> tuple[list[str], Exception | None]:
    try:
        rows = socket.getaddrinfo(name, None, type=socket.SOCK_STREAM)
    except Exception as error:
        return [], error
    return list(dict.fromkeys(str(row[4][0]) for row in rows))[:MAX_ANSWERS], None


def _domain(name: str) -> str:
    return ".".join(name.rsplit(".", 2)[-2:])
