"""What does a recording of the arena show, and what is true of it?"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from arena.script.course import Course
from arena.script.match import Pace, matches
from arena.script.showing import Showing

SEGMENT_SECONDS = 2.0
PACE = Pace(lobby_seconds=40, playing_seconds=400, over_seconds=14)


@dataclass(frozen=True, slots=True)
class Truth:
    """Of a match; seconds since the recording began."""

    begin: float
    end: float
    is_over: bool
    course: Course


def script(game: str, seconds: float, seed: int, pace: Pace = PACE) -> list[Showing]:
    """A picture for each two seconds."""
    rng = random.Random(f"{game} {seed}")
    return list(islice(matches(game, rng, pace, SEGMENT_SECONDS), int(seconds / SEGMENT_SECONDS)))


def truths(shown: Sequence[Showing]) -> list[Truth]:
    """A match is as long as its counter is seen, whoever the streamer watches."""
    found = []
    for course in dict.fromkeys(showing.course for showing in shown if showing.course):
        places = [
            place
            for place, showing in enumerate(shown)
            if showing.course is course and showing.picture and showing.picture.screen == "playing"
        ]
        if places:
            end = places[-1] + 1
            over = end < len(shown)
            found.append(Truth(places[0] * SEGMENT_SECONDS, end * SEGMENT_SECONDS, over, course))
    return found
