"""Which game does a request name?"""

from __future__ import annotations

from rest_framework.exceptions import NotFound

from scoreboard.models import ALL_GAMES
from webapp.catalog.games import enabled_games


def known_game(slug: str) -> str:
    """``slug`` of an enabled game; empty and ``all`` mean all of them. Raises ``NotFound``."""
    if slug in ("", ALL_GAMES):
        return ALL_GAMES
    known = sorted(game.slug for game in enabled_games())
    if slug not in known:
        raise NotFound(
            f"Unknown game {slug[:40]!r}: the known ones are {', '.join([*known, ALL_GAMES])}."
        )
    return slug
