"""What has been learned of how long matches run?"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, cast

from scoreboard.models import Record
from scoreboard.store.part import Part, Row, text

if TYPE_CHECKING:
    from redis import Redis

FETCH_SECONDS = 60.0


class ForecastTables(Part):
    """One key for all games: the site learns, the workers read."""

    def __init__(self, redis: Redis) -> None:
        super().__init__(redis)
        self._collected: dict[object, tuple[bytes | None, Any]] = {}
        self._fetched: dict[object, tuple[str, float]] = {}
        """How often something had been learned when the tables were fetched, and when that was by a steady clock."""

    def start_forecasting(self, every_seconds: float) -> bool:
        """False while another site process learns, or for so long after it began to."""
        return bool(self.redis.set("forecasting", "1", nx=True, px=int(every_seconds * 1000)))

    def put_forecasts(self, tables: Iterable[Record]) -> None:
        """Replaces all that were there."""
        pipe = self.redis.pipeline()
        pipe.set("forecasts", "[" + ",".join(table.to_json() for table in tables) + "]")
        pipe.incr("forecasts-learned")
        pipe.execute()

    def forecasts(
        self,
        parse: Callable[[dict[str, Any]], Row],
        collect: Callable[[Iterable[Row]], Any],
        learned: str | None = None,
    ) -> Any:
        """What ``collect`` made of the tables, made anew only when they are others.

        ``learned``: how often they have been learned, where that is known. They are hundreds of kilobytes: fetched when
        they have been learned anew, and now and then, since an older site does not say when it learns.
        """
        learned = text(self.redis.get("forecasts-learned")) if learned is None else learned
        known, now = self._collected.get(collect), time.monotonic()
        at_learned, at = self._fetched.get(collect, ("", 0.0))
        if known and at_learned == learned and now - at < FETCH_SECONDS:
            return known[1]
        self._fetched[collect] = (learned, now)
        row = cast("bytes | None", self.redis.get("forecasts"))
        if known is None or known[0] != row:
            known = (row, collect(self.rows.listed("forecasts", parse, row)))
            self._collected[collect] = known
        return known[1]
