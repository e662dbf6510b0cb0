"""What did a scan find, in a sentence or two? For those who decide whether a profile is good enough."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from scoreboard.scans.shown import clock
from workers.scan.timeline.records import Row, Timeline

_REASONS, _JUMPS = 3, 3
"""So many are named."""


def findings(timeline: Timeline) -> str:
    return " ".join(filter(None, _sentences(timeline)))


def _sentences(timeline: Timeline) -> Iterator[str]:
    yield timeline.problem
    if not timeline.matches:
        looks = len(timeline.rows)
        why = _shares(Counter(_why(row) for row in timeline.rows), looks)
        yield f"No match was found in {_many(looks, 'picture')}: {why}."
        return
    inside = [
        row
        for match in timeline.matches
        for row in timeline.rows
        if match.begin <= row.at < match.end
    ]
    read = sum(row.alive is not None for row in inside)
    yield f"{_many(len(timeline.matches), 'match', 'es')} found, {_kills(timeline)}."
    yield (
        f"{read:,} of {_many(len(inside), 'picture')} in "
        f"{'it' if len(timeline.matches) == 1 else 'them'} gave a number of players alive"
        f" ({_share(read, len(inside))})."
    )
    if silent := Counter(row.reason for row in inside if row.alive is None):
        yield f"Silent: {_shares(silent, len(inside))}."
    yield _jumps(timeline)


def _kills(timeline: Timeline) -> str:
    known = [match.kills for match in timeline.matches if match.kills is not None]
    return _many(sum(known), "kill") if known else "kills not read"


def _jumps(timeline: Timeline) -> str:
    if not timeline.jumps:
        return "No number looks wrong."
    told = [f"{each.before} to {each.after} at {clock(each.at)}" for each in timeline.jumps]
    more = len(told) - _JUMPS
    named = ", ".join([*told[:_JUMPS], *([f"{more} more"] if more > 0 else [])])
    return f"{_many(len(told), 'number')} may be wrong, rising inside a match: {named}."


def _shares(counts: Counter[str], of: int) -> str:
    """The most frequent, and the rest in one."""
    named = [f"{reason} {_share(count, of)}" for reason, count in counts.most_common(_REASONS)]
    rest = sum(counts.values()) - sum(count for _, count in counts.most_common(_REASONS))
    return ", ".join([*named, *([f"other reasons {_share(rest, of)}"] if rest else [])])


def _share(count: int, of: int) -> str:
    """Never 0 or 100% for what is not all or nothing."""
    if not of:
        return "0%"
    percent = 100 * count / of
    if 0 < percent < 1:
        return "less than 1%"
    return f"{min(percent, 99.0) if count < of else 100.0:.0f}%"


def _why(row: Row) -> str:
    return row.reason or "a number of no match"


def _many(count: int, noun: str, plural: str = "s") -> str:
    return f"{count:,} {noun}{'' if count == 1 else plural}"
