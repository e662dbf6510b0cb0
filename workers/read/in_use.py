"""Which taught profile is in use for a game? Fetched when another one was published."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from scoreboard.models import Game
from scoreboard.taught.profile import TaughtProfile

RETRY_SECONDS = 2.0
"""A profile that was not found is not asked for at each look."""


@dataclass(frozen=True, slots=True)
class _Kept:
    digest: str
    profile: TaughtProfile | None
    at: float


class TaughtInUse:
    """Those that this process reads with."""

    def __init__(
        self,
        fetch: Callable[[str], TaughtProfile | None],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """``fetch``: what is published for a game."""
        self._fetch, self._clock = fetch, clock
        self._kept: dict[str, _Kept] = {}

    def of(self, game: Game) -> TaughtProfile | None:
        """Nothing while the profile that the game names cannot be had: it is read without then."""
        if not game.taught:
            self._kept.pop(game.slug, None)
            return None
        kept = self._kept.get(game.slug)
        if kept is None or kept.digest != game.taught or self._is_missing(kept):
            kept = self._kept[game.slug] = self._fetched(game)
        return kept.profile

    def _is_missing(self, kept: _Kept) -> bool:
        return kept.profile is None and self._clock() - kept.at >= RETRY_SECONDS

    def _fetched(self, game: Game) -> _Kept:
        return _Kept(game.taught, self._fetch(game.slug), self._clock())
