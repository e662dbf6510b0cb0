"""Is what was read a plausible count, with enough confidence to report it?"""

from __future__ import annotations

from dataclasses import dataclass

from scoreboard.rules import SAY

MAX_KILLS = 99
ONE_WIDTH, DIGIT_WIDTH = 0.52, 0.70
"""What a 1, and any other digit, takes of the width of the finder's box, in heights of it: fitted to 2,850 rendered
counters that were read right."""
TOO_LITTLE, TOO_MUCH = 0.55, 1.8
"""A box this much narrower or wider than its digits is another number's: of those read right 1 in 300 were narrower,
and 1 in 900 wider."""
LOOSE = 1.3
"""A box this much wider than its digits may hold one more: of those read right 1 in 20 are, of those that had lost a
digit every second. Looked at again, 7 of 15 such readings among 2,712 are silent, and 17 of the right ones."""
NEARLY = 0.6
"""Digits read with this chance, and less than is asked for, are evidence where several looks agree."""
SMALL_PIXELS, SMALL_SAY = 5.0, 0.95
"""Of digits no higher than this many pixels as little as this is no number: real frames of 240 to 360 lines, read with
less, were right 17 times and wrong 8."""


@dataclass(frozen=True, slots=True)
class Counted:
    """One counter: a number, or why there is none."""

    number: int | None
    confidence: float
    reason: str = ""
    nearly: int | None = None
    """A plausible number that is not sure enough to be the one."""


def counted(text: str, chance: float, least: int, most: int, say: float = SAY) -> Counted:
    """A number that is plausible and at least as sure as ``say``, or the reason why not."""
    if not text:
        return Counted(None, 0.0, "no digits are shown")
    plausible = (len(text) == 1 or text[0] != "0") and len(text) <= 3 and least <= int(text) <= most
    if chance < say:
        nearly = int(text) if plausible and chance >= NEARLY else None
        return Counted(None, chance, f"the digits are unclear ({chance:.2f})", nearly)
    if not plausible:
        return Counted(None, chance, f"{text[:6]} is not a plausible count")
    return Counted(int(text), chance)


def looseness(text: str, width: float, height: float) -> float:
    """How much wider a box around digits is than ``text`` takes; 1 in the middle."""
    ones = text.count("1")
    return width / height / (ONE_WIDTH * ones + DIGIT_WIDTH * (len(text) - ones))
