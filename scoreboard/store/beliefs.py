"""What do we believe of each stream?"""

from __future__ import annotations

from functools import lru_cache
from typing import cast

from scoreboard.models import Standing
from scoreboard.store.part import Part, text
from scoreboard.store.streams import RECORDS_KEPT

standing_from = lru_cache(maxsize=RECORDS_KEPT)(Standing.from_json)


class Beliefs(Part):
    """Standings, and what track remembers beside them."""

    def put_track(self, standing: Standing, memory: str) -> None:
        pipe = self.redis.pipeline(transaction=False)
        pipe.hset("standings", standing.channel, standing.to_json())
        pipe.hset("tracks", standing.channel, memory)
        pipe.sadd("dirty", standing.game)
        pipe.execute()

    def standings(self) -> dict[str, Standing]:
        rows = cast("dict[bytes, bytes]", self.redis.hgetall("standings"))
        return {text(channel): standing_from(row) for channel, row in rows.items()}
