"""How does one target's corpus grow by coverage? Atheris, in a process of its own, since libFuzzer never returns."""

from __future__ import annotations

import sys
from pathlib import Path

import atheris

SECONDS_PER_INPUT = 20
"""Of real time: an input that takes longer hangs."""
MEGABYTES = 3000
_PACKAGES = ["scoreboard", "workers", "webapp"]


def grow(name: str, folder: Path, seconds: int) -> None:
    """Ends the process: with 0 after ``seconds``, otherwise with an input in ``folder`` that failed."""
    with atheris.instrument_imports(include=_PACKAGES):
        from tests.fuzz.targets import TARGETS
    target, corpus = TARGETS[name], folder / "corpus"
    corpus.mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(target.seeds()):
        (corpus / f"seed-{number}").write_bytes(seed)
    longest = 4 * max(path.stat().st_size for path in corpus.iterdir())
    options = [
        f"-max_total_time={seconds}",
        f"-timeout={SECONDS_PER_INPUT}",
        f"-rss_limit_mb={MEGABYTES}",
        f"-max_len={max(4096, longest)}",
        f"-artifact_prefix={folder}/",
        "-print_final_stats=1",
    ]
    atheris.Setup([sys.argv[0], str(corpus), *options], target.check)
    atheris.Fuzz()


if __name__ == "__main__":
    grow(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]))
