"""What can the finder find?  One heat map each, in this order, for every trained HUD profile."""

from __future__ import annotations

from dataclasses import dataclass

KINDS = (
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
)
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


PROFILES = {
    "pubg": Profile(0.0241, worded="pubg_count"),
    "fortnite": Profile(0.0157, "fortnite_alive", "fortnite_kills", "fortnite_waiting"),
    "apex": Profile(0.0139, "apex_alive", "apex_kills", finder_digit_pixels=7.5),
    "warzone": Profile(0.0194, "warzone_alive", "warzone_kills"),
    "blackout": Profile(0.0185, "blackout_alive", "blackout_kills"),
}
