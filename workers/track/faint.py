"""What do several looks agree on, none of which was sure?"""

from __future__ import annotations

from dataclasses import dataclass, replace

from scoreboard.models import Reading, Record
from scoreboard.rules import SAY
from workers.track.confirm import SMALL_FALL

FAINT_LOOKS = 3
SAME_PLACE = 0.01
"""Of the picture's height: a number stays where it is, but for the digits that it loses."""
FAINT_SECONDS = 45.0
"""Looks further apart are of other things."""


@dataclass(frozen=True, slots=True)
class Faint(Record):
    """A number that was nearly read, look after look, at one place."""

    value: int
    x: float
    """In heights of the picture, like ``y``."""
    y: float
    at: float
    """When the newest picture that shows it was broadcast."""
    looks: int = 1
    fell: bool = False
    """Whether it has fallen meanwhile: what a streamer writes over the picture does not."""


def seen_faintly(faint: Faint | None, reading: Reading, at: float) -> Faint | None:
    """What is remembered after one more look; one that shows something else, or is sure, begins anew."""
    told = reading.alive is not None or reading.phase in ("waiting", "over")
    if reading.faint is None or told:
        return None
    now = Faint(reading.faint, reading.faint_x, reading.faint_y, at)
    if faint is None or not _agree(faint, now):
        return now
    fell = faint.fell or now.value < faint.value
    return replace(now, looks=faint.looks + 1, fell=fell)


def told_faintly(faint: Faint | None, reading: Reading, known: int | None) -> Reading:
    """The reading, with the number that enough looks agree on.

    It goes on from ``known``, the number of a match in progress, or has fallen itself; one on a desktop does neither.
    """
    if faint is None or faint.looks < FAINT_LOOKS:
        return reading
    goes_on = known is not None and 0 <= known - faint.value <= SMALL_FALL
    if not (goes_on or faint.fell):
        return reading
    return replace(reading, alive=faint.value, phase="playing", confidence=SAY, reason="")


def _agree(before: Faint, now: Faint) -> bool:
    """The same place and number, or a little less."""
    near = abs(now.x - before.x) <= SAME_PLACE and abs(now.y - before.y) <= SAME_PLACE
    return (
        near and 0 <= before.value - now.value <= SMALL_FALL and now.at - before.at <= FAINT_SECONDS
    )
