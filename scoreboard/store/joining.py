"""How often was something tried lately?"""

from __future__ import annotations

from scoreboard.store.part import Part


class Joining(Part):
    """Counts of submissions, and which of them is being checked."""

    def count_try(self, what: str, seconds: int) -> int:
        """How often ``what`` was counted since it was first, this time included; forgotten after ``seconds``."""
        pipe = self.redis.pipeline()
        pipe.set(f"tries:{what}", 0, ex=seconds, nx=True)
        pipe.incr(f"tries:{what}")
        return int(pipe.execute()[1])

    def start_checking(self, submission: str, seconds: float) -> bool:
        """False while a worker has been asked about it and may still answer."""
        return bool(self.redis.set(f"checking:{submission}", "1", nx=True, px=int(seconds * 1000)))
