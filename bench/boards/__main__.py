"""What do boards cost where few of many streams have changed? python -m bench.boards --before ../build-before

Control's pass and a web process's turn, in Redis and a database of their own; of each build in a process of its own,
one after the other, with the same streams and the same changes.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from pathlib import Path

from bench.report.figures import table
from bench.report.rows import add_option, note
from demo.roles import CHECKOUT

ONE = Path(__file__).with_name("one.py")
STREAMS = (100, 300, 1_000, 5_000, 20_000)
HEAD = (
    "streams",
    "build",
    "pass",
    "through Redis",
    "commands",
    "Redis",
    "web process",
    "through Redis",
)
MAX_PASS_MS, MAX_PASS_MB, MAX_WEB_MS = 60.0, 0.5, 5.0
"""Of the longest board, with one stream in a hundred changed."""


def main() -> int:
    options = _options()
    builds = {"now": CHECKOUT, **({"before": options.before} if options.before else {})}
    rows, short = [], []
    for streams in options.streams:
        for name, checkout in builds.items():
            found = measured(checkout, streams, options.changed, options.passes)
            rows.append(_row(streams, name, found))
            if name == "now":
                _note(options, streams, found)
                short = _short(found)
    print(table(HEAD, rows))
    for sentence in short:
        print(f"short of what is promised: {sentence}")
    return len(short)


def measured(checkout: Path, streams: int, changed: float, passes: int) -> dict[str, float]:
    """Medians of a pass and a turn, by the code in ``checkout``."""
    words = ["--streams", str(streams), "--changed", str(changed), "--passes", str(passes)]
    done = subprocess.run(
        [sys.executable, str(ONE), *words],
        cwd=checkout,
        env={**os.environ, "PYTHONPATH": str(checkout), "ENV_FILE": os.devnull},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(done.stderr[-2000:])
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def _row(streams: int, build: str, found: dict[str, float]) -> list[str]:
    return [
        f"{streams:,}",
        build,
        f"{found['pass_ms']:.1f} ms",
        f"{found['pass_bytes'] / 1e6:.2f} MB",
        f"{found['pass_commands']:.0f}",
        f"{found['redis_ms']:.1f} ms",
        f"{found['web_ms']:.1f} ms",
        f"{found['web_bytes'] / 1e6:.2f} MB",
    ]


def _note(options: argparse.Namespace, streams: int, found: dict[str, float]) -> None:
    what = f"a pass over the boards of {streams:,} streams"
    note(
        options.rows,
        what,
        f"{found['pass_ms']:.1f} ms",
        "a web process",
        f"{found['web_ms']:.1f} ms",
    )


def _short(found: dict[str, float]) -> list[str]:
    limits = (
        ("a pass", found["pass_ms"], MAX_PASS_MS, "ms"),
        ("a pass", found["pass_bytes"] / 1e6, MAX_PASS_MB, "MB through Redis"),
        ("a web process", found["web_ms"], MAX_WEB_MS, "ms"),
    )
    return [
        f"{what} takes {took:.2f} {unit}, not {limit:g}"
        for what, took, limit, unit in limits
        if took > limit
    ]


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.boards", description=__doc__)
    parser.add_argument("--before", type=Path, help="checkout of another build")
    parser.add_argument("--streams", type=int, nargs="+", default=STREAMS)
    parser.add_argument("--changed", type=float, default=0.01, help="share of them, each pass")
    parser.add_argument("--passes", type=int, default=9)
    add_option(parser)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
