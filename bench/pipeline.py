"""What does a look cost, step by step, and how fresh is the board? python -m bench.pipeline --channels N"""

from __future__ import annotations

import argparse
import shutil
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import astuple, dataclass
from pathlib import Path
from statistics import median

from arena.clips.encode import VIDEOS
from bench.load.original import OldLook, old_look
from bench.load.segments import mean_segment_bytes
from bench.load.steps import by_step, counted, cpu_seconds, redis_commands, redis_counted
from bench.load.watching import WORKERS, Highlight, Watching, beside, watching
from bench.report.figures import percentile, table
from bench.report.rows import add_option, note

LIGHT = "light"
NOW, BEFORE = "now", "before"
WARM_UP_SECONDS = 100
"""Whole boards are written for older processes in the first 70 s of boards (``workers.direct.whole``)."""
AGES_EVERY_SECONDS = 5.0
"""To ask for a board costs Redis some commands, which count as the build's."""
SEGMENTS = 50
"""So many segments are asked for their size."""


@dataclass(frozen=True, slots=True)
class Cost:
    """Of a look; the median of all runs."""

    cpu_ms: float
    redis_cpu_ms: float
    decode_cpu_ms: float
    redis_commands: float
    """Those inside of scripts are counted, too."""
    redis_bytes: float
    """In and out."""
    video_bytes: float


COLUMNS = (
    *("video", "build", "CPU, ms a look", "Redis' own", "to decode"),
    *("commands", "Redis, bytes a look", "video, bytes a look"),
)


def main() -> int:
    options = _options()
    if options.original and not shutil.which("ffmpeg"):
        raise SystemExit("The way of 2017 needs ffmpeg; --original 0 leaves it out.")
    rows = [row for video in options.videos for row in _rows(video, _measure(video, options))]
    print("\n" + table(COLUMNS, rows))
    return 0


def _rows(video: str, costs: dict[str, Cost]) -> Iterator[list[str]]:
    for build, cost in costs.items():
        cpu = [f"{ms:.2f}" for ms in (cost.cpu_ms, cost.redis_cpu_ms, cost.decode_cpu_ms)]
        sent = [f"{size:,.0f}" for size in (cost.redis_bytes, cost.video_bytes)]
        yield [video, build, *cpu, f"{cost.redis_commands:.1f}", *sent]
    if BEFORE in costs:
        pairs = zip(astuple(costs[NOW]), astuple(costs[BEFORE]), strict=True)
        yield [video, "now / before", *(f"{now / before:.2f}" for now, before in pairs)]


def _measure(video: str, options: argparse.Namespace) -> dict[str, Cost]:
    """By build."""
    arena = ["--video", video, "--healthy", "--playing-seconds", str(options.playing_seconds)]
    with ExitStack() as stack:
        tls = video != LIGHT
        ours = stack.enter_context(watching(options.channels, arena, options.interval, tls=tls))
        builds = {NOW: ours}
        if options.before:
            builds[BEFORE] = stack.enter_context(beside(ours, options.before, options.interval))
        print(
            f"\nvideo {video}{', over TLS' if tls else ''}: {options.channels} channels, "
            f"{options.interval or 'their own'} s between looks; warming up for {WARM_UP_SECONDS} s, "
            "until nothing is written for older processes any more",
            flush=True,
        )
        time.sleep(WARM_UP_SECONDS)
        runs = [_run(builds, options.seconds) for _ in range(options.runs)]
        costs = {
            build: Cost(*map(median, zip(*(astuple(run[build]) for run in runs), strict=True)))
            for build in builds
        }
        if options.original:
            theirs = _compare(ours, options.original, costs[NOW].cpu_ms)
            note(
                options.rows,
                f"CPU of a look, capture to store, video {video}",
                f"{costs[NOW].cpu_ms:.1f} ms",
                "streamlink, ffmpeg, pytesseract: a process each",
                f"{theirs:.0f} ms",
                f"{theirs / costs[NOW].cpu_ms:.0f}",
            )
    return costs


def _run(builds: dict[str, Watching], seconds: float) -> dict[str, Cost]:
    """All builds at once."""
    began, ages = {build: each.moment() for build, each in builds.items()}, list[float]()
    ends_at = time.monotonic() + seconds
    while time.monotonic() < ends_at:
        time.sleep(AGES_EVERY_SECONDS)
        ages += builds[NOW].ages()
    ended = {build: each.moment() for build, each in builds.items()}
    ours = builds[NOW]
    whole = mean_segment_bytes([row["url"] for row in ours.channels[:SEGMENTS]], ours.trust)
    costs = {}
    for build in builds:
        costs[build] = _told(build, began[build], ended[build], whole)
    print(
        f"numbers on the board are {percentile(ages, 0.5):.1f} s old (p50), "
        f"{percentile(ages, 0.95):.1f} s (p95)",
        flush=True,
    )
    return costs


def _told(build: str, before: Highlight, after: Highlight, whole: float) -> Cost:
    """``whole``: bytes of a segment."""
    looks, seconds = counted(before, after, "looks_finished"), after.at - before.at
    if not looks:
        raise SystemExit(f"{build}: not one look in {seconds:.0f} s.")
    fetched = counted(before, after, "capture_bytes") / counted(before, after, "captures")
    received, sent = (
        redis_counted(before, after, f"total_net_{way}_bytes") / looks
        for way in ("input", "output")
    )
    cost = Cost(
        sum(cpu_seconds(before, after, role) for role in WORKERS) * 1000 / looks,
        cpu_seconds(before, after, "redis") * 1000 / looks,
        counted(before, after, "step_cpu_microseconds", "decode") / 1000 / looks,
        redis_commands(before, after) / looks,
        received + sent,
        fetched,
    )
    print(
        f"\n{build}: {looks} looks in {seconds:.0f} s, {looks / seconds:.1f} a second, {cost.cpu_ms:.1f} ms of CPU "
        f"each in all worker processes; {fetched:,.0f} bytes of video a look, {fetched / whole:.1%} of a segment; "
        f"{cost.redis_commands:.1f} commands to Redis, in {received:,.0f} bytes, out {sent:,.0f} bytes\n"
    )
    print(by_step(before, after, looks), end="\n\n")
    print(_by_role(before, after, looks), flush=True)
    return cost


def _by_role(before: Highlight, after: Highlight, looks: int) -> str:
    rows = [
        [
            role,
            f"{cpu_seconds(before, after, role) * 1000 / looks:.2f}",
            f"{use.resident_bytes / 1e6:.0f}",
        ]
        for role, use in after.uses.items()
    ]
    return table(["role", "CPU, ms a look", "memory, MB"], rows)


def _compare(pipeline: Watching, looks: int, ours: float) -> float:
    """Milliseconds of CPU a look the way of 2017, on the same streams, while ours goes on."""
    rows, told = pipeline.channels[:looks], pipeline.fleet.environment
    old = [old_look(row["url"], row["game"], told) for row in rows]
    parts: list[tuple[str, float]] = [
        (name, median(getattr(look, name) for look in old))
        for name in ("streamlink", "ffmpeg", "tesseract")
    ]
    total = median(map(_total, old)) * 1000
    print(
        f"\nthe way of 2017, median of {len(old)} looks at the same streams: {total:.0f} ms of CPU a look ("
        + ", ".join(f"{name} {seconds * 1000:.0f}" for name, seconds in parts)
        + f"), {total / ours:.0f} times ours"
    )
    return total


def _total(look: OldLook) -> float:
    return look.cpu_seconds


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench.pipeline", description=__doc__)
    parser.add_argument("--channels", type=int, default=300)
    parser.add_argument(
        "--videos",
        nargs="+",
        choices=VIDEOS,
        default=[LIGHT],
        help="what the arena sends, one after the other, all but light over TLS; the first start of another one than "
        "light encodes for half an hour",
    )
    parser.add_argument(
        "--before",
        type=Path,
        help="a checkout of another build, whose workers look at the same channels at the same time",
    )
    parser.add_argument("--interval", type=float, help="seconds between looks at any channel")
    parser.add_argument("--seconds", type=float, default=60.0, help="of each run")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument(
        "--playing-seconds", type=int, default=300, help="from a full lobby to the last one"
    )
    parser.add_argument(
        "--original", type=int, default=6, help="looks the way of 2017; 0 leaves them out"
    )
    add_option(parser)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
