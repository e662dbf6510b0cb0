"""Which games are watched, also while the database does not answer?"""

from __future__ import annotations

import time
from dataclasses import dataclass

from django.db import DatabaseError, connection

from webapp.catalog.models import Game

REST_SECONDS = 2.0
"""So long nobody asks a database that did not answer: viewers must not wait for it one after the other."""


@dataclass(slots=True)
class _Last:
    games: list[Game] | None = None
    rests_until: float = 0.0


_last = _Last()


def enabled_games() -> list[Game]:
    """By name; those the database named last while it is away. Raises ``DatabaseError`` when it never named any."""
    if time.monotonic() >= _last.rests_until:
        try:
            _last.games = list(Game.objects.filter(enabled=True))
        except DatabaseError:
            _last.rests_until = time.monotonic() + REST_SECONDS
            connection.close()
            if _last.games is None:
                raise
    if _last.games is None:
        raise DatabaseError("did not answer a moment ago")
    return _last.games


def database_answers() -> bool:
    try:
        enabled_games()
    except DatabaseError:
        return False
    return time.monotonic() >= _last.rests_until
