"""What does a look cost, step by step, and how fresh is the board? python -m bench.pipeline --channels N"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from dataclasses import astuple, dataclass

from arena.clips.encode import VIDEOS
from bench.load.original import OldLook, old_look
from bench.load.segments import mean_segment_bytes
from bench.load.steps import by_step, counted, cpu_seconds, redis_commands, redis_counted
from bench.load.watching import WORKERS, Highlight, Watching, watching
from bench.report.figures import percentile, table
from bench.report.rows import add_option, note

WARM_UP_SECONDS = 45
SEGMENTS = 50
"""So many segments are asked for their size."""


@dataclass(frozen=True, slots=True)
class Cost:
    """Of a look; the median of all runs."""

    cpu_ms: float
    video_bytes: float
    decode_ms: float


def main() -> int:
    options = _options()
    costs = {video: _measure(video, options) for video in options.videos}
    rows = [
        [video, f"{cost.cpu_ms:.1f}", f"{cost.decode_ms:.2f}", f"{cost.video_bytes:,.0f}"]
        for video, cost in costs.items()
    ]
    columns = ["video", "CPU, ms a look", "of it to decode", "bytes of video a look"]
    print("\n" + table(columns, rows))
    return 0


def _measure(video: str, options: argparse.Namespace) -> Cost:
    arena = ["--video", video, "--healthy", "--playing-seconds", str(options.playing_seconds)]
    with watching(options.channels, arena, options.interval) as pipeline:
        print(
            f"\nvideo {video}: {options.channels} channels, {options.interval or 'their own'} s "
            f"between looks; warming up for {WARM_UP_SECONDS} s",
            flush=True,
        )
        time.sleep(WARM_UP_SECONDS)
        runs = []
        for number in range(options.runs):
            runs.append(_run(pipeline, options.seconds))
            print(
                f"run {number + 1}: {runs[-1].cpu_ms:.1f} ms of CPU a look in all worker processes",
                flush=True,
            )
        ours = Cost(*map(statistics.median, zip(*map(astuple, runs), strict=True)))
        print(
            f"\n{video}, median of {options.runs} runs: {ours.cpu_ms:.1f} ms of CPU a look, "
            "from capture to store",
            flush=True,
        )
        if options.original:
            theirs = _compare(pipeline, options.original, ours.cpu_ms)
            note(
                options.rows,
                f"CPU of a look, capture to store, video {video}",
                f"{ours.cpu_ms:.1f} ms",
                "streamlink, ffmpeg, pytesseract: a process each",
                f"{theirs:.0f} ms",
                f"{theirs / ours.cpu_ms:.0f}",
            )
    return ours


def _run(pipeline: Watching, seconds: float) -> Cost:
    """CPU over all worker processes."""
    before, ages = pipeline.moment(), []
    ends_at = time.monotonic() + seconds
    while time.monotonic() < ends_at:
        time.sleep(1)
        ages += pipeline.ages()
    after = pipeline.moment()
    looks, seconds = counted(before, after, "looks_finished"), after.at - before.at
    fetched = counted(before, after, "capture_bytes") / counted(before, after, "captures")
    whole = mean_segment_bytes(
        stream.url for stream in list(pipeline.store.streams().values())[:SEGMENTS]
    )
    print(
        f"\n{looks} looks in {seconds:.0f} s: {looks / seconds:.1f} a second; {fetched:,.0f} bytes of video a look, "
        f"{fetched / whole:.1%} of a segment; numbers on the board are {percentile(ages, 0.5):.1f} s old (p50), "
        f"{percentile(ages, 0.95):.1f} s (p95)"
    )
    print(
        f"{redis_commands(before, after) / looks:.1f} commands to Redis a look, in "
        f"{redis_counted(before, after, 'total_net_input_bytes') / looks:,.0f} bytes, out "
        f"{redis_counted(before, after, 'total_net_output_bytes') / looks:,.0f} bytes\n"
    )
    print(by_step(before, after, looks), end="\n\n")
    print(_by_role(before, after, looks))
    burned = sum(cpu_seconds(before, after, role) for role in WORKERS)
    decoding = counted(before, after, "step_cpu_microseconds", "decode")
    return Cost(burned * 1000 / looks, fetched, decoding / 1000 / looks)


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
    streams = list(pipeline.store.streams().values())[:looks]
    old = [old_look(stream.url, stream.game) for stream in streams]
    parts: list[tuple[str, float]] = [
        (name, statistics.median(getattr(look, name) for look in old))
        for name in ("streamlink", "ffmpeg", "tesseract")
    ]
    total = statistics.median(map(_total, old)) * 1000
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
        default=["light"],
        help="what the arena sends, one after the other; the first start of another one than light "
        "encodes for half an hour",
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
