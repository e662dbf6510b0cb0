"""What has been learned of how long matches run?"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, cast

from scoreboard.models import Record
from scoreboard.store.part import Part, Row

if TYPE_CHECKING:
    from redis import Redis


class ForecastTables(Part):
    """One key for all games: the site learns, the workers read."""

    def __init__(self, redis: Redis) -> None:
        super().__init__(redis)
        self._collected: dict[object, tuple[bytes | None, Any]] = {}

    def start_forecasting(self, every_seconds: float) -> bool:
        """False while another site process learns, or for so long after it began to."""
        return bool(self.redis.set("forecasting", "1", nx=True, px=int(every_seconds * 1000)))

    def put_forecasts(self, tables: Iterable[Record]) -> None:
        """Replaces all that were there."""
        self.redis.set("forecasts", "[" + ",".join(table.to_json() for table in tables) + "]")

    def forecasts(
        self, parse: Callable[[dict[str, Any]], Row], collect: Callable[[Iterable[Row]], Any]
    ) -> Any:
        """What ``collect`` made of the tables, made anew only when they are others."""
        row = cast("bytes | None", self.redis.get("forecasts"))
        known = self._collected.get(collect)
        if known is None or known[0] != row:
            known = (row, collect(self.rows.listed("forecasts", parse, row)))
            self._collected[collect] = known
        return known[1]
