"""Which games do we know from the start, and where are their HUDs?

The regions are generous: a trained profile finds the counter inside them. Measured on real frames at 16:9.
"""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files

from scoreboard.models import Game


@cache
def known_games() -> dict[str, Game]:
    rows = json.loads(files("scoreboard").joinpath("games.json").read_text())
    return {row["slug"]: Game.from_dict(row) for row in rows}
