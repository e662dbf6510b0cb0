"""Which number stands on a cut-out whose whole height is about that of its digits?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from scoreboard.models import Phase, Reading
from workers.look import Gray
from workers.read.assign import assign
from workers.read.count import SURE, Counted, counted
from workers.read.digits import Digits, read_strips
from workers.read.find import find
from workers.read.kinds import Profile
from workers.read.scale import STRIP_DIGIT_PIXELS, STRIP_WIDTH, strip
from workers.read.tesseract import read_number

DIGIT_SHARES = (0.98, 0.88, 0.78, 0.68, 0.57)
"""How much of a cut-out's height its digits may fill."""
DIGIT_SHARES_OF_ROWS = (0.6, 0.48, 0.36, 0.28)
"""The same for a cut-out of the whole row with its signs."""
ROW_ASPECT = 3.5
"""A cut-out wider than this times its height shows the whole row."""
LEAST_PIXELS = 6


class CutoutReader:
    """Reads games without a trained profile, from tight regions named ``alive`` and ``kills``."""

    def __init__(self, most_players: int) -> None:
        self._most = {"alive": most_players, "kills": 99}

    def read(self, crops: Mapping[str, Gray], frame_height: int) -> Reading:
        alive, kills = (
            read_cutout(crops[field], self._most[field]) if field in crops else Counted(None, 0.0, "no region")
            for field in ("alive", "kills"))
        phase: Phase = "playing" if alive.number is not None else "unknown"
        return Reading(alive.number, kills.number, phase, alive.confidence, alive.reason or kills.reason,
                       kills_confidence=kills.confidence)


def read_cutout(picture: Gray, most: int, profile: Profile | None = None, field: str = "alive") -> Counted:
    """The number on ``picture``, shape (height, width).

    With a ``profile`` a wide picture is first searched for the sign that names the field.
    """
    if min(picture.shape) < LEAST_PIXELS:
        return Counted(None, 0.0, "the picture is too small to show digits")
    if profile and picture.shape[1] > ROW_ASPECT * picture.shape[0]:
        return _in_row(picture, most, profile, field)
    height, width = picture.shape
    sizes = [height * share for share in DIGIT_SHARES]
    read = read_strips([strip(picture, width / 2, height / 2, size) for size in sizes],
                       [min(width * STRIP_DIGIT_PIXELS / size, STRIP_WIDTH) for size in sizes])
    return _agreed(picture, read, most)


def _agreed(picture: Gray, read: list[Digits], most: int) -> Counted:
    """The likeliest reading of several sizes, if no other size contradicts it; else Tesseract arbitrates.

    A part of it is no contradiction: seen too large, a digit at the edge is lost.
    """
    best = max(read, key=lambda digits: digits.chance if digits.text else 0.0)
    agreed = sum(other.chance ** 2 for other in read if other.text == best.text)
    against = max((other.chance ** 2 for other in read if other.text not in best.text), default=0.0)
    result = counted(best.text, best.chance * agreed / (agreed + against or 1.0), 0, most)
    if result.number is None and best.text and best.chance > 0.5 and read_number(picture) == best.text:
        return counted(best.text, max(SURE, best.chance), 0, most)
    return result


def _in_row(picture: Gray, most: int, profile: Profile, field: str) -> Counted:
    """Searched at each size its digits may have; the hottest place counts."""
    kinds = [kind for kind in (profile.alive, profile.kills, profile.worded) if kind]
    searched = [find(picture, picture.shape[0] * share, profile.finder_digit_pixels, kinds)
                for share in DIGIT_SHARES_OF_ROWS]
    wanted = profile.worded or (profile.alive if field == "alive" else profile.kills)
    counters = assign(picture, max(searched, key=lambda places: places[wanted][0].chance), replace(profile, waiting=""))
    counter = counters.alive if field == "alive" else counters.kills
    if counter is None:
        return Counted(None, 0.0, counters.reason)
    place = counter.place
    cut = strip(picture, place.x, place.y, place.height)
    digits = read_strips([cut], [place.width * STRIP_DIGIT_PIXELS / place.height])[0]
    return counted(digits.text, counter.chance * digits.chance, 0, most)
