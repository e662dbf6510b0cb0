"""What do all the benchmarks say, as one table? Each in its short form; docs/ has the long ones."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from bench.report.figures import table
from bench.report.rows import noted

READERS = Path(".venv-bench/bin/python")
BENCHES = (
    [
        *(str(READERS), "-m", "bench.read", "--arena", "100", "--rendered", "300"),
        *("--kinds", "0", "--video", "0", "--compared", "40"),
    ],
    [sys.executable, "-m", "bench.pipeline", "--runs", "1", "--seconds", "40", "--original", "3"],
    [sys.executable, "-m", "bench.scale", "--seconds", "30"],
    [sys.executable, "-m", "bench.site"],
)


def main() -> int:
    failed = []
    with tempfile.TemporaryDirectory() as folder:
        rows = Path(folder) / "rows"
        for command in BENCHES:
            print(f"\n== {' '.join(command[1:])}", flush=True)
            if subprocess.run([*command, "--rows", str(rows)], check=False).returncode:
                failed.append(command[2])
        print("\n" + table(["what", "ours", "beside", "theirs", "ratio"], noted(rows)))
    if failed:
        print(f"short of what is promised: {', '.join(failed)}")
    return len(failed)


if __name__ == "__main__":
    sys.exit(main())
