"""Which games are watched and which channels are blocked, even if the database is away?"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock
from typing import Generic, TypeVar

from django.db import DatabaseError, connection

from webapp.catalog.models import Channel, Game

REST_SECONDS = 2.0
"""How long nobody asks a database that did not answer: viewers must not wait for it one after the other."""
BLOCKED_SECONDS = 1.0
"""How long the blocked channels are remembered."""
Found = TypeVar("Found")


class _Database:
    """Whether it answers. After a failure all rest, then one asks; the others are not held up."""

    def __init__(self) -> None:
        self.rests_until = 0.0
        self._lock = Lock()

    def ask(self, question: Callable[[], Found]) -> Found:
        """Raises ``DatabaseError``, also without asking."""
        if self.rests_until:
            with self._lock:
                if time.monotonic() < self.rests_until:
                    raise DatabaseError("the database failed a moment ago")
                self.rests_until = time.monotonic() + REST_SECONDS
        try:
            found = question()
        except DatabaseError:
            self.rests_until = time.monotonic() + REST_SECONDS
            connection.close()
            raise
        self.rests_until = 0.0
        return found


@dataclass(slots=True)
class _Last(Generic[Found]):
    """An answer, with the one before it for as long as the database is away."""

    question: Callable[[], Found]
    found: Found | None = None
    at: float = 0.0

    def get(self, kept_seconds: float = 0.0) -> Found:
        """Raises ``DatabaseError`` when it was never answered."""
        if self.found is not None and time.monotonic() - self.at < kept_seconds:
            return self.found
        try:
            self.found = _database.ask(self.question)
            self.at = time.monotonic()
        except DatabaseError:
            if self.found is None:
                raise
        return self.found


def _enabled() -> list[Game]:
    return list(Game.objects.filter(enabled=True))


def _blocked() -> frozenset[str]:
    names = Channel.objects.filter(rule=Channel.Rule.BLOCK).values_list("channel", flat=True)
    return frozenset(names)


_database = _Database()
_games = _Last(_enabled)
_blocks = _Last(_blocked)


def enabled_games() -> list[Game]:
    """By name. Raises ``DatabaseError`` when the database never named any."""
    return _games.get()


def blocked_channels() -> frozenset[str]:
    """None when the database never named any: the board then holds only what it was made of."""
    try:
        return _blocks.get(BLOCKED_SECONDS)
    except DatabaseError:
        return frozenset()


def database_answers() -> bool:
    try:
        enabled_games()
    except DatabaseError:
        return False
    return not _database.rests_until
