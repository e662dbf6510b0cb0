"""What do people see who ask all the time, or hold a stream of events?"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from http.client import HTTPConnection, HTTPException

from bench.truth import Shown, fetch_truth

PAGES = (
    "/",
    "/api/v1/streams/?limit=100",
    "/api/v1/games/",
    "/static/board/icon.svg",
    "/api/v1/streams/?limit={new}",
)
"""The last is another one each time, which the proxy cannot answer from its cache."""
PAUSE_SECONDS = 0.5
TIMEOUT_SECONDS = 10.0
SILENCE_SECONDS = 40.0
"""An event stream says at least that it is there more often than this."""


@dataclass(slots=True)
class Seen:
    requests: int = 0
    slowest_seconds: float = 0.0
    oldest_seconds: float = 0.0
    events: int = 0
    streams_ended: int = 0
    unranked: int = 0
    """Answers without a single ranked stream."""
    failed: list[str] = field(default_factory=list)


class Viewers:
    """Threads that write down what they meet in ``seen``, which may be exchanged for a fresh one."""

    def __init__(self, port: int, asking: int, listening: int, arena: str) -> None:
        self.port = port
        self.arena = arena
        self.truth = fetch_truth(arena)
        self.seen = Seen()
        self._lock = threading.Lock()
        self._over = threading.Event()
        watching = [self._learn] + [self._ask] * asking + [self._listen] * listening
        self._threads = [
            threading.Thread(target=self._repeat, args=(each, number), daemon=True)
            for number, each in enumerate(watching)
        ]
        for thread in self._threads:
            thread.start()

    def take(self) -> Seen:
        with self._lock:
            seen, self.seen = self.seen, Seen()
        return seen

    def end(self) -> None:
        self._over.set()

    def _repeat(self, each: Callable[[int], None], number: int) -> None:
        while not self._over.is_set():
            try:
                each(number)
            except (OSError, HTTPException, ValueError) as fault:
                with self._lock:
                    self.seen.failed.append(
                        f"{time.strftime('%H:%M:%S')} {each.__name__}: {fault!r}"
                    )
            number += 1

    def _open(self, path: str, timeout: float) -> HTTPConnection:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=timeout)
        connection.request("GET", path, headers={"Host": "localhost", "Connection": "close"})
        return connection

    def _learn(self, number: int) -> None:
        self.truth = fetch_truth(self.arena)
        self._over.wait(2)

    def _ask(self, number: int) -> None:
        path, began = PAGES[number % len(PAGES)].format(new=number % 500 + 1), time.monotonic()
        connection = self._open(path, TIMEOUT_SECONDS)
        answer = connection.getresponse()
        body = answer.read()
        connection.close()
        if answer.status != 200:
            raise ValueError(f"{answer.status} for {path}")
        about_streams = "streams" in path
        oldest = oldest_standing(body, self.truth, time.time()) if about_streams else 0.0
        with self._lock:
            self.seen.requests += 1
            self.seen.unranked += about_streams and not ranks_any(body)
            self.seen.slowest_seconds = max(self.seen.slowest_seconds, time.monotonic() - began)
            self.seen.oldest_seconds = max(self.seen.oldest_seconds, oldest)
        self._over.wait(PAUSE_SECONDS)

    def _listen(self, number: int) -> None:
        """Until it ends, as one does whose server goes; the next call opens another."""
        answer = self._open("/api/v1/events/?game=pubg", SILENCE_SECONDS).getresponse()
        if answer.status != 200:
            raise ValueError(f"{answer.status} for events")
        try:
            while answer.fp.readline():
                with self._lock:
                    self.seen.events += 1
        except ConnectionResetError:
            pass
        with self._lock:
            self.seen.streams_ended += 1


def ranks_any(body: bytes) -> bool:
    return any(row["rank"] for row in json.loads(body)["results"])


def oldest_standing(body: bytes, truth: dict[str, list[Shown]], now: float) -> float:
    """Seconds since the picture behind the oldest ranked number, where the arena has shown newer ones since."""
    read_at = {
        row["channel"]: datetime.fromisoformat(row["read_at"]).timestamp()
        for row in json.loads(body)["results"]
        if row["rank"]
    }
    ages = [
        now - at for channel, at in read_at.items() if was_in_play(truth.get(channel, []), at, now)
    ]
    return max(ages, default=0.0)


def was_in_play(shown: list[Shown], begin: float, end: float) -> bool:
    """Whether the channel was live and its match went on all the time from ``begin`` to ``end`` (epoch seconds)."""
    before = [one for one in shown if one.at <= begin][-1:]
    return bool(before) and all(
        one.in_play for one in [*before, *(one for one in shown if begin < one.at <= end)]
    )
