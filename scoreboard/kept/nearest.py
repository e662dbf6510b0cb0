"""Which matches of a board can the director choose, as some of its rows change?"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterator, Mapping
from itertools import product

from scoreboard.models import OnAir, RankedStream
from scoreboard.rules import HOLD_SECONDS, is_decided, is_in_play, is_in_sight, rough_end

MANY = 16
"""As in ``Ladder``."""
TOLERANCE = 0.001
"""Of sums of times, in seconds."""
End = tuple[float, str]
"""When a match is expected to end, and the channel."""
Kind = tuple[bool, bool]
"""Whether its streamer is out of it, and whether its counter is in sight: the director takes them one by one."""


class Nearest:
    """The matches in progress by when they are expected to end."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[Kind, End]] = {}
        """By channel."""
        self._ends: dict[Kind, list[End]] = {
            (is_out, in_sight): [] for is_out, in_sight in product((False, True), (False, True))
        }
        self._early: dict[str, float] = {}
        """Rows of a picture that is still to come, by the clock that goes here: their time does not run yet."""

    def put(self, rows: Mapping[str, RankedStream | None], now: float) -> None:
        """Rows by channel as they are now, nothing for one that left."""
        old = {channel: self._known.pop(channel) for channel in rows if channel in self._known}
        new = {
            channel: _end(row) for channel, row in rows.items() if row is not None and _goes_on(row)
        }
        self._known |= new
        for channel, row in rows.items():
            self._early.pop(channel, None)
            if row is not None and row.captured_at > now:
                self._early[channel] = row.captured_at
        if len(rows) * MANY > len(self._known):
            for kind, ends in self._ends.items():
                ends[:] = sorted(end for known, end in self._known.values() if known == kind)
            return
        for kind, end in old.values():
            del self._ends[kind][bisect_left(self._ends[kind], end)]
        for kind, end in new.values():
            insort(self._ends[kind], end)

    def channels(self, on_air: OnAir | None, now: float) -> set[str]:
        """All that ``direct`` decides by: with the others it would decide the same.

        Those that end soon; of the later ones the next of each kind; and who is on air.
        """
        found = {channel for channel, at in self._early.items() if at > now}
        for ends in self._ends.values():
            found.update(channel for _, channel in _until(ends, now + HOLD_SECONDS + TOLERANCE))
        if on_air is not None:
            found |= {on_air.channel, *on_air.beside, on_air.coming}
        return found


def _until(ends: list[End], at: float) -> Iterator[End]:
    """And the first of those that end later, with all that end in the same instant."""
    place = bisect_left(ends, (at, ""))
    yield from ends[:place]
    for number in range(place, len(ends)):
        if ends[number][0] > ends[place][0] + TOLERANCE:
            return
        yield ends[number]


def _goes_on(row: RankedStream) -> bool:
    return is_in_play(row.phase, row.alive) and not is_decided(row.alive, row.result, row.place)


def _end(row: RankedStream) -> tuple[Kind, End]:
    expected = row.ends_in or rough_end(row.alive or 0)
    kind = row.result == "eliminated", is_in_sight(row.state)
    return kind, (row.captured_at + expected.median, row.channel)
