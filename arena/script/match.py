"""How does a match go, from the lobby to the next one?"""

import random
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate

from arena.clips.clip import LINES, PLAYERS, Clip

LOBBY_SHARES = (0.38, 0.67, 0.88, 0.96)


@dataclass(frozen=True)
class Pace:
    """How long the parts of a match last."""

    lobby_seconds: float = 16
    playing_seconds: float = 150
    over_seconds: float = 14


@lru_cache
def states(game: str, line: int) -> tuple[Clip, ...]:
    """Every (alive, kills) that a line of this game passes through, first to last."""
    rng = random.Random(f"{game} {line}")
    alive, kills = PLAYERS[game], 0
    passed = [(alive, kills)]
    while alive > 1:
        alive -= max(1, min(alive - 1, round(alive * rng.uniform(0.05, 0.1))))
        kills += rng.random() < 0.17
        passed.append((alive, kills))
    return tuple(Clip(game, "playing", line, alive, kills) for alive, kills in passed)


@lru_cache
def stills(game: str, line: int) -> tuple[Clip, ...]:
    """The states at which a channel may freeze: the same picture, over and over."""
    passed = states(game, line)
    chosen = (passed[len(passed) // 3], passed[2 * len(passed) // 3], passed[-4])
    return tuple(
        Clip(clip.game, clip.screen, line, clip.alive, clip.kills, still=True) for clip in chosen
    )


@lru_cache
def lobby(game: str) -> tuple[Clip, ...]:
    if game == "apex":
        return (Clip(game, "lobby", 0), Clip(game, "lobby", 1))
    return tuple(Clip(game, "lobby", 0, round(PLAYERS[game] * share), 0) for share in LOBBY_SHARES)


def play(
    game: str, line: int, rng: random.Random, pace: Pace, segment_seconds: float
) -> Iterator[Clip]:
    """One match, a clip for each segment: everybody gathers, their number falls to 1, the end screen."""
    yield from _spread(lobby(game), _segments(pace.lobby_seconds, segment_seconds))
    passed = states(game, line)
    # Early states pass quickly, late ones are held; where one lasts less than a segment it is skipped.
    shares = [
        rng.uniform(0.5, 1.5) * (1 + 1.5 * place / len(passed)) for place in range(len(passed))
    ]
    ends = list(accumulate(shares))
    count = max(2, _segments(pace.playing_seconds, segment_seconds))
    for number in range(count - 1):
        yield passed[bisect_right(ends, ends[-1] * number / count)]
    yield passed[-1]
    for _ in range(_segments(pace.over_seconds, segment_seconds)):
        yield Clip(game, "over", line)


def matches(game: str, rng: random.Random, pace: Pace, segment_seconds: float) -> Iterator[Clip]:
    """Match after match, without end."""
    line = rng.randrange(LINES)
    while True:
        yield from play(game, line, rng, pace, segment_seconds)
        line = (line + 1) % LINES


def _segments(seconds: float, segment_seconds: float) -> int:
    return max(1, round(seconds / segment_seconds))


def _spread(clips: tuple[Clip, ...], count: int) -> Iterator[Clip]:
    for number in range(count):
        yield clips[number * len(clips) // count]
