"""Which reader reads a game, and what does every reader promise?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from typing import Protocol

from scoreboard.models import Game, Reading
from scoreboard.taught.profile import REGION, TaughtProfile
from workers.look.look import BANNER, Gray
from workers.read.networks.kinds import PROFILES
from workers.read.readers.again import Spending
from workers.read.readers.cutout import CutoutReader
from workers.read.readers.profile import ProfileReader
from workers.read.readers.taught.beside import agreed, speaks
from workers.read.readers.taught.reader import TaughtReader


class Reader(Protocol):
    """Right or silent: a number, or an abstention with its reason."""

    def read(
        self, crops: Mapping[str, Gray], frame_height: int, again: Spending | None = None
    ) -> Reading:
        """Read the regions of one frame, each of shape (height, width); never raises on a picture.

        What is in doubt is looked at once more while ``again`` allows it; ``None`` allows it always.
        """
        ...


class Beside:
    """Reads with a taught profile first, then as usual; what the two say must agree."""

    def __init__(self, usual: Reader, taught: TaughtProfile) -> None:
        self._usual, self._taught = usual, TaughtReader(taught)

    def read(
        self, crops: Mapping[str, Gray], frame_height: int, again: Spending | None = None
    ) -> Reading:
        if REGION not in crops:
            return self._usual.read(crops, frame_height, again)
        taught = self._taught.read({"hud": crops[REGION]}, frame_height, again)
        if speaks(taught):  # the banner is read where no counter is shown
            crops = {name: crop for name, crop in crops.items() if name != BANNER}
        return agreed(self._usual.read(crops, frame_height, again), taught)


def reader_for(game: Game, taught: TaughtProfile | None = None) -> Reader:
    """``taught``: the profile that is read with beside the game's own reader."""
    usual = _reader(game.profile, game.most_players)
    if taught is None:
        return usual
    return Beside(usual, replace(taught, most_players=game.most_players))


@cache
def _reader(profile: str, most_players: int) -> Reader:
    return (
        ProfileReader(PROFILES[profile], most_players)
        if profile in PROFILES
        else CutoutReader(most_players)
    )
