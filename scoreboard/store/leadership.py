"""Which beat leads?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from scoreboard.store.part import Part, text

if TYPE_CHECKING:
    from redis import Redis

# One script each: of two beats that ask at the same moment, only one may succeed.
# KEYS: leader. ARGV: name, milliseconds.
_LEAD = """
local leader = redis.call('GET', KEYS[1])
if leader and leader ~= ARGV[1] then return 0 end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return 1
"""
# KEYS: leader. ARGV: name.
_RESIGN = "if redis.call('GET', KEYS[1]) == ARGV[1] then redis.call('DEL', KEYS[1]) end"


class Leadership(Part):
    """One of several beats leads for a while at a time."""

    def __init__(self, redis: Redis) -> None:
        super().__init__(redis)
        self._lead = redis.register_script(_LEAD)
        self._resign = redis.register_script(_RESIGN)

    def lead(self, name: str, lease_seconds: float) -> bool:
        """Whether the beat called ``name`` leads for the next ``lease_seconds``."""
        return bool(self._lead(keys=["leader"], args=[name, int(lease_seconds * 1000)]))

    def leader(self) -> str:
        """The name of the beat that leads; empty when none does."""
        return text(self.redis.get("leader"))

    def resign(self, name: str) -> None:
        self._resign(keys=["leader"], args=[name])
