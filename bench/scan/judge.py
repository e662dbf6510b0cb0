"""Is what a scan tells true?"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from arena.script.showing import Showing
from bench.finish.told import RIGHT, SAYS_NOTHING
from bench.scan.script import SEGMENT_SECONDS, Truth, truths

MAX_OFF_SECONDS = 4.0


@dataclass(frozen=True, slots=True)
class Verdict:
    matches: int
    found: int
    begin_off: float
    """Seconds, of the match that is furthest off."""
    end_off: float
    numbers: int
    wrong: tuple[str, ...]
    """Numbers, results and matches that are not true."""

    @property
    def passes(self) -> bool:
        near = max(self.begin_off, self.end_off) <= MAX_OFF_SECONDS
        return self.found == self.matches and near and not self.wrong


def judge(shown: Sequence[Showing], folder: Path) -> Verdict:
    told = json.loads((folder / "timeline.json").read_text())["matches"]
    true = truths(shown)
    pairs = [(match, _nearest(match, told)) for match in true]
    found = [(match, other) for match, other in pairs if other]
    rows = list(csv.DictReader((folder / "timeline.csv").read_text().splitlines()))
    wrong = [*_wrong_numbers(shown, rows), *_wrong_results(found)]
    if len(told) > len(true):
        wrong.append(f"{len(told) - len(true)} matches that are none")
    return Verdict(
        len(true),
        len({other["number"] for _, other in found}),
        max((abs(other["begin"] - match.begin) for match, other in found), default=0.0),
        max((abs(other["end"] - match.end) for match, other in found), default=0.0),
        sum(bool(row["alive"]) + bool(row["kills"]) for row in rows),
        tuple(wrong),
    )


def _nearest(match: Truth, told: list[dict[str, Any]]) -> dict[str, Any] | None:
    """The one that overlaps it most."""

    def overlap(other: dict[str, Any]) -> float:
        return float(min(match.end, other["end"]) - max(match.begin, other["begin"]))

    best = max(told, key=overlap, default=None)
    return best if best and overlap(best) > 0 else None


def _wrong_numbers(shown: Sequence[Showing], rows: list[dict[str, str]]) -> Iterator[str]:
    for row in rows:
        place = int((float(row["seconds"]) + 0.01) // SEGMENT_SECONDS)
        showing = shown[min(place, len(shown) - 1)]
        for field, true in (("alive", showing.alive), ("kills", showing.kills)):
            if row[field] and row[field] != str(true):
                yield f"{row['time']}: {field} {row[field]}, truly {true}"


def _wrong_results(found: list[tuple[Truth, dict[str, Any]]]) -> Iterator[str]:
    """The arena knows how each ended; that nothing is told, or that it was left, is not wrong."""
    for match, other in found:
        result, place = other["result"] or "", match.course.place
        true = match.course.result
        if not match.is_over or result in SAYS_NOTHING[true]:
            continue
        if result not in RIGHT[true] or other["place"] not in (None, place):
            yield f"match {other['number']}: {result} {other['place']}, truly {true} {place}"
