"""Which taught profiles are in use?"""

from __future__ import annotations

from typing import cast

from scoreboard.store.part import Part
from scoreboard.taught.profile import TaughtProfile


class Taught(Part):
    """As the site publishes them, with the games that they read."""

    def taught_profile(self, game: str) -> TaughtProfile | None:
        row = cast("bytes | None", self.redis.hget("catalog:taught", game))
        return self.rows.one("catalog:taught", TaughtProfile.parse, row)
