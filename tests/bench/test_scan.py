"""Does the bench of scans find what it filmed, and does it notice what is wrong?"""

from __future__ import annotations

import csv
from pathlib import Path

from arena.script.match import Pace
from bench.scan.film import Settings, record
from bench.scan.judge import judge
from bench.scan.script import script, truths
from workers.scan import __main__ as command

SECONDS = 44.0
PACE = Pace(lobby_seconds=6, playing_seconds=20, over_seconds=6)


def test_a_short_film(tmp_path: Path) -> None:
    shown = script("pubg", SECONDS, seed=1, pace=PACE)
    assert truths(shown)
    record(
        shown, Settings(frames_per_second=2, height=720, preset="ultrafast"), tmp_path / "film.mp4"
    )
    assert command.run(str(tmp_path / "film.mp4"), "pubg", tmp_path / "out") == 0
    verdict = judge(shown, tmp_path / "out")
    assert verdict.passes, verdict
    assert verdict.numbers > 5
    _spoil(tmp_path / "out" / "timeline.csv")
    assert len(judge(shown, tmp_path / "out").wrong) == 1


def _spoil(file: Path) -> None:
    rows = list(csv.DictReader(file.read_text().splitlines()))
    row = next(row for row in rows if row["alive"])
    row["alive"] += "7"
    with file.open("w") as output:
        writer = csv.DictWriter(output, rows[0].keys())
        writer.writeheader()
        writer.writerows(rows)
