"""What is a game's corner of the HUD to training: who draws it, how large it is, how often it is rendered?"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass

from training.drawing.canvas import Canvas

Draw = Callable[[Canvas, random.Random, bool], None]
"""Draws one version on a canvas, with the fonts held out from training if the last argument is true."""


@dataclass(frozen=True, slots=True)
class Hud:
    """One corner."""

    draw: Draw
    width: float
    """In heights of its digits, like ``height``: the ``hud`` region of games.json on a frame, no smaller."""
    height: float
    share: int
    """How many of a hundred rendered regions show it, roughly."""
