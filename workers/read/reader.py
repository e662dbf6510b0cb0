"""Which reader reads a game, and what does every reader promise?"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Protocol

from scoreboard.models import Game, Reading
from workers.look.look import Gray
from workers.read.networks.kinds import PROFILES
from workers.read.readers.again import Spending
from workers.read.readers.cutout import CutoutReader
from workers.read.readers.profile import ProfileReader


class Reader(Protocol):
    """Right or silent: a number, or an abstention with its reason."""

    def read(
        self, crops: Mapping[str, Gray], frame_height: int, again: Spending | None = None
    ) -> Reading:
        """Read the regions of one frame, each of shape (height, width); never raises on a picture.

        What is in doubt is looked at once more while ``again`` allows it; ``None`` allows it always.
        """
        ...


def reader_for(game: Game) -> Reader:
    return _reader(game.profile, game.most_players)


@cache
def _reader(profile: str, most_players: int) -> Reader:
    return (
        ProfileReader(PROFILES[profile], most_players)
        if profile in PROFILES
        else CutoutReader(most_players)
    )
