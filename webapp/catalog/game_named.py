"""Which game does a short name, name or category of a platform refer to?"""

from __future__ import annotations

from collections.abc import Iterable

from webapp.catalog.models import Game
from webapp.catalog.platforms import COLUMNS


class UnknownGame(ValueError):
    """The sentence names the known ones."""


def game_named(text: str, games: Iterable[Game]) -> Game:
    """Upper and lower case are the same. Raises ``UnknownGame``."""
    wanted, known = text.strip().casefold(), sorted(games, key=lambda game: game.slug)
    for field in ("slug", "name", *(category for category, _ in COLUMNS.values())):
        for game in known:
            if wanted and str(getattr(game, field)).casefold() == wanted:
                return game
    slugs = ", ".join(game.slug for game in known)
    raise UnknownGame(f"Unknown game {text[:40]!r}: the known ones are {slugs}.")
