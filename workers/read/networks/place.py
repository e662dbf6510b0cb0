"""Where is a counter?"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    """Where a counter's digits are, in pixels of the picture that was searched."""

    x: float
    """Of the centre, like ``y``."""
    y: float
    width: float
    height: float
    chance: float
    """0 to 1: how sure the finder is that this counter is here."""
