"""How do simulated streamers play? The arena's matches, one after the other, with eight seconds of each victory."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass

from arena.clips.clip import LINES
from arena.script.course import Course, course
from arena.script.match import mode_of

WINNER_SECONDS = 8.0
"""The counter shows whoever is left for so long; then the end screen comes."""
LEAVE_SECONDS = (3.0, 12.0)
"""Whoever died and does not watch on sees what killed him for so long, with the counter."""
OVER_SECONDS = (6.0, 20.0)
LOBBY_SECONDS = (40.0, 180.0)


@dataclass(frozen=True, slots=True, eq=False)
class Match:
    """One match as one streamer plays it; times are seconds of the simulation."""

    course: Course
    began: float
    ends_at: float
    """When one squad was left."""
    out_at: float
    """When the streamer died, or left; ``ends_at`` for the winner, and for the last one to die."""
    gone_at: float
    """When the stream stopped showing this match's counter."""

    def alive(self, at: float) -> int:
        return self.course.alive_at(at - self.began)

    def shows_end(self) -> bool:
        """Whether whoever watches sees a streamer at the end of it, and not a spectator."""
        return self.out_at >= self.ends_at


def career(
    game: str, at: float, chance: random.Random, seconds: float
) -> Iterator[tuple[float, Match]]:
    """Match after match, the first under way at ``at``, each with the time when the stream is back in a lobby.

    ``seconds``: how long the typical match of all games lasts.
    """
    back_at = at - chance.uniform(0, 2 * seconds)
    while True:
        match = play(game, back_at + chance.uniform(*LOBBY_SECONDS), chance, seconds)
        back_at = match.gone_at + chance.uniform(*OVER_SECONDS)
        if back_at > at:
            yield back_at, match


def play(game: str, began: float, chance: random.Random, seconds: float) -> Match:
    played = course(game, mode_of(game, chance.randrange(LINES), chance), chance, seconds)
    out = played.leaves_at if played.dies_at is None else played.dies_at
    shown = _shown_seconds(played, chance)
    return Match(played, began, began + played.ends_at, began + out, began + shown)


def _shown_seconds(played: Course, chance: random.Random) -> float:
    """How long the stream shows the match."""
    to_the_end = played.ends_at + WINNER_SECONDS
    if played.result == "left":
        return played.leaves_at
    if played.dies_at is None or played.leaves_at >= played.ends_at:
        return to_the_end
    return min(to_the_end, max(played.leaves_at, played.dies_at + chance.uniform(*LEAVE_SECONDS)))
