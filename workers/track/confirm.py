"""How often must a number be seen before it is believed?"""

from __future__ import annotations

from dataclasses import dataclass

from scoreboard.models import Record
from scoreboard.rules import is_new_match

SMALL_FALL = 5
FALL_PER_SECOND = 1.5
"""The fastest that a lobby of a hundred empties in its first minute."""
LANDING_SHARE, LANDING_FALL = 0.1, 9
"""Where a lobby lands, the count falls by this share at once, and by no more than so many while it is confirmed: less
than one misread digit makes of tens."""
KILLS_AT_ONCE = 3


@dataclass(frozen=True, slots=True)
class Pending(Record):
    """A number that waits to be seen again."""

    value: int = 0
    looks: int = 0
    """0: nothing is in doubt."""
    at: float = 0.0
    """When the newest picture that shows it was broadcast."""


NO_DOUBT = Pending()


def alive_looks_needed(alive: int | None, seen: int, elapsed_seconds: float, sure: bool) -> int:
    """Looks until ``seen`` replaces ``alive`` (``None``: no match is under way), this one included."""
    if alive is None:
        return 2
    fall = alive - seen
    if fall == 0:
        return 1
    if fall < 0:
        return 3 if rose_little(alive, seen) else 2
    if fall <= SMALL_FALL or (fall <= FALL_PER_SECOND * elapsed_seconds and 2 * seen >= alive):
        return 1 if sure else 2
    return 2 if 2 * seen >= alive else 3


def kills_looks_needed(kills: int | None, seen: int, sure: bool) -> int:
    """One kill more is what a misread hardly ever looks like: it needs no second look however unsure it is."""
    if kills is not None and 0 <= seen - kills <= 1:
        return 1
    if kills is None or 0 < seen - kills <= KILLS_AT_ONCE:
        return 1 if sure else 2
    return 3


def rose_little(alive: int | None, seen: int) -> bool:
    """Too little for another match: a misread."""
    return alive is not None and seen > alive and not is_new_match(alive, seen)


def believe_alive(
    doubt: Pending, seen: int, needed: int, at: float, may_fall: bool
) -> tuple[bool, Pending]:
    """Whether ``seen`` is believed now, and what is in doubt afterwards; a count may fall while it is confirmed."""
    at_once = max(SMALL_FALL, min(LANDING_FALL, LANDING_SHARE * doubt.value))
    most = max(at_once, FALL_PER_SECOND * (at - doubt.at)) if may_fall else 0
    return _believe(doubt, seen, needed, at, 0 <= doubt.value - seen <= most)


def believe_kills(doubt: Pending, seen: int, needed: int, at: float) -> tuple[bool, Pending]:
    """The same of kills, which may rise while they are confirmed."""
    return _believe(doubt, seen, needed, at, 0 <= seen - doubt.value <= KILLS_AT_ONCE)


def _believe(
    doubt: Pending, seen: int, needed: int, at: float, confirmed: bool
) -> tuple[bool, Pending]:
    looks = doubt.looks + 1 if doubt.looks and confirmed else 1
    return (True, NO_DOUBT) if looks >= needed else (False, Pending(seen, looks, at))
