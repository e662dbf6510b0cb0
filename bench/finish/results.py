"""Is it told how matches ended? python -m bench.finish.results --matches 300

The arena's matches, read off its pictures: each one that comes up is drawn, encoded, decoded and read once. The looks
are the schedule's, and everything after the readers is the pipeline's own; nothing waits for a clock.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cache

from arena.clips.clip import GAMES, Clip
from arena.clips.encode import Encoding, encode
from arena.script.course import Course
from arena.script.match import Pace, matches
from arena.script.showing import Showing
from arena.studio import shoot
from bench.finish.told import RIGHT, SAYS_NOTHING
from bench.readers.samples import keyframe
from bench.report.figures import table
from scoreboard.games import known_games
from scoreboard.highlights import closed
from scoreboard.models import RankedStream, Reading, Standing, Stream
from scoreboard.ranking import rank
from scoreboard.rules import may_show_end
from workers.look.cut import cut
from workers.read.reader import reader_for
from workers.schedule.pace import next_due
from workers.track.match import won_by_count
from workers.track.track import Memory, track

SEGMENT_SECONDS = 2.0
PACE = Pace(lobby_seconds=60, playing_seconds=1370, over_seconds=14)
LATENCY_SECONDS = 3.0
MIN_RIGHT = 0.98
BEGAN = 1e6


@dataclass(slots=True)
class Tally:
    """What was told of each match, beside what is true: ``(truth, told) -> matches``."""

    told: Counter[tuple[str, str]] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    silent: int = 0
    missed: list[str] = field(default_factory=list)

    @property
    def count(self) -> int:
        return sum(self.told.values())

    @property
    def right(self) -> int:
        return self.count - self.silent - len(self.wrong)

    def note(self, course: Course, row: RankedStream | None) -> None:
        result = row.result if row else ""
        self.told[course.result, result] += 1
        if result in SAYS_NOTHING[course.result]:
            self.silent += 1
            self.missed.append(f"{_short(course)}: {result or 'nothing'}")
        elif result not in RIGHT[course.result] or (row and row.place not in (None, course.place)):
            self.wrong.append(f"{_short(course)}: {result} {row and row.place}")


def _short(course: Course) -> str:
    dies = None if course.dies_at is None else round(course.dies_at)
    return (
        f"{course.mode}, {course.result} {course.place}, dies at {dies} of {course.ends_at:.0f} s, "
        f"{course.alive_at(dies or course.ends_at)} alive, leaves at {course.leaves_at:.0f} s"
    )


@cache
def read(clip: Clip, with_banner: bool) -> Reading:
    game = known_games()[clip.game]
    frame = keyframe(encode(shoot(clip, 1), Encoding()))
    height, crops = cut(frame, game if with_banner else game.without_banner())
    return reader_for(game).read(crops, height)


def watch(game: str, seed: str, count: int) -> Iterator[tuple[Course, RankedStream | None]]:
    """So many matches of one channel, each with what was told of it."""
    rng = random.Random(f"{game} {seed}")
    script = matches(game, rng, PACE, SEGMENT_SECONDS)
    shown: list[Showing] = []
    known = known_games()[game]
    standing, memory = Standing("c", game), Memory()
    told: list[RankedStream] = []
    began: list[tuple[float, Course]] = []
    stream = Stream("c", game, "C", "")
    before = rank(game, {game: known}, [stream], {}, BEGAN)
    at = BEGAN
    while len(began) < count + 2:  # the last one is told as late as in the next
        place = int((at - BEGAN) // SEGMENT_SECONDS)
        while len(shown) <= place:
            shown.append(next(script))
            _note_match(began, shown[-1], BEGAN + SEGMENT_SECONDS * (len(shown) - 1))
        picture = shown[place].picture
        assert picture
        reading = replace(read(picture, may_show_end(standing)), captured_at=at)
        now = at + LATENCY_SECONDS
        standing, memory = track(standing, memory, reading, now)
        standing = won_by_count(standing, known)
        after = rank(game, {game: known}, [stream], {"c": standing}, now)
        told += closed(before, after)
        before = after
        at = next_due(standing, memory.wants_quick_look, known, at, at, rng.uniform(-1, 1))
    for number, (since, course) in enumerate(began[:count]):
        until = began[number + 1][0]
        yield course, next((row for row in told if since <= row.began_at < until), None)


def _note_match(began: list[tuple[float, Course]], showing: Showing, at: float) -> None:
    if showing.course and not (began and began[-1][1] is showing.course):
        began.append((at, showing.course))


def run(count: int, games: tuple[str, ...] = GAMES, a_channel: int = 10) -> Tally:
    tally = Tally()
    for number in range(-(-count // a_channel)):
        game = games[number % len(games)]
        for course, row in watch(game, str(number), min(a_channel, count - tally.count)):
            tally.note(course, row)
    return tally


def report(tally: Tally) -> bool:
    rows = [
        [truth, told or "nothing", str(number)]
        for (truth, told), number in sorted(tally.told.items())
    ]
    print(table(["the match was", "told", "matches"], rows), end="\n\n")
    for line in tally.wrong:
        print("wrong:", line)
    for line in tally.missed:
        print("not told:", line)
    spoken = tally.count - tally.silent
    false_wins = sum(
        number for (truth, told), number in tally.told.items() if told == "won" != truth
    )
    print(
        f"{tally.count} matches: {tally.right} results right ({tally.right / tally.count:.1%} of all, "
        f"{tally.right / max(1, spoken):.1%} of those told), {len(tally.wrong)} wrong, {tally.silent} not told; "
        f"wins that were none: {false_wins}"
    )
    return tally.right >= MIN_RIGHT * tally.count and not false_wins


def main() -> int:
    parser = argparse.ArgumentParser(prog="bench.finish.results", description=__doc__)
    parser.add_argument("--matches", type=int, default=300)
    return 0 if report(run(parser.parse_args().matches)) else 1


if __name__ == "__main__":
    sys.exit(main())
