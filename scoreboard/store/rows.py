"""What do the rows of a hash hold?"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any, Generic

from scoreboard.store.part import Row, RowReader, text


def facts(*names: str) -> Callable[[bytes], dict[str, Any]]:
    """Parses an object that has at least ``names``; ``at``, where named, is a number."""

    def parse(row: bytes) -> dict[str, Any]:
        values = json.loads(row)
        found = {name: values[name] for name in names}
        float(found.get("at", 0.0))
        return {**values, **found}

    return parse


class Rows(Generic[Row]):
    """Parses a hash again and again, of which most rows are the same as the last time."""

    def __init__(self, reader: RowReader, key: str, parse: Callable[[bytes], Row]) -> None:
        self._reader, self._key, self._parse = reader, key, parse
        self._known: dict[bytes, tuple[bytes, Row | None]] = {}

    def parsed(self, rows: Mapping[bytes, bytes]) -> dict[str, Row]:
        before = self._known
        after: dict[bytes, tuple[bytes, Row | None]] = {}
        for name, row in rows.items():
            known = before.get(name)
            if known is None or known[0] != row:
                known = (row, self._reader.one(self._key, self._parse, row))
            after[name] = known
        self._known = after  # replaced whole: another thread may parse the same hash
        return {text(name): row for name, (_, row) in after.items() if row is not None}
