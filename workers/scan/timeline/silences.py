"""When was no number read, and why not? Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import groupby, pairwise

from workers.scan.timeline.records import Match, Row, Silence

_MAX_LOOK_SECONDS = 30.0
"""A look stands for no more than this: behind it there may be a hole in the recording."""


def silences_of(rows: Sequence[Row], end: float) -> tuple[Silence, ...]:
    """Of one match, which ended at ``end``."""
    found, ends_at = [], [*(row.at for row in rows[1:]), end]
    for is_silent, group in groupby(
        zip(rows, ends_at, strict=True), key=lambda pair: pair[0].alive is None
    ):
        if is_silent:
            looks = list(group)
            reason = Counter(row.reason for row, _ in looks).most_common(1)[0][0]
            found.append(Silence(looks[0][0].at, looks[-1][1], len(looks), reason))
    return tuple(found)


def outside(rows: Sequence[Row], matches: Iterable[Match]) -> tuple[Silence, ...]:
    """What was seen between matches: one for each reason, which lasts as long as all of its looks."""
    inside = [(match.begin, match.end) for match in matches]
    seconds: Counter[str] = Counter()
    looks: Counter[str] = Counter()
    first: dict[str, float] = {}
    for row, after in pairwise(rows):
        if any(begin <= row.at < end for begin, end in inside):
            continue
        reason = row.reason or "a number of no match"
        first.setdefault(reason, row.at)
        seconds[reason] += min(after.at - row.at, _MAX_LOOK_SECONDS)  # type: ignore[assignment]
        looks[reason] += 1
    return tuple(
        Silence(first[reason], first[reason] + length, looks[reason], reason)
        for reason, length in seconds.most_common()
    )
