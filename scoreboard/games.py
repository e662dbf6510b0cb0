"""Which games do we know from the start, and where are their HUDs?

The regions are generous: a trained profile finds the counter inside them. Measured on real frames at 16:9.
"""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import Any

from scoreboard.models import Game, Mode


@cache
def known_games() -> dict[str, Game]:
    return {slug: Game.from_dict(row) for slug, row in _facts().items()}


def match_minutes(game: str) -> float:
    """How long its matches last, about, as players tell; 0 of a game that we do not know."""
    return float(_facts().get(game, {}).get("match_minutes", 0))


def played_in(game: str) -> Mode:
    """Of a game that is played in squads alone; empty where there are other modes."""
    return "teams" if _facts().get(game, {}).get("mode") == "teams" else ""


@cache
def _facts() -> dict[str, dict[str, Any]]:
    rows = json.loads(files("scoreboard").joinpath("games.json").read_text())
    return {row["slug"]: row for row in rows}
