"""Which lists are read-only?"""

from __future__ import annotations

from typing import Any


class ReadOnly:
    """Nobody adds or changes a record of what happened."""

    def has_add_permission(self, *_: Any, **__: Any) -> bool:
        return False

    def has_change_permission(self, *_: Any, **__: Any) -> bool:
        return False
