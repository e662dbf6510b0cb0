"""Fuzzes every parser of what strangers send: ``python -m tests.fuzz --minutes 30``.

Fails when an input crashes a parser, hangs it, or takes more CPU than its budget; the input is kept. Inputs that reach
new code are kept as well, in ``var/fuzz``, and are where the next run begins.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
import time
from pathlib import Path

from tests.fuzz.targets import TARGETS

_STATISTIC = re.compile(r"^stat::(\w+):\s+(\d+)", re.MULTILINE)
_RUN = re.compile(r"^#(\d+)\s", re.MULTILINE)
_COVERED = re.compile(r"\bcov: (\d+)")
_GRACE_SECONDS = 900
"""For the imports, whose code is instrumented first: minutes on a busy machine."""
_FAILURES = ("crash-", "timeout-", "oom-", "slow-unit-")


def main() -> int:
    options = _options()
    if options.input:
        TARGETS[options.targets[0]].check(options.input.read_bytes())
        return 0
    seconds = max(5, int(options.minutes * 60 / len(options.targets)))
    print(f"{len(options.targets)} targets, {seconds} s each")
    failed = [name for name in options.targets if not _fuzzed(name, options.folder / name, seconds)]
    print(f"failed: {', '.join(failed)}" if failed else "no crash, no hang, no CPU budget exceeded")
    return 1 if failed else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--minutes", type=float, default=30.0, help="for all targets together")
    parser.add_argument("--targets", nargs="+", choices=sorted(TARGETS), default=sorted(TARGETS))
    parser.add_argument("--folder", type=Path, default=Path("var/fuzz"))
    parser.add_argument("--input", type=Path, help="run this input once, by the first target")
    return parser.parse_args()


def _fuzzed(name: str, folder: Path, seconds: int) -> bool:
    """Whether nothing failed; prints a line of what was done."""
    folder.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", "tests.fuzz.grow", name, str(folder), str(seconds)]
    began, log = time.time(), folder / "log"
    with log.open("w") as output:
        try:
            done = subprocess.run(
                command, stdout=output, stderr=output, timeout=seconds + _GRACE_SECONDS, check=False
            )
            code = done.returncode
        except subprocess.TimeoutExpired:
            code = -1
    said = log.read_text(errors="replace")
    found = [path for path in _failures(folder) if path.stat().st_mtime >= began]
    statistics = dict(_STATISTIC.findall(said))
    covered = _COVERED.findall(said)
    inputs, kept = (
        int(statistics.get("number_of_executed_units", (_RUN.findall(said) or ["0"])[-1])),
        len(list((folder / "corpus").iterdir())),
    )
    print(
        f"{name:17}{inputs:>10,} inputs  {kept:>5,} kept  {int((covered or ['0'])[-1]):>6,} branches"
        f"  {time.time() - began:>5.0f} s  {'ok' if not code else f'FAILED ({code})'}",
        flush=True,
    )
    for path in found:
        print(f"    {sys.executable} -m tests.fuzz --targets {name} --input {path}")
    return code == 0 and not found


def _failures(folder: Path) -> list[Path]:
    return [path for path in folder.iterdir() if path.name.startswith(_FAILURES)]


if __name__ == "__main__":
    sys.exit(main())
