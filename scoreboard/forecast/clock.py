"""How long is a match as a whole, by how its number fell so far?

Every match follows the same storm, some faster and some slower: ``log(t) = length + mean[number] + noise`` for the time
``t`` at which a number is passed. Both are means over what was seen, in turns, each number weighed by how little it
varies; what was not seen, because the streamer died, is left out and biases neither (in the number alive it is no
choice: see ``visits``).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import log

from scoreboard.forecast.levels import level_of
from scoreboard.forecast.marks import Marks

LEAST_SECONDS = 20.0
"""An earlier mark says nothing of a match's pace."""
TURNS = 6
LEAST_VARIANCE = 0.0004
MIN_MARKS = 2


@dataclass(frozen=True, slots=True)
class Clock:
    """By level: the mean of ``log(t) - length``, and the weight of what was seen there."""

    means: Mapping[int, float]
    weights: Mapping[int, float]

    def length(self, marks: Sequence[tuple[int, int]]) -> float | None:
        """The logarithm of how much longer the match is than the usual one; nothing from too few marks."""
        total = weight = 0.0
        count = 0
        for at, alive in marks:
            level = level_of(alive)
            if at >= LEAST_SECONDS and level in self.means:
                total += self.weights[level] * (log(at) - self.means[level])
                weight += self.weights[level]
                count += 1
        return total / weight if count >= MIN_MARKS else None


def clock_of(matches: Iterable[Marks]) -> Clock:
    """``matches``: the marks of those that were seen from the start."""
    logs = [
        [(level_of(alive), log(at)) for at, alive in marks if at >= LEAST_SECONDS]
        for marks in matches
    ]
    lengths = [0.0] * len(logs)
    clock = Clock({}, {})
    for _ in range(TURNS):
        clock = _clock(logs, lengths)
        lengths = [_length(clock, each) for each in logs]
    return clock


def _clock(logs: Sequence[Sequence[tuple[int, float]]], lengths: Sequence[float]) -> Clock:
    by_level: dict[int, list[float]] = {}
    for marks, length in zip(logs, lengths, strict=True):
        for level, at in marks:
            by_level.setdefault(level, []).append(at - length)
    means = {level: sum(seen) / len(seen) for level, seen in by_level.items()}
    weights = {
        level: 1 / (sum((at - means[level]) ** 2 for at in seen) / len(seen) + LEAST_VARIANCE)
        for level, seen in by_level.items()
    }
    return Clock(means, weights)


def _length(clock: Clock, marks: Sequence[tuple[int, float]]) -> float:
    weight = sum(clock.weights[level] for level, _ in marks)
    parts = (clock.weights[level] * (at - clock.means[level]) for level, at in marks)
    return sum(parts) / weight if weight else 0.0
