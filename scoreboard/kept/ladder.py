"""Which row of a board comes where, as some of its rows change?"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Callable, Iterable, Mapping
from typing import Generic, TypeVar

Place = tuple[bool, int, tuple[int | str, ...]]
"""As ``scoreboard.rules`` has it: whether a row is out of play, and at the very end its channel."""
Row = TypeVar("Row")
MANY = 16
"""With one row in so many changed it is cheaper to sort all of them again."""


class Ladder(Generic[Row]):
    """The order of one board's rows, which are kept elsewhere: a change costs what changed, not what is there."""

    def __init__(self, place_of: Callable[[Row], Place]) -> None:
        self._place_of = place_of
        self._known: dict[str, Place] = {}
        self._places: list[Place] = []
        self.in_play = 0
        """Rows with a rank: the first so many."""

    def __len__(self) -> int:
        return len(self._places)

    def __contains__(self, channel: str) -> bool:
        return channel in self._known

    def put(self, rows: Mapping[str, Row | None]) -> bool:
        """Rows by channel as they are now, nothing for one that left; returns whether any row's place has changed."""
        old = {channel: self._known[channel] for channel in rows if channel in self._known}
        new = {channel: self._place_of(row) for channel, row in rows.items() if row is not None}
        if old == new:
            return False
        self.in_play += _in_play(new.values()) - _in_play(old.values())
        for channel in old:
            del self._known[channel]
        self._known |= new
        if len(rows) * MANY > len(self._known):
            before, self._places = self.channels(), sorted(self._known.values())
            return before != self.channels()
        return self._move(old, new)

    def _move(self, old: Mapping[str, Place], new: Mapping[str, Place]) -> bool:
        """Where every row that changed is where it was, so are the others."""
        before = {channel: self._index(place) for channel, place in old.items()}
        for place in old.values():
            del self._places[self._index(place)]
        for place in new.values():
            insort(self._places, place)
        return before != {channel: self._index(place) for channel, place in new.items()}

    def _index(self, place: Place) -> int:
        return bisect_left(self._places, place)

    def channels(self, start: int = 0, stop: int | None = None) -> list[str]:
        """In their order."""
        return [str(place[2][-1]) for place in self._places[start:stop]]

    def rank(self, channel: str) -> int | None:
        """1 leads; nothing for a row that is not in play."""
        place = self._known[channel]
        return None if place[0] else self._index(place) + 1

    def in_order(self, channels: Iterable[str]) -> list[str]:
        """These in the order of the board."""
        return sorted(channels, key=self._known.__getitem__)


def _in_play(places: Iterable[Place]) -> int:
    return sum(not place[0] for place in places)
