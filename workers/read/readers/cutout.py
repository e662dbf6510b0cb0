"""Which number does a crop show whose height is about that of its digits?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace

from scoreboard.models import Phase, Reading
from scoreboard.rules import SAY
from workers.look.look import Gray
from workers.read.networks.digits import Digits, read_strips
from workers.read.networks.find import find
from workers.read.networks.kinds import Profile
from workers.read.networks.scale import STRIP_DIGIT_PIXELS, STRIP_WIDTH, strip
from workers.read.readers.again import Spending
from workers.read.readers.assign import assign
from workers.read.readers.count import Counted, counted
from workers.read.readers.tesseract import read_number

DIGIT_SHARES = (0.98, 0.88, 0.78, 0.68, 0.57, 0.47, 0.39, 0.32)
"""How much of a cut-out's height its digits may fill."""
LOOSE_SHARE = 0.8
PLACES = (0.5, 0.15, 0.85)
"""Where digits that fill less than ``LOOSE_SHARE`` may be: how much of the remaining height is above them."""
SHARPNESS = 4
"""How much more a sure look counts than an unsure one."""
PART_CHANCE, PART_SUPPORT = 0.95, 0.35
"""A longer number that is this sure, and seen this often beside a part of it, is the whole of it."""
PART_SEEN = 0.4
"""Tesseract, too, reads parts: where a look saw a longer number with this chance it is not asked."""
DIGIT_SHARES_OF_ROWS = (0.6, 0.48, 0.36, 0.28)
"""The same for a cut-out of the whole row with its signs."""
ROW_ASPECT = 3.5
"""A cut-out wider than this times its height shows the whole row."""
MIN_PIXELS = 6


class CutoutReader:
    """Reads games without a trained profile, from tight regions named ``alive`` and ``kills``."""

    def __init__(self, most_players: int) -> None:
        self._most = {"alive": most_players, "kills": 99}

    def read(
        self, crops: Mapping[str, Gray], frame_height: int, again: Spending | None = None
    ) -> Reading:
        alive, kills = (
            read_cutout(crops[field], self._most[field])
            if field in crops
            else Counted(None, 0.0, "no region")
            for field in ("alive", "kills")
        )
        phase: Phase = "playing" if alive.number is not None else "unknown"
        return Reading(
            alive.number,
            kills.number,
            phase,
            alive.confidence,
            alive.reason or kills.reason,
            kills_confidence=kills.confidence,
        )


def read_cutout(
    picture: Gray, most: int, profile: Profile | None = None, field: str = "alive"
) -> Counted:
    """The number on ``picture``, shape (height, width).

    With a ``profile`` a wide picture is first searched for the sign that names the field.
    """
    if min(picture.shape) < MIN_PIXELS:
        return Counted(None, 0.0, "the picture is too small to show digits")
    if profile and picture.shape[1] > ROW_ASPECT * picture.shape[0]:
        return _in_row(picture, most, profile, field)
    height, width = picture.shape
    looks = [
        (height * share, height * (share / 2 + place * (1 - share)))
        for share in DIGIT_SHARES
        for place in (PLACES if share < LOOSE_SHARE else PLACES[:1])
    ]
    read = read_strips(
        [strip(picture, width / 2, middle, size) for size, middle in looks],
        [min(width * STRIP_DIGIT_PIXELS / size, STRIP_WIDTH) for size, _ in looks],
    )
    return _agreed(picture, read, most)


def _agreed(picture: Gray, read: list[Digits], most: int) -> Counted:
    """The number that most looks support, if no look contradicts it; else Tesseract arbitrates.

    A part of it is no contradiction: seen too large, a digit at the edge is lost.
    """
    chances: dict[str, list[float]] = defaultdict(list)
    for digits in read:
        chances[digits.text].append(digits.chance)
    support = {
        text: sum(chance**SHARPNESS for chance in seen) for text, seen in chances.items() if text
    }
    if not support:
        return Counted(None, 0.0, "no digits are shown")
    best = _whole(
        max(support, key=lambda text: support[text] * max(chances[text])), chances, support
    )
    against = max(
        (max(chances[text]) ** SHARPNESS for text in support if text not in best), default=0.0
    )
    chance = max(chances[best])
    result = counted(best, chance * support[best] / (support[best] + against), 0, most)
    in_part = any(
        best in text and max(chances[text]) > PART_SEEN for text in support if text != best
    )
    if result.number is None and chance > 0.5 and not in_part and read_number(picture) == best:
        return counted(best, max(SAY, chance), 0, most)
    return result


def _whole(best: str, chances: Mapping[str, list[float]], support: Mapping[str, float]) -> str:
    longer = [
        text
        for text in support
        if best in text
        and max(chances[text]) > PART_CHANCE
        and support[text] > PART_SUPPORT * support[best]
    ]
    return max(longer, key=len, default=best)


def _in_row(picture: Gray, most: int, profile: Profile, field: str) -> Counted:
    """Searched at each size its digits may have; the hottest place counts."""
    kinds = [kind for kind in (profile.alive, profile.kills, profile.worded) if kind]
    searched = [
        find(picture, picture.shape[0] * share, profile.finder_digit_pixels, kinds)
        for share in DIGIT_SHARES_OF_ROWS
    ]
    wanted = profile.worded or (profile.alive if field == "alive" else profile.kills)
    counters = assign(
        picture,
        max(searched, key=lambda places: places[wanted][0].chance),
        replace(profile, waiting=""),
    )
    counter = counters.alive if field == "alive" else counters.kills
    if counter is None:
        return Counted(None, 0.0, counters.reason)
    place = counter.place
    cut = strip(picture, place.x, place.y, place.height)
    digits = read_strips([cut], [place.width * STRIP_DIGIT_PIXELS / place.height])[0]
    return counted(digits.text, counter.chance * digits.chance, 0, most)
