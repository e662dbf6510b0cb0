"""What can the finder find?  One heat map for each kind of counter, in the order of ``profiles.json``."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

WORDS = ("alive", "joined", "killed", "none", "assisted")
"""What the word beside a ``pubg_count`` says of it; a new one comes last, and weights that lack it never say it."""

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
    observed: str = ""
    """The same with the word to their left: how observers of a tournament see them."""
    clock: str = ""
    """A clock in the row of the counters; left of one it is a sign that no match is played."""
    finder_digit_pixels: float = 9.0
    """The size at which the finder sees them: as small as its signs stay plain, for a large region costs more."""
    least_kills_chance: float = WHOLE
    """A number with less chance than this is not the kills: higher where something much like their sign stands."""
    layouts: tuple[str, ...] = ()
    """Profiles of how the game drew its HUD later, the newest first; each is searched before this one."""
    within: tuple[float, float, float, float] = (0.0, 0.0, 1.0, 1.0)
    """Where in the region its counters may be: x, y, width and height as fractions of it."""

    @property
    def kinds(self) -> Iterator[str]:
        """All that the finder looks for."""
        signs = (self.worded, self.alive, self.kills, self.waiting, self.observed, self.clock)
        return filter(None, signs)


def _profiles() -> dict[str, Profile]:
    rows = json.loads(files("workers.read.networks").joinpath("profiles.json").read_text())
    return {name: Profile(**dict(map(_frozen, row.items()))) for name, row in rows.items()}


def _frozen(item: tuple[str, Any]) -> tuple[str, Any]:
    name, value = item
    return name, tuple(value) if isinstance(value, list) else value


PROFILES = _profiles()
_NUMBERED = (
    "pubg_count",
    "fortnite_alive",
    "fortnite_kills",
    "fortnite_waiting",
    "apex_alive",
    "apex_kills",
    "warzone_alive",
    "warzone_kills",
    "blackout_alive",
    "blackout_kills",
    "pubg_observed",
    "pubg_clock",
)
"""The heat maps that the weights hold, by number: a profile that gets a new kind must not renumber the others."""
KINDS = tuple(
    dict.fromkeys((*_NUMBERED, *(kind for each in PROFILES.values() for kind in each.kinds)))
)
"""New ones come last: of a kind that the weights do not hold nothing is found."""
