"""How does a match go, from the lobby to the next one?"""

import random
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import get_args

from arena.clips.clip import LINES, PLAYERS, Clip
from arena.script.course import PLACES, Course, Mode
from arena.script.course import course as make_course
from arena.script.showing import Showing

LOBBY_SHARES = (0.38, 0.67, 0.88, 0.96)
WINNER_SEGMENTS = 2
"""So long the counter still shows who is alive once the match is decided."""


@dataclass(frozen=True)
class Pace:
    """How long the parts of a match last; of all games' matches the typical one takes ``playing_seconds``."""

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


@lru_cache
def places(game: str) -> tuple[Clip, ...]:
    """What streamers are told who did not win."""
    told = sorted({place for mode in get_args(Mode) for place in PLACES[mode]})
    return tuple(Clip(game, "out", 0, place) for place in told)


def mode_of(game: str, line: int, rng: random.Random) -> Mode:
    """Apex Legends is played in squads; Fortnite's newer version counts what the squad did."""
    if game == "apex" or (game == "fortnite" and line == 0):
        return "teams"
    return "solo" if game == "fortnite" else rng.choice(get_args(Mode))


def play(
    game: str, line: int, rng: random.Random, pace: Pace, segment_seconds: float
) -> Iterator[Showing]:
    """One match, a picture for each segment: everybody gathers, their number falls, the streamer wins or does not."""
    for clip in _spread(lobby(game), _segments(pace.lobby_seconds, segment_seconds)):
        yield Showing("live", clip)
    course = make_course(game, mode_of(game, line, rng), rng, pace.playing_seconds)
    for clip in _course(game, line, course, pace, segment_seconds):
        yield Showing("live", clip, course=course)


def _course(
    game: str, line: int, course: Course, pace: Pace, segment_seconds: float
) -> Iterator[Clip]:
    passed = states(game, line)
    last = course.ends_at if course.dies_at is None else course.dies_at
    until = course.leaves_at if course.result == "left" else last
    yield from _counted(passed, course, 0.0, until, segment_seconds)
    if course.result == "left":
        return
    screen = Clip(game, "out", 0, course.place) if course.dies_at else Clip(game, "over", line)
    if not course.dies_at:
        yield from [_shown(passed, course.alive_at(until))] * WINNER_SEGMENTS
    yield from [screen] * _segments(pace.over_seconds, segment_seconds)
    back = until + pace.over_seconds
    if course.leaves_at > back:
        yield from _counted(passed, course, back, course.leaves_at, segment_seconds)
    if course.dies_at and course.leaves_at == course.ends_at > back:
        yield from [_shown(passed, course.alive_at(course.ends_at))] * WINNER_SEGMENTS
        yield from [screen] * _segments(pace.over_seconds, segment_seconds)


def _counted(
    passed: tuple[Clip, ...], course: Course, since: float, until: float, segment_seconds: float
) -> Iterator[Clip]:
    for number in range(_segments(until - since, segment_seconds)):
        yield _shown(passed, course.alive_at(since + number * segment_seconds))


def _shown(passed: tuple[Clip, ...], alive: int) -> Clip:
    """The last of the pictures that there are which does not show fewer than are alive."""
    return passed[bisect_right(passed, -alive, key=lambda clip: -(clip.alive or 0)) - 1]


def matches(game: str, rng: random.Random, pace: Pace, segment_seconds: float) -> Iterator[Showing]:
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
