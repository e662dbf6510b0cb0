"""How often was each reader right, wrong or silent? Tables with a row for each game, and for each kind of picture."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from functools import partial

from bench.readers.kinds import MORE
from bench.report.figures import table
from scoreboard.models import Reading
from training.samples import Sample, judged

Row = tuple[str, ...]
Counts = list[Counter[str]]
"""By reader, the one that is measured last."""
PLAIN = "nothing special"
RIGHT_POINTS = 1.0
"""In percent: what the last reader may lose of a row's numbers read right; one number is allowed."""
UNTRUE = ("wrong", "invented")
_SHOWN = ("right", "wrong", "abstained")


class Verdicts:
    """What became of every field that was judged."""

    def __init__(self, readers: int) -> None:
        empty = partial(_counters, readers)
        self.games: dict[Row, Counts] = defaultdict(empty)
        """By pictures, game and field."""
        self.kinds: dict[Row, Counts] = defaultdict(empty)
        """Of rendered regions, by what is special on them, and field."""
        self.all: Counts = empty()

    def add(self, sample: Sample, readings: Sequence[Reading]) -> list[tuple[int, str]]:
        """Count what each reader said; returns reader and field of each number that is not true."""
        said = [
            (reader, field, "invented" if verdict == "wrong" and not shows else verdict)
            for reader, reading in enumerate(readings)
            for field, verdict in judged(sample, reading)
            for shows in (sample.truth.get(field, sample.lost.get(field)) is not None,)
        ]
        for reader, field, verdict in said:
            for counts in self._counts_of(sample, field):
                counts[reader][verdict] += 1
        return [(reader, field) for reader, field, verdict in said if verdict in UNTRUE]

    def _counts_of(self, sample: Sample, field: str) -> Iterator[Counts]:
        yield self.all
        if sample.source != MORE:
            yield self.games[sample.source, sample.game.slug, field]
        if sample.source in ("rendered", MORE):
            yield self.kinds[sample.kind or PLAIN, field]


def _counters(readers: int) -> Counts:
    return [Counter() for _ in range(readers)]


def rows(head: Sequence[str], counted: dict[Row, Counts]) -> str:
    """A table; where readers differ, what each of them did, an arrow between."""
    columns: dict[str, Callable[[Counter[str]], str]] = {
        "shown": lambda verdicts: str(shown(verdicts)),
        "right": partial(_percent, "right"),
        "wrong": lambda verdicts: str(verdicts["wrong"]),
        "abstained": partial(_percent, "abstained"),
        "silent": lambda verdicts: str(verdicts["silent"]),
        "invented": lambda verdicts: str(verdicts["invented"]),
    }
    lines = (
        [*row, *(_beside(map(cell, counts)) for cell in columns.values())]
        for row, counts in sorted(counted.items(), key=_plain_first)
    )
    return table([*head, *columns], lines)


def _plain_first(line: tuple[Row, Counts]) -> tuple[bool, Row]:
    return line[0][0] != PLAIN, line[0]


def _beside(cells: Iterator[str]) -> str:
    said = [*cells]
    return " -> ".join(said) if len({*said}) > 1 else said[0]


def shown(verdicts: Counter[str]) -> int:
    """Fields that can be seen."""
    return sum(verdicts[verdict] for verdict in _SHOWN)


def _percent(verdict: str, verdicts: Counter[str]) -> str:
    whole = shown(verdicts)
    return f"{100 * verdicts[verdict] / whole:.1f} %" if whole else "-"


def untrue(verdicts: Counter[str]) -> str:
    """How many numbers were wrong, or read where none is shown."""
    number, fields = sum(verdicts[verdict] for verdict in UNTRUE), verdicts.total()
    share = 1000 * number / fields if fields else 0.0
    return f"{number} of {fields:,} fields, {share:.2f} in 1,000"


def lost(counted: dict[Row, Counts]) -> Iterator[str]:
    """The rows of which the last reader reads fewer numbers right than the first one, by more than a point."""
    for row, counts in sorted(counted.items()):
        before, after = counts[0], counts[-1]
        allowed = max(1.0, shown(before) * RIGHT_POINTS / 100)
        if before["right"] - after["right"] > allowed:
            yield f"{' '.join(row)}: {before['right']} right before, {after['right']} now"
