"""What is believed of each stream?"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from scoreboard.models import Standing
from scoreboard.store.part import Part
from scoreboard.store.rows import Rows

if TYPE_CHECKING:
    from redis import Redis


class Standings(Part):
    """Standings, and what track remembers beside them."""

    def __init__(self, redis: Redis) -> None:
        super().__init__(redis)
        self._standings = Rows(self.rows, "standings", Standing.from_json)

    def standings(self) -> dict[str, Standing]:
        rows = cast("dict[bytes, bytes]", self.redis.hgetall("standings"))
        return self._standings.parsed(rows)
