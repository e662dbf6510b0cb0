"""Does the bench of scans find what it filmed, and does it notice what is wrong?"""

from __future__ import annotations

import csv
import random
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

from arena.clips.clip import Clip
from arena.script.course import course
from arena.script.showing import Showing
from bench.scan.film import Settings, record
from bench.scan.judge import judge
from bench.scan.script import script, truths
from workers.scan import __main__ as command

LAST = (4, 4, 3, 2, 1)


def shown() -> list[Showing]:
    """A match from its last four on: all of it takes place at one time of the day, which is drawn once."""
    match = course("pubg", "solo", random.Random(1), 20.0)
    won = replace(match, result="won", place=1, dies_at=None)
    clips = [*(Clip("pubg", "playing", 0, alive) for alive in LAST), *[Clip("pubg", "over", 0)] * 2]
    return [Showing("live", clip, course=won) for clip in clips]


def test_a_short_film(tmp_path: Path) -> None:
    film, settings = shown(), Settings(frames_per_second=2, height=720, preset="ultrafast")
    (truth,) = truths(film)
    assert (truth.begin, truth.end, truth.is_over) == (0.0, 2.0 * len(LAST), True)
    record(film, settings, tmp_path / "film.mp4")
    assert command.run(str(tmp_path / "film.mp4"), "pubg", tmp_path / "out") == 0
    verdict = judge(film, tmp_path / "out")
    assert verdict.passes, verdict
    assert verdict.numbers == len(LAST) - 1
    _spoil(tmp_path / "out" / "timeline.csv")
    assert len(judge(film, tmp_path / "out").wrong) == 1


def test_matches_one_after_another_are_told_apart() -> None:
    found = truths(script("apex", 1800, seed=1))
    assert len(found) >= 3
    assert all(one.end < other.begin for one, other in pairwise(found))


def _spoil(file: Path) -> None:
    rows = list(csv.DictReader(file.read_text().splitlines()))
    row = next(row for row in rows if row["alive"])
    row["alive"] += "7"
    with file.open("w") as output:
        writer = csv.DictWriter(output, rows[0].keys())
        writer.writeheader()
        writer.writerows(rows)
