"""What was spent of a platform's daily quota, and what does its client remember?"""

from __future__ import annotations

from typing import cast

from scoreboard.store.part import Part, text

SPENT_KEPT_SECONDS = 3 * 86400
MEMORY_KEPT_SECONDS = 86400


class Quotas(Part):
    """So that a restart forgets nothing, and all processes spend one quota."""

    def spend_quota(self, platform: str, day: str, kind: str, units: int) -> None:
        key = f"quota:{platform}:{day}"
        pipe = self.redis.pipeline()
        pipe.hincrby(key, kind, units)
        pipe.expire(key, SPENT_KEPT_SECONDS)
        pipe.execute()

    def quota_spent(self, platform: str, day: str) -> dict[str, int]:
        """Units by kind."""
        rows = cast("dict[bytes, bytes]", self.redis.hgetall(f"quota:{platform}:{day}"))
        return self.rows.by_name("quota", int, rows)

    def platform_memory(self, name: str) -> str:
        """Empty: nothing is remembered."""
        return text(self.redis.get(f"platform-memory:{name}"))

    def put_platform_memory(self, name: str, memory: str) -> None:
        self.redis.set(f"platform-memory:{name}", memory, ex=MEMORY_KEPT_SECONDS)
