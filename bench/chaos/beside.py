"""What do hostile channels cost the good ones beside them?"""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

from bench.chaos.hostile import hostile_channels
from bench.chaos.judge import Judge
from bench.chaos.looks import Looks
from bench.chaos.row import Row
from bench.chaos.stage import stage

INTERVAL_SECONDS = 10.0
START_SECONDS = 90.0
USUAL_SECONDS = 10.0
ALONE_SECONDS = 45.0
BESIDE_SECONDS = 75.0


def names(count: int) -> tuple[str, str]:
    return f"{count} good channels alone", f"{count} good channels beside {count} hostile ones"


def beside(checkout: Path, count: int, build: str, commit: str) -> Iterator[Row]:
    """A row of ``count`` good channels alone, and one beside as many hostile ones."""
    alone, together = names(count)
    with stage(count, checkout, INTERVAL_SECONDS) as running, hostile_channels(count) as rows:
        judge = Judge(running.site, running.arena, lambda: running.redis, Looks(INTERVAL_SECONDS))
        judge.watch_until_right(USUAL_SECONDS, START_SECONDS)
        for name, seconds, more in ((alone, ALONE_SECONDS, []), (together, BESIDE_SECONDS, rows)):
            before, began, wrong = running.processes_and_sockets(), time.time(), judge.wrong
            if more:
                running.add_channels(more)
            judge.watch(seconds)
            after = running.processes_and_sockets()
            yield Row(
                build,
                commit,
                name,
                judge.right_at(began) - began,
                judge.wrong - wrong,
                judge.looks.count(began, time.time()),
                (0, 0),
                (before[0], after[0]),
                (before[1], after[1]),
                judge.worst(began),
            )
