"""What stands where in a JSON object?"""

from __future__ import annotations

from typing import Any

Row = dict[str, Any]


def text_in(row: Row, *names: str) -> str:
    """What stands under the names, one inside the other; empty if that is no text."""
    value = inside(row, *names)
    return value if isinstance(value, str) else ""


def inside(row: Row, *names: str) -> object:
    """``None`` where an object on the way is missing or is none."""
    value: object = row
    for name in names:
        value = value.get(name) if isinstance(value, dict) else None
    return value
