"""How well is the end of a match foreseen? python -m bench.finish.forecast

It learns from matches as the arena plays them. No picture is drawn: what is read at each look is what the arena would
show then, and everything after the readers is the pipeline's own. Most matches are lost sight of when the streamer dies
or leaves, in learning as in testing.
"""

from __future__ import annotations

import argparse
import random
import statistics
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from arena.clips.clip import GAMES, LINES, PLAYERS
from arena.script.course import Course, course
from arena.script.match import mode_of
from bench.finish.plan import seconds_left
from bench.report.figures import table
from bench.report.rows import add_option, note
from scoreboard.forecast.curve import Curve, curve_of
from scoreboard.forecast.forecasts import Forecasts
from scoreboard.forecast.learn import tables_of
from scoreboard.games import known_games, match_minutes
from scoreboard.models import Game, Reading, Standing
from workers.track.match import won_by_count
from workers.track.track import Memory, track

TYPICAL_SECONDS = 1370.0
"""Of a match of all games: PUBG's last about 30 minutes then, Fortnite's 20, Apex Legends' 17."""
JOINED_LATE = 0.15
OVER_SECONDS = 14.0
AT_ALIVE = ("half", 20, 10, 5)
SLOPE_SECONDS = 60.0


@dataclass(slots=True)
class Watched:
    """One match as the pipeline saw it; ``seen`` holds what was believed after each look, and the seconds left."""

    game: str
    match: Course
    seen: list[tuple[Standing, float]] = field(default_factory=list)
    curve: Curve | None = None


def watch(game: Game, match: Course, rng: random.Random) -> Watched:
    """Looks as the schedule asks for them, each through the pipeline's own tracking."""
    watched, memory, standing = Watched(game.slug, match), Memory(), Standing("c", game.slug)
    at = rng.uniform(0, 0.7 * match.ends_at) if rng.random() < JOINED_LATE else rng.uniform(0, 8)
    origin, points = 1e6, []
    until = match.ends_at if match.dies_at is None else match.leaves_at
    if match.result == "left":
        until = match.leaves_at
    while at < until + OVER_SECONDS:
        standing, memory = track(standing, memory, _reading(match, at, origin), origin + at)
        standing = won_by_count(standing, game)
        if standing.phase == "playing" and standing.alive and at <= until:
            points.append((standing.alive_since, standing.alive))
            watched.seen.append((standing, match.ends_at - (standing.captured_at - origin)))
        final = standing.alive is not None and standing.alive <= 10
        at += 2.0 if memory.wants_quick_look else (4.0 if final else 10.0) * rng.uniform(0.9, 1.1)
    if points:
        began, last = points[0][0], watched.seen[-1][0]
        fell = [(since - began, alive) for since, alive in dict.fromkeys(points)]
        watched.curve = curve_of(
            fell, last.captured_at - began, standing.result, standing.place, standing.mode
        )
    return watched


def _reading(match: Course, at: float, origin: float) -> Reading:
    """What the arena shows then: a screen of its own where the streamer's match ends, the counter before and after."""
    over = match.ends_at if match.dies_at is None else match.dies_at
    if match.result != "left" and over <= at < over + OVER_SECONDS:
        return Reading(
            None, None, "over", 1.0, "", origin + at, 0.0, match.result, match.place, 1.0
        )
    alive = match.alive_at(at)
    return Reading(alive, 0, "playing", 0.99, "", origin + at, 0.99)


def matches(
    game: str, count: int, seed: str, seconds: float = TYPICAL_SECONDS
) -> Iterator[Watched]:
    rng, known = random.Random(f"{game} {seed}"), known_games()[game]
    for number in range(count):
        line = number % LINES
        played = course(game, mode_of(game, line, rng), rng, seconds)
        yield watch(known, played, rng)


def means(curves: Sequence[Curve], alive: int) -> float:
    """The way of the many: how long the matches that we saw end still ran from this number on."""
    left = [
        curve.until - at
        for curve in curves
        if curve.ended
        for at in [next((at for at, each in curve.points[1:] if each <= alive), None)]
        if at is not None
    ]
    return statistics.fmean(left) if left else 0.0


def slope(seen: Sequence[tuple[Standing, float]], place: int) -> float:
    """The fall of the last minute carried on to one; a minute without a fall counts as one player a minute."""
    now = seen[place][0]
    before = next(
        (
            one
            for one, _ in reversed(seen[:place])
            if now.captured_at - one.captured_at >= SLOPE_SECONDS
        ),
        seen[0][0],
    )
    seconds = max(now.captured_at - before.captured_at, 1.0)
    fell = max((before.alive or 0) - (now.alive or 0), 1)
    return ((now.alive or 1) - 1) * max(seconds, SLOPE_SECONDS if fell == 1 else 1.0) / fell


@dataclass(slots=True)
class Errors:
    """Absolute errors in seconds of each way, in the same matches at the same moment."""

    ours: list[float] = field(default_factory=list)
    mean: list[float] = field(default_factory=list)
    slope: list[float] = field(default_factory=list)
    prior: list[float] = field(default_factory=list)
    plan: list[float] = field(default_factory=list)
    left: list[float] = field(default_factory=list)
    within: int = 0

    @property
    def gain(self) -> float:
        """Less error than the better of the two naive ways."""
        best = min(statistics.median(self.mean), statistics.median(self.slope))
        return 1 - statistics.median(self.ours) / best

    @property
    def share_within(self) -> float:
        return self.within / len(self.ours)

    def add(self, other: Errors) -> None:
        for name in ("ours", "mean", "slope", "prior", "plan", "left"):
            getattr(self, name).extend(getattr(other, name))
        self.within += other.within


Found = dict[str, dict[str, Errors]]
"""By game, and how many are alive; ``all`` for all games together."""


def measure(
    game: str, tested: Sequence[Watched], learned: Sequence[Curve], forecasts: Forecasts
) -> dict[str, Errors]:
    known, found = known_games()[game], {}
    for at_alive in AT_ALIVE:
        alive = PLAYERS[game] // 2 if at_alive == "half" else int(at_alive)
        mean, errors = means(learned, alive), Errors()
        for watched in tested:
            numbers = (one.alive for one, _ in watched.seen)
            place = next((n for n, seen in enumerate(numbers) if seen and seen <= alive), 0)
            if place:
                _note(errors, watched, place, mean, forecasts, known)
        found[str(at_alive)] = errors
    return found


def _note(
    errors: Errors, watched: Watched, place: int, mean: float, forecasts: Forecasts, game: Game
) -> None:
    standing, left = watched.seen[place]
    ends, prior = forecasts.ends_in(standing, game), Forecasts({}).ends_in(standing, game)
    assert ends
    assert prior
    errors.ours.append(abs(ends.median - left))
    errors.prior.append(abs(prior.median - left))
    errors.plan.append(abs(seconds_left(watched.match, watched.match.ends_at - left) - left))
    errors.mean.append(abs(mean - left))
    errors.slope.append(abs(slope(watched.seen, place) - left))
    errors.within += ends.low <= left <= ends.high
    errors.left.append(left)


def run(
    learn_from: int, test_on: int, seed: str = "1", games: Sequence[str] = tuple(GAMES)
) -> Found:
    found: Found = {"all": {str(at_alive): Errors() for at_alive in AT_ALIVE}}
    for game in games:
        curves = [each.curve for each in matches(game, learn_from, f"learn {seed}") if each.curve]
        tables = tables_of(game, curves, 60 * match_minutes(game))
        tested = [*matches(game, test_on, f"test {seed}")]
        found[game] = measure(game, tested, curves, Forecasts(tables))
        for at_alive, errors in found[game].items():
            found["all"][at_alive].add(errors)
    return found


def few(counts: Sequence[int], test_on: int, seed: str = "1") -> list[list[str]]:
    """With so few curves, beside the prior: the median errors at each number, all games together."""
    rows = []
    for count in counts:
        found = run(count, test_on, f"few {seed}")["all"]
        rows.append([str(count), *(_beside(errors) for errors in found.values())])
    return rows


def _beside(errors: Errors) -> str:
    return f"{statistics.median(errors.ours):.0f} / {statistics.median(errors.prior):.0f}"


def report(found: Found) -> None:
    rows = []
    for game, levels in found.items():
        for at_alive, errors in levels.items():
            figures = (
                errors.left,
                errors.ours,
                errors.mean,
                errors.slope,
                errors.prior,
                errors.plan,
            )
            middle = [f"{statistics.median(each):.0f}" for each in figures]
            shares = [f"{errors.gain:.0%}", f"{errors.share_within:.0%}"]
            rows.append([game, at_alive, str(len(errors.ours)), *middle, *shares])
    heads = [
        "game",
        "alive",
        "matches",
        "s left",
        "error",
        "mean",
        "slope",
        "prior",
        "plan",
        "less",
        "within",
    ]
    print(table(heads, rows))


def main() -> int:
    parser = argparse.ArgumentParser(prog="bench.finish.forecast", description=__doc__)
    parser.add_argument("--learn", type=int, default=400, help="matches of each game to learn from")
    parser.add_argument("--test", type=int, default=200, help="others of each game to foresee")
    parser.add_argument("--seed", default="1")
    add_option(parser)
    options = parser.parse_args()
    found = run(options.learn, options.test, options.seed)
    print(
        "median absolute errors in seconds; less: than the better of mean and slope;"
        " plan: of whoever knows the match's length, storm and survivors, but not its future\n"
    )
    report(found)
    print("\nwith few matches to learn from, ours / prior\n")
    print(table(["curves", *map(str, AT_ALIVE)], few((10, 25, 35, 60), options.test // 2)))
    for at_alive, errors in found["all"].items():
        naive = min(statistics.median(errors.mean), statistics.median(errors.slope))
        note(
            options.rows,
            f"end of a match foreseen, at alive {at_alive}",
            f"{statistics.median(errors.ours):.0f} s off",
            "the game's mean, or the last minute's slope",
            f"{naive:.0f} s off",
            f"{naive / statistics.median(errors.ours):.1f}",
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
