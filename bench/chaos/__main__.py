"""How soon is everything right again after a fault? python -m bench.chaos --before ../build-before

Each row is kept as soon as it is measured; started again, the bench measures the rows that are missing.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

from bench.chaos import beside, row
from bench.chaos.commit import commit_of
from bench.chaos.faults import faults
from bench.chaos.stage import CHECKOUT
from bench.load.ending import end_on_signals

GRACE_SECONDS = 60.0
MIN_ON_TIME = 0.97


def main() -> int:
    options = _options()
    if not options.markdown:
        end_on_signals()
        builds = {"now": CHECKOUT, **({"before": options.before} if options.before else {})}
        # Side by side: whatever else the machine does happens to both. Hostile channels take all they can get, so that
        # each build has them for itself.
        names = [fault.name for fault in faults()]
        _measure(builds, names, options)
        for build, checkout in builds.items() if options.hostile else ():
            _measure({build: checkout}, beside.names(options.hostile), options)
    found = row.kept(options.results)
    print(row.markdown(found, _names(options.hostile)))
    return 0 if all(map(_is_good, (one for one in found if one.build == "now"))) else 1


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench.chaos", description=__doc__)
    parser.add_argument("--before", type=Path, help="a checkout of the build to compare with")
    parser.add_argument("--matches", type=int, default=10)
    parser.add_argument("--hostile", type=int, default=50, help="hostile channels; 0: none")
    parser.add_argument(
        "--only", nargs="*", default=[], help="rows whose names contain one of these"
    )
    parser.add_argument(
        "--results", type=Path, default=CHECKOUT / "var" / "chaos.jsonl", help="where rows are kept"
    )
    parser.add_argument("--markdown", action="store_true", help="print the table, measure nothing")
    return parser.parse_args()


def _names(hostile: int) -> list[str]:
    return [*(fault.name for fault in faults()), *beside.names(hostile)]


def _measure(builds: Mapping[str, Path], names: Iterable[str], options: argparse.Namespace) -> None:
    options.results.parent.mkdir(parents=True, exist_ok=True)
    running = []
    try:
        for build, checkout in builds.items():
            if missing := _missing(build, checkout, names, options):
                words = ["--build", build, "--checkout", str(checkout.resolve())]
                words += ["--results", str(options.results), "--matches", str(options.matches)]
                words += ["--hostile", str(options.hostile), *missing]
                command = [sys.executable, "-m", "bench.chaos.build", *words]
                running.append(subprocess.Popen(command, cwd=CHECKOUT))
        for process in running:
            process.wait()
    finally:
        _end(running)


def _missing(
    build: str, checkout: Path, names: Iterable[str], options: argparse.Namespace
) -> list[str]:
    commit = commit_of(checkout)
    done = {
        one.fault for one in row.kept(options.results) if (one.build, one.commit) == (build, commit)
    }
    only = [word.lower() for word in options.only]
    return [
        name
        for name in names
        if name not in done and (not only or any(word in name.lower() for word in only))
    ]


def _end(running: Iterable[subprocess.Popen[bytes]]) -> None:
    """Each ends what it started before it ends."""
    left = [process for process in running if process.poll() is None]
    for process in left:
        process.terminate()
    for process in left:
        try:
            process.wait(GRACE_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()


def _is_good(found: row.Row) -> bool:
    on_time, late = found.during
    is_punctual = on_time >= MIN_ON_TIME * (on_time + late)
    return (
        found.wrong == 0
        and found.seconds is not None
        and (is_punctual or "good" not in found.fault)
    )


if __name__ == "__main__":
    sys.exit(main())
