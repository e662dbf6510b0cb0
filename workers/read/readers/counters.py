"""What is known of a HUD region's numbers before any digit is read?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from workers.read.networks.kinds import Profile
from workers.read.networks.place import Place


@dataclass(frozen=True, slots=True)
class Doubt:
    """Where the players may be counted, but the finder does not say so."""

    place: Place
    profile: Profile


@dataclass(frozen=True, slots=True)
class Counter:
    """A counter and how sure it is to be that one."""

    place: Place
    chance: float


@dataclass(frozen=True, slots=True)
class Counters:
    """The counters of a HUD region."""

    alive: Counter | None = None
    kills: Counter | None = None
    waiting: float = 0.0
    """0 to 1: how sure it is that the match has not begun."""
    reason: str = "no counter found"
    """Why ``alive`` is missing, where it is."""
    squad: bool = False
    """Whether the squad's kills stand beside the streamer's: no squad, no such counter."""
    doubt: Doubt | None = None
    """Where ``alive`` may be, where it is missing."""

    @property
    def shown(self) -> bool:
        """Whether anything of this HUD was found."""
        return bool(self.alive or self.kills or self.waiting)


@dataclass(frozen=True, slots=True)
class Number:
    """A number and what the word beside it says."""

    place: Place
    said: Mapping[str, float]
    """The chance of each of ``WORDS``."""

    @property
    def word(self) -> str:
        return max(self.said, key=lambda word: self.said[word])

    @property
    def chance(self) -> float:
        return self.said[self.word]

    @property
    def names_players(self) -> bool:
        return self.word in ("alive", "joined")


def follows(one: Place, other: Place) -> bool:
    """Whether ``one`` stands to the right of ``other``, in the same row."""
    apart = (one.width + other.width) / 2
    return one.x - other.x > apart and abs(one.y - other.y) < max(one.height, other.height) / 2
