"""How soon is everything right again after a fault? python -m bench.chaos --before ../build-before"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from bench.chaos.faults import Fault, faults
from bench.chaos.hostile import hostile_channels
from bench.chaos.judge import Judge, seconds_until_right
from bench.chaos.stage import CHECKOUT, Stage, stage
from bench.load.punctual import Punctuality
from scoreboard.store import Store

WARM_UP_SECONDS = 45.0
USUAL_SECONDS = 12.0
RIGHT_SECONDS = 20.0
"""After so long as usual a fault counts as overcome: longer than any interval between looks at a match."""
AFTER_SECONDS = 120.0
HOSTILE_SECONDS = 120.0
OVERDUE_SECONDS = 30.0 * 1.2
"""A lobby is looked at every 30 s: a look later than that after the one before is late."""


@dataclass(frozen=True, slots=True)
class Result:
    fault: str
    seconds: float
    wrong: int
    empty: int
    failed: int
    processes: str
    sockets: str


def main() -> int:
    options = _options()
    chosen = [fault for fault in faults() if not options.only or _is_asked(fault, options.only)]
    builds = {"now": CHECKOUT, **({"before": options.before} if options.before else {})}
    # Side by side: whatever else the machine does happens to both.
    with ThreadPoolExecutor(len(builds)) as pool:
        running = {
            name: pool.submit(_build, checkout.resolve(), chosen, options)
            for name, checkout in builds.items()
        }
        results = {name: build.result() for name, build in running.items()}
    print(_table(results))
    return 0 if all(row.wrong == 0 for row in results["now"]) else 1


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench.chaos", description=__doc__)
    parser.add_argument("--before", type=Path, help="a checkout of the build to compare with")
    parser.add_argument("--matches", type=int, default=12)
    parser.add_argument(
        "--hostile", type=int, default=50, help="hostile channels; 0 leaves them out"
    )
    parser.add_argument(
        "--only", nargs="*", default=[], help="faults whose names hold one of these"
    )
    return parser.parse_args()


def _is_asked(fault: Fault, words: list[str]) -> bool:
    return any(word.lower() in fault.name.lower() for word in words)


def _build(checkout: Path, chosen: list[Fault], options: argparse.Namespace) -> list[Result]:
    results = []
    if chosen:
        with stage(options.matches, checkout) as running:
            time.sleep(WARM_UP_SECONDS)
            for fault in chosen:
                results.append(_try(running, fault))
                print(f"{checkout.name}: {results[-1]}", flush=True)
    if options.hostile and (not options.only or "hostile" in options.only):
        results += _hostile(checkout, options.hostile)
    return results


def _try(running: Stage, fault: Fault) -> Result:
    judge = Judge(running.site, running.arena)
    usual = judge.watch(USUAL_SECONDS)
    processes, sockets = running.processes_and_sockets()
    happening = fault.happen(running)
    next(happening)
    judge.watch(fault.seconds)
    next(happening, None)
    ended_at = time.time()
    judge.watch_until_right(usual, RIGHT_SECONDS, AFTER_SECONDS)
    after = judge.polls[len(usual) :]
    now_processes, now_sockets = running.processes_and_sockets()
    return Result(
        fault.name,
        seconds_until_right(usual, after, ended_at),
        len(judge.tally.wrong),
        sum(poll.empty for poll in after),
        sum(poll.failed for poll in after),
        f"{processes} → {now_processes}",
        f"{sockets} → {now_sockets}",
    )


def _hostile(checkout: Path, count: int) -> list[Result]:
    """Looks at ``count`` good channels, alone and beside as many hostile ones."""
    results = []
    for name, number in ((f"{count} good channels alone", 0), (f"beside {count} hostile", count)):
        with ExitStack() as block:
            running = block.enter_context(stage(count, checkout))
            if number:
                rows = block.enter_context(hostile_channels(number))
                _add(running, rows, checkout)
            time.sleep(WARM_UP_SECONDS)
            store = Store(running.redis)
            judge, punctuality = Judge(running.site, running.arena), Punctuality(OVERDUE_SECONDS)
            processes, sockets = running.processes_and_sockets()
            ends_at = time.monotonic() + HOSTILE_SECONDS
            while time.monotonic() < ends_at:
                punctuality.follow(
                    standing
                    for standing in store.standings().values()
                    if not standing.channel.startswith("hostile")
                )
                judge.watch(1)
            punctuality.end(time.time())
            now_processes, now_sockets = running.processes_and_sockets()
        looks = punctuality.on_time + punctuality.late
        results.append(
            Result(
                f"{name}: {looks} looks, {punctuality.share:.1%} on time",
                0.0,
                len(judge.tally.wrong),
                sum(poll.empty for poll in judge.polls),
                sum(poll.failed for poll in judge.polls),
                f"{processes} → {now_processes}",
                f"{sockets} → {now_sockets}",
            )
        )
        print(f"{checkout.name}: {results[-1]}", flush=True)
    return results


def _add(running: Stage, rows: list[dict[str, str]], checkout: Path) -> None:
    subprocess.run(
        [sys.executable, "manage.py", "channel", "add", "--from", "-"],
        check=True,
        cwd=checkout,
        env=dict(running.fleet.environment),
        input="\n".join(map(json.dumps, rows)),
        text=True,
        stdout=subprocess.DEVNULL,
    )


def _table(results: dict[str, list[Result]]) -> str:
    """In Markdown, for docs/reliability.md."""
    lines = [
        "| build | fault | right again after | wrong numbers | seconds of an empty board | failed requests"
        " | processes | sockets |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for build, rows in results.items():
        for row in rows:
            after = "not within 120 s" if row.seconds == float("inf") else f"{row.seconds:.0f} s"
            cells = (row.fault, after, row.wrong, row.empty, row.failed, row.processes, row.sockets)
            lines.append(f"| {build} | " + " | ".join(map(str, cells)) + " |")
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
