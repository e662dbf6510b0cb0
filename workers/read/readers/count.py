"""Is what was read a plausible count, with enough confidence to report it?"""

from __future__ import annotations

from dataclasses import dataclass

from scoreboard.rules import SAY

MAX_KILLS = 99


@dataclass(frozen=True, slots=True)
class Counted:
    """One counter: a number, or why there is none."""

    number: int | None
    confidence: float
    reason: str = ""


def counted(text: str, chance: float, least: int, most: int) -> Counted:
    """A number that is sure and plausible, or the reason why not."""
    if not text:
        return Counted(None, 0.0, "no digits are shown")
    if chance < SAY:
        return Counted(None, chance, f"the digits are unclear ({chance:.2f})")
    if (len(text) > 1 and text[0] == "0") or len(text) > 3 or not least <= int(text) <= most:
        return Counted(None, chance, f"{text[:6]} is not a plausible count")
    return Counted(int(text), chance)
