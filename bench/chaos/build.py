"""One build, fault after fault: python -m bench.chaos.build --build now --checkout . --results FILE FAULT..."""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

from bench.chaos import beside
from bench.chaos.commit import commit_of
from bench.chaos.faults import Fault, faults
from bench.chaos.judge import Judge
from bench.chaos.looks import Looks
from bench.chaos.row import LIMIT_SECONDS, Row, keep
from bench.chaos.stage import Stage, stage
from bench.load.ending import end_on_signals

INTERVAL_SECONDS = 4.0
"""Between two looks at any channel: short, so that what is wrong shows soon."""
START_SECONDS = 90.0
USUAL_SECONDS = 4.0
RESTART_SECONDS = 15.0
RIGHT_SECONDS = 10.0
"""All is right again when it was for so long: two looks at each channel, and more."""


def main() -> int:
    end_on_signals()
    options = _options()
    chosen = [fault for fault in faults() if fault.name in options.fault]
    while chosen:
        # A build that does not recover from a fault must not fail at the next one, too: that has a stage of its own.
        with stage(options.matches, options.checkout, INTERVAL_SECONDS) as running:
            _try_all(running, chosen, options)
    if set(beside.names(options.hostile)) & set(options.fault):
        commit = commit_of(options.checkout)
        for row in beside.beside(options.checkout, options.hostile, options.build, commit):
            _note(options.results, row)
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench.chaos.build", description=__doc__)
    parser.add_argument("--build", required=True)
    parser.add_argument("--checkout", type=Path, required=True)
    parser.add_argument("--results", type=Path, required=True)
    parser.add_argument("--matches", type=int, required=True)
    parser.add_argument("--hostile", type=int, required=True)
    parser.add_argument("fault", nargs="+")
    return parser.parse_args()


def _try_all(running: Stage, chosen: list[Fault], options: argparse.Namespace) -> None:
    """Until one is not overcome; those that were tried are taken off the list."""
    commit, looks = commit_of(options.checkout), Looks(INTERVAL_SECONDS)
    judge = Judge(running.site, running.arena, lambda: running.redis, looks)
    judge.watch_until_right(USUAL_SECONDS, START_SECONDS)
    while chosen:
        row = _try(running, judge, chosen.pop(0), options.build, commit)
        _note(options.results, row)
        if row.seconds is None:
            return


def _try(running: Stage, judge: Judge, fault: Fault, build: str, commit: str) -> Row:
    if fault.prepare and fault.prepare(running):
        # A board is good for some seconds without the role that was just restarted.
        judge.watch(RESTART_SECONDS)
    judge.watch_until_right(USUAL_SECONDS, LIMIT_SECONDS)
    before, began, wrong = running.processes_and_sockets(), time.time(), judge.wrong
    happening = fault.happen(running)
    next(happening)
    judge.watch(fault.seconds)
    next(happening, None)
    ended_at = time.time()
    is_right = judge.watch_until_right(RIGHT_SECONDS, LIMIT_SECONDS + RIGHT_SECONDS)
    right_at, after = judge.right_at(ended_at), running.processes_and_sockets()
    next(happening, None)
    return Row(
        build,
        commit,
        fault.name,
        right_at - ended_at if is_right else None,
        judge.wrong - wrong,
        judge.looks.count(began, right_at),
        judge.looks.count(right_at, time.time()),
        (before[0], after[0]),
        (before[1], after[1]),
        judge.worst(began),
    )


def _note(results: Path, row: Row) -> None:
    keep(results, row)
    print(row, flush=True)


if __name__ == "__main__":
    sys.exit(main())
