"""What do a game's columns say of each platform?"""

from __future__ import annotations

from typing import Any

from scoreboard import models as records
from webapp.catalog.models import Game

COLUMNS = {
    "twitch": ("twitch_category", "stream_limit"),
    "kick": ("kick_category", "kick_limit"),
    "youtube": ("youtube_category", "youtube_limit"),
}
"""How it calls the game, and how many of its streams are watched at most."""
_BESIDE_TWITCH = {name: columns for name, columns in COLUMNS.items() if name != "twitch"}
"""Twitch's are fields of the record of their own, which versions that know no other platform read."""


def categories_of(game: Game) -> dict[str, str]:
    """Of platforms that are asked for it."""
    found = {name: getattr(game, column) for name, (column, _) in _BESIDE_TWITCH.items()}
    return {name: category for name, category in found.items() if category}


def limits_of(game: Game) -> dict[str, int]:
    """Of platforms that have their own."""
    found = {name: getattr(game, column) for name, (_, column) in _BESIDE_TWITCH.items()}
    return {name: limit for name, limit in found.items() if limit is not None}


def columns_of(game: records.Game) -> dict[str, Any]:
    """The other way round."""
    found: dict[str, Any] = {}
    for name, (category, limit) in _BESIDE_TWITCH.items():
        found |= {category: game.categories.get(name, ""), limit: game.limits.get(name)}
    return found
