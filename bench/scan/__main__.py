"""How fast is a recording scanned on one core, beside ffmpeg decoding every frame of it?  make bench-scan

The recording is made by the arena, 1080p at 60 a second and 6 Mbit/s, and kept in var/ for the next run.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from bench.report.figures import table
from bench.scan.film import Settings, record
from bench.scan.judge import judge
from bench.scan.run import Taken, run
from bench.scan.script import script

MIN_SPEED = 60.0
MAX_GROWTH_BYTES = 20_000_000


def main() -> int:
    options = _options()
    seconds, core = 60.0 * options.minutes, max(os.sched_getaffinity(0))
    shown = script(options.game, seconds, options.seed)
    path = options.folder / f"{options.game}-{options.minutes:g}-{options.seed}-{options.fps}.mp4"
    if not path.exists():
        options.folder.mkdir(parents=True, exist_ok=True)
        print(f"making {path}", flush=True)
        record(shown, Settings(frames_per_second=options.fps), path)
    with tempfile.TemporaryDirectory() as folder:
        scan = [sys.executable, "-m", "workers.scan", str(path), "--game", options.game]
        taken = run([*scan, "--out", folder], core)
        verdict = judge(shown, Path(folder))
    ours, rows = taken, [_row("workers.scan", taken, seconds)]
    of = min(seconds, 60 * options.beside_minutes)
    rows += [_row(name, each, of) for name, each in _beside(path, core, of)]
    print(table(["", "of", "wall", "real time", "CPU", "memory"], rows))
    print(
        f"\n{verdict.found} of {verdict.matches} matches found; begin within {verdict.begin_off:.1f} s, "
        f"end within {verdict.end_off:.1f} s; {verdict.numbers} numbers, {len(verdict.wrong)} wrong; "
        f"memory grew by {ours.growth_bytes / 1e6:.1f} MB"
    )
    for line in verdict.wrong:
        print("wrong:", line)
    fast = seconds / ours.seconds >= MIN_SPEED
    return 0 if verdict.passes and fast and ours.growth_bytes <= MAX_GROWTH_BYTES else 1


def _beside(path: Path, core: int, seconds: float) -> Iterator[tuple[str, Taken]]:
    """ffmpeg, on the same core, with one thread."""
    if not shutil.which("ffmpeg") or not seconds:
        return
    command = ["ffmpeg", "-v", "error", "-nostdin", "-threads", "1"]
    end = ["-t", f"{seconds}", "-i", str(path), "-map", "0:v", "-f", "null", "-"]
    yield "ffmpeg, keyframes decoded", run([*command, "-skip_frame", "nokey", *end], core)
    yield "ffmpeg, every frame decoded", run([*command, *end], core)


def _row(name: str, taken: Taken, seconds: float) -> list[str]:
    return [
        name,
        f"{seconds / 60:g} min",
        f"{taken.seconds:.1f} s",
        f"{seconds / taken.seconds:.0f} x",
        f"{taken.cpu_seconds:.1f} s",
        f"{taken.peak_bytes / 1e6:.0f} MB",
    ]


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench.scan", description=__doc__)
    parser.add_argument("--minutes", type=float, default=30.0)
    parser.add_argument("--game", choices=("pubg", "fortnite", "apex"), default="pubg")
    parser.add_argument("--fps", type=int, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--folder", type=Path, default=Path("var/bench-scan"))
    parser.add_argument(
        "--beside-minutes", type=float, default=30.0, help="so much is given to ffmpeg; 0: nothing"
    )
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
