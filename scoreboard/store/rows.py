"""Which rows of a hash have changed since they were parsed?"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Generic, TypeVar

from scoreboard.store.part import text

Row = TypeVar("Row")


class Rows(Generic[Row]):
    """Parses a hash again and again, of which most rows are the same as the last time."""

    def __init__(self, parse: Callable[[bytes], Row]) -> None:
        self._parse = parse
        self._known: dict[bytes, tuple[bytes, Row]] = {}

    def parsed(self, rows: Mapping[bytes, bytes]) -> dict[str, Row]:
        before = self._known
        after: dict[bytes, tuple[bytes, Row]] = {}
        for name, row in rows.items():
            known = before.get(name)
            after[name] = known if known and known[0] == row else (row, self._parse(row))
        self._known = after  # whole, since another thread may parse the same hash
        return {text(name): known[1] for name, known in after.items()}
