"""Of which boards is it worth telling that they have changed?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields
from operator import attrgetter

from scoreboard.kept.rows import Changed
from scoreboard.models import ALL_GAMES, RankedStream

AGES_EVERY_SECONDS = 5.0
"""Browsers count ages up on their own; they learn this often that a number was confirmed."""
_AGES = ("captured_at", "confidence")
_ageless = attrgetter(*(f.name for f in fields(RankedStream) if f.name not in (*_AGES, "rank")))


class Told:
    """Remembers when each board was made last."""

    def __init__(self) -> None:
        self._made_at: dict[str, float] = {}

    def worth_telling(self, games: Iterable[str], changed: Changed, now: float) -> set[str]:
        """Those that differ in more than ages, or in ages since the last tick of ``AGES_EVERY_SECONDS``."""
        differ = _more_than_ages(changed) | changed.moved
        found = set()
        for game in games:
            before = self._made_at.get(game)
            is_new = before is None or game in differ
            ticked = (
                before is not None and before // AGES_EVERY_SECONDS != now // AGES_EVERY_SECONDS
            )
            if is_new or (ticked and changed.on(game)):
                found.add(game)
            self._made_at[game] = now
        return found


def _more_than_ages(changed: Changed) -> set[str]:
    """Boards with rows of which more has changed."""
    games: set[str] = set()
    for channel in changed.channels:
        before, after = changed.before.get(channel), changed.after.get(channel)
        if before is None or after is None or _ageless(before) != _ageless(after):
            games |= {row.game for row in (before, after) if row is not None}
    return {*games, ALL_GAMES} if games else games
