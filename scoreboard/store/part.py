"""What do the parts of the store have in common?"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from redis import Redis


class Part:
    """Commands to Redis that belong together. Errors of Redis pass through."""

    def __init__(self, redis: Redis) -> None:
        self.redis = redis


def text(value: object) -> str:
    """What Redis answered, as text; empty for nothing."""
    return value.decode() if isinstance(value, bytes) else str(value or "")
