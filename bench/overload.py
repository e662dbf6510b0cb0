"""What happens when there is twice as much to watch as this machine can? python -m bench.overload"""

from __future__ import annotations

import argparse
import json
import sys
import time
from dataclasses import dataclass, field, replace
from tempfile import NamedTemporaryFile
from typing import Any

from arena.script.match import states
from bench.load.punctual import Punctuality
from bench.load.steps import counted
from bench.load.watching import Watching, watching
from bench.truth import Tally, compare, fetch_truth
from scoreboard.games import known_games
from scoreboard.models import ALL_GAMES, Game, Standing
from scoreboard.rules import FINAL_ALIVE
from webapp.board.bodies import stream_body
from workers.schedule.pace import JITTER

WARM_UP_SECONDS = 60.0
FULL_SECONDS = 30.0
RECOVERY_SECONDS = 30.0
SATURATING_SECONDS = 2.0
LOAD_GOES = 3
"""One of so many channels stays when the load goes."""
FINAL_SECONDS = 4.0
OVERDUE_SECONDS = 1.0
OVERDUE_SECONDS = 2.0
TRUTH_EVERY_SECONDS = 10.0
COMPARED = 100
"""Channels whose truth is asked for at a time."""
STATE_SECONDS = 14.0
ARENA_GAMES = ("pubg", "fortnite", "apex")
MIN_ON_TIME = 0.95
MIN_TRUE = 0.995


@dataclass
class Seen:
    """What the board and the schedule showed during the overload."""

    finals: Punctuality
    others: Punctuality
    truth: Tally = field(default_factory=Tally)
    longest_queue: int = 0


def main() -> int:
    options = _options()
    with NamedTemporaryFile("w", suffix=".json") as file:
        json.dump(_scenario(options.channels, options.finals), file)
        file.flush()
        return _measure(options, ["--scenario", file.name])


def _measure(options: argparse.Namespace, arena: list[str]) -> int:
    with watching(options.channels, arena) as pipeline:
        _pace(pipeline, WARM_UP_SECONDS / 2)
        print(
            f"{options.channels} channels, {options.finals} of them in their final; warming up",
            flush=True,
        )
        time.sleep(WARM_UP_SECONDS)
        can = _what_it_can(pipeline)
        print(f"this machine ends {can:.0f} looks a second", flush=True)
        interval = (options.channels - options.finals) / (2 * can - options.finals / FINAL_SECONDS)
        seen = _overload(pipeline, interval, options.seconds)
        recovered = _recovery_seconds(pipeline, interval)
        return 0 if _report(seen, interval, recovered) else 1


def _what_it_can(pipeline: Watching) -> float:
    """Looks a second when everything is due all the time."""
    _pace(pipeline, SATURATING_SECONDS)
    time.sleep(FULL_SECONDS / 3)
    before = pipeline.moment()
    time.sleep(FULL_SECONDS)
    after = pipeline.moment()
    return counted(before, after, "looks_finished") / (after.at - before.at)


def _overload(pipeline: Watching, interval: float, seconds: float) -> Seen:
    _pace(pipeline, interval)
    seen = Seen(
        Punctuality(FINAL_SECONDS * (1 + JITTER) + OVERDUE_SECONDS),
        Punctuality(interval * (1 + JITTER) + OVERDUE_SECONDS),
    )
    time.sleep(FULL_SECONDS)
    print(f"overload: every {interval:.1f} s, finals every {FINAL_SECONDS:.0f} s", flush=True)
    ends_at, compared_at = time.time() + seconds, 0.0
    while (now := time.time()) < ends_at:
        finals, others = _split(pipeline.store.standings().values())
        seen.finals.follow(finals)
        seen.others.follow(others)
        seen.longest_queue = max(seen.longest_queue, pipeline.store.looks_waiting())
        if now - compared_at >= TRUTH_EVERY_SECONDS:
            compared_at = now
            _compare(pipeline, seen.truth)
        time.sleep(0.5)
    return seen


def _split(standings: Any) -> tuple[list[Standing], list[Standing]]:
    """Those in their final, and the others."""
    finals: list[Standing] = []
    others: list[Standing] = []
    for standing in standings:
        final = (
            standing.phase == "playing"
            and standing.alive is not None
            and standing.alive <= FINAL_ALIVE
        )
        (finals if final else others).append(standing)
    return finals, others


def _compare(pipeline: Watching, tally: Tally) -> None:
    board, now = pipeline.store.board(ALL_GAMES), time.time()
    rows = [stream_body(row, now) for row in board.streams] if board else []
    compared = [row["channel"] for row in rows[:: max(1, len(rows) // COMPARED)]]
    compare(tally, rows, fetch_truth(pipeline.arena, compared), now)


def _recovery_seconds(pipeline: Watching, interval: float) -> float:
    """From the moment that two thirds of the channels go until no look is overdue."""
    stay = list(pipeline.store.channels().values())[::LOAD_GOES]
    pipeline.store.publish_catalog(_games(interval), stay, "less to watch")
    began = time.time()
    while len(pipeline.store.streams()) > len(stay):
        time.sleep(0.1)
    while time.time() - began < 4 * RECOVERY_SECONDS:
        now = time.time()
        due = [at for game in known_games() for at in pipeline.store.next_looks(game).values()]
        if due and min(due) > now - OVERDUE_SECONDS and pipeline.store.looks_waiting() < 10:
            break
        time.sleep(0.5)
    return time.time() - began


def _pace(pipeline: Watching, interval: float) -> None:
    pipeline.store.publish_catalog(
        _games(interval), pipeline.store.channels().values(), f"every {interval}"
    )


def _games(interval: float) -> list[Game]:
    return [
        replace(
            game, final_seconds=FINAL_SECONDS, playing_seconds=interval, waiting_seconds=interval
        )
        for game in known_games().values()
    ]


def _report(seen: Seen, interval: float, recovered: float) -> bool:
    truth = seen.truth
    print(
        f"finals: {seen.finals.share:.1%} on time, the longest pause {seen.finals.worst_seconds:.1f} s; "
        f"the others: {seen.others.share:.1%}, the longest {seen.others.worst_seconds:.0f} s where {interval:.1f} s "
        "were wanted"
    )
    print(
        f"the board: {truth.agree} of {len(truth.compared)} standings true ({truth.share:.2%}), "
        f"{truth.agree_exactly} at their very moment; at most {seen.longest_queue} tasks waited"
    )
    print(f"{recovered:.1f} s after two thirds of the channels had gone nothing was overdue")
    return (
        seen.finals.share >= MIN_ON_TIME
        and truth.share >= MIN_TRUE
        and recovered <= RECOVERY_SECONDS
    )


def _scenario(channels: int, finals: int) -> dict[str, list[dict[str, Any]]]:
    """Every ``channels / finals``-th channel goes through its final again and again, the others through all before."""
    return {
        "channels": [
            _script(number, number % (channels // finals) == 0) for number in range(channels)
        ]
    }


def _script(number: int, final: bool) -> dict[str, Any]:
    game = ARENA_GAMES[number % len(ARENA_GAMES)]
    numbers = [(clip.alive or 0, clip.kills or 0) for clip in states(game, 0)]
    steps = [
        {"phase": "playing", "alive": alive, "kills": kills, "seconds": STATE_SECONDS}
        for alive, kills in numbers
        if (alive <= FINAL_ALIVE) == final
    ]
    begins = number // len(ARENA_GAMES) % len(steps)
    return {
        "channel": f"arena-{game}-{number:04d}",
        "game": game,
        "repeat": True,
        "steps": steps[begins:] + steps[:begins],
    }


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench.overload", description=__doc__)
    parser.add_argument("--channels", type=int, default=3000)
    parser.add_argument(
        "--finals", type=int, default=150, help="channels that stay in their final ten"
    )
    parser.add_argument("--seconds", type=float, default=120.0)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
