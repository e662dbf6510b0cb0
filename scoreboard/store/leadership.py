"""Which beat leads?"""

from __future__ import annotations

from scoreboard.store.part import Part, text


class Leadership(Part):
    """One of several beats leads for a while at a time."""

    def lead(self, name: str, lease_seconds: float) -> bool:
        """Whether the beat called ``name`` leads for the next ``lease_seconds``."""
        milliseconds = int(lease_seconds * 1000)
        if self.redis.set("leader", name, nx=True, px=milliseconds):
            return True
        if text(self.redis.get("leader")) != name:
            return False
        return bool(self.redis.pexpire("leader", milliseconds))

    def resign(self, name: str) -> None:
        if text(self.redis.get("leader")) == name:
            self.redis.delete("leader")
