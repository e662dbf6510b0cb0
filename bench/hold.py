"""Does this machine hold so many channels? python -m bench.hold --channels 2000 --interval 30 --minutes 10"""

from __future__ import annotations

import argparse
import sys
import time
from statistics import median

from bench.load.punctual import Punctuality
from bench.load.steps import by_step, counted, cpu_seconds
from bench.load.watching import WORKERS, Highlight, Watching, watching
from bench.report.figures import percentile, table
from workers.schedule.pace import JITTER

WARM_UP_SECONDS = 60
LATE_SHARE = 0.1
"""Of the interval: a look that comes later than that after its time is late."""
MIN_ON_TIME = 0.95
MAX_GROWTH = 0.05
GROWS_FROM_SECONDS = 180.0
MEMORY_SECONDS = 60.0


def main() -> int:
    options = _options()
    arena = ["--healthy", "--playing-seconds", str(options.playing_seconds)]
    with watching(options.channels, arena, options.interval) as pipeline:
        print(
            f"{options.channels} channels every {options.interval:.0f} s; warming up for {WARM_UP_SECONDS} s",
            flush=True,
        )
        time.sleep(WARM_UP_SECONDS)
        return 0 if _hold(pipeline, options.interval, options.minutes * 60) else 1


def _hold(pipeline: Watching, interval: float, seconds: float) -> bool:
    punctuality = Punctuality(interval * (1 + JITTER + LATE_SHARE))
    began, ages, moments = pipeline.moment(), list[float](), list[Highlight]()
    memory: list[tuple[float, dict[str, int]]] = []
    ends_at = began.at + seconds
    while (now := time.time()) < ends_at:
        punctuality.follow(pipeline.store.standings().values())
        ages += pipeline.ages()
        memory.append(
            (
                now - began.at,
                {role: use.resident_bytes for role, use in pipeline.fleet.uses().items()},
            )
        )
        if len(moments) < (now - began.at) // 60 + 1:
            moments.append(pipeline.moment())
            _say_progress(pipeline, punctuality, now - began.at)
        time.sleep(1)
    punctuality.end(time.time())
    moments.append(pipeline.moment())
    return _report(pipeline, punctuality, moments, ages, memory)


def _say_progress(pipeline: Watching, punctuality: Punctuality, seconds: float) -> None:
    print(
        f"{seconds / 60:3.0f} min: {punctuality.share:.1%} on time, "
        f"{pipeline.store.looks_under_way(time.time())} looks under way",
        flush=True,
    )


def _report(
    pipeline: Watching,
    punctuality: Punctuality,
    moments: list[Highlight],
    ages: list[float],
    memory: list[tuple[float, dict[str, int]]],
) -> bool:
    first, last = moments[0], moments[-1]
    grows_from = min(GROWS_FROM_SECONDS, memory[-1][0] / 2)
    looks, seconds = counted(first, last, "looks_finished"), last.at - first.at
    lost = counted(first, last, "looks_lost")
    closing = sum(pipeline.fleet.sockets("CLOSE_WAIT").values())
    print(
        f"\n{looks} looks in {seconds:.0f} s, {looks / seconds:.1f} a second: {punctuality.share:.2%} on time; "
        f"the longest pause {punctuality.worst_seconds:.0f} s\nended as {punctuality.states}; "
        f"{lost} lost without a state; {closing} sockets in CLOSE_WAIT\n"
        f"numbers on the board are {percentile(ages, 0.5):.1f} s old (p50), {percentile(ages, 0.95):.1f} s (p95)\n"
    )
    rows, grown = [], {}
    for role in last.uses:
        before, after = (
            _held(memory, role, grows_from),
            _held(memory, role, memory[-1][0] - MEMORY_SECONDS),
        )
        grown[role] = after / before - 1
        rows.append(
            [
                role,
                f"{cpu_seconds(first, last, role) * 1000 / looks:.2f}",
                f"{cpu_seconds(first, last, role) / seconds:.2f}",
                f"{before / 1e6:.0f}",
                f"{after / 1e6:.0f}",
                f"{grown[role]:+.1%}",
            ]
        )
    print(by_step(first, last, looks), end="\n\n")
    print(
        table(
            ["role", "CPU, ms a look", "cores", "MB at minute 3", "MB at the end", "growth"], rows
        )
    )
    used = sum(cpu_seconds(first, last, role) for role in WORKERS) * 1000 / looks
    print(f"\nall worker processes: {used:.1f} ms of CPU a look")
    return (
        punctuality.share >= MIN_ON_TIME
        and not lost
        and not closing
        and max(grown.values()) < MAX_GROWTH
    )


def _held(memory: list[tuple[float, dict[str, int]]], role: str, from_seconds: float) -> float:
    """Bytes, the median of a minute: now and then a reader has a Tesseract beside it for a tenth of a second."""
    return median(
        held[role] for at, held in memory if from_seconds <= at <= from_seconds + MEMORY_SECONDS
    )


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench.hold", description=__doc__)
    parser.add_argument("--channels", type=int, default=2000)
    parser.add_argument(
        "--interval", type=float, default=30.0, help="seconds between looks at any channel"
    )
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument(
        "--playing-seconds", type=int, default=300, help="from a full lobby to the last one"
    )
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
