"""What can the finder find?  One heat map for each kind of counter, in the order of ``profiles.json``."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

WORDS = ("alive", "joined", "killed", "none")
"""What the word beside a ``pubg_count`` says of it."""

FOUND = 0.2
"""A place with less chance than this holds no sign and no counter."""
WHOLE = 0.3
"""A counter with less chance than this may be half hidden: of its digits some may be missing."""


@dataclass(frozen=True, slots=True)
class Profile:
    """A HUD the networks were trained on."""

    digit_height: float
    """Height of the digits as a fraction of the frame's; measured on real frames."""
    alive: str = ""
    kills: str = ""
    waiting: str = ""
    """The sign that the match has not begun."""
    worded: str = ""
    """Counters that are told apart by the word to their right, in place of a sign to their left."""
    finder_digit_pixels: float = 9.0
    """The size at which the finder sees them: as small as its signs stay plain, for a large region costs more."""
    layouts: tuple[str, ...] = ()
    """Profiles of how the game drew its HUD later, the newest first; each is searched before this one."""
    within: tuple[float, float, float, float] = (0.0, 0.0, 1.0, 1.0)
    """Where in the region its counters may be: x, y, width and height as fractions of it."""

    @property
    def kinds(self) -> Iterator[str]:
        """In the order of the finder's heat maps."""
        return filter(None, (self.worded, self.alive, self.kills, self.waiting))


def _profiles() -> dict[str, Profile]:
    rows = json.loads(files("workers.read.networks").joinpath("profiles.json").read_text())
    return {name: Profile(**dict(map(_frozen, row.items()))) for name, row in rows.items()}


def _frozen(item: tuple[str, Any]) -> tuple[str, Any]:
    name, value = item
    return name, tuple(value) if isinstance(value, list) else value


PROFILES = _profiles()
KINDS = tuple(kind for profile in PROFILES.values() for kind in profile.kinds)
"""New ones come last: the weights hold the heat maps by number, and of a kind they do not hold nothing is found."""
