"""Which reader reads a game, and what does every reader promise?"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Protocol

from scoreboard.models import Game, Reading
from workers.look import Gray


class Reader(Protocol):
    """Right or silent: a number, or an abstention with its reason."""

    def read(self, crops: Mapping[str, Gray], frame_height: int) -> Reading:
        """Read the regions of one frame, each of shape (height, width); never raises on a picture."""
        ...


def reader_for(game: Game) -> Reader:
    return _reader(game.slug, game.profile, game.most_players)


@cache
def _reader(slug: str, profile: str, most_players: int) -> Reader:
    from workers.read.tesseract import TesseractReader  # noqa: PLC0415 - pytesseract is slow to import

    return TesseractReader(profile, most_players)
