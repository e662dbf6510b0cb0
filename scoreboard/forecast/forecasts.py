"""How long does each match still run?"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from scoreboard.forecast.marks import halved_in
from scoreboard.forecast.prior import prior
from scoreboard.forecast.table import Table
from scoreboard.models import EndsIn, Game, Mode, Standing

MAX_REMEMBERED = 20_000


@dataclass(frozen=True)
class Forecasts:
    """What is known of all games: a table for each mode that was watched often enough, and one of all modes."""

    tables: Mapping[tuple[str, Mode], Table] = field(default_factory=dict)
    remembered: dict[str, tuple[Standing, int, EndsIn | None]] = field(default_factory=dict)
    """By channel: the standing last asked for, and the answer."""

    def ends_in(self, standing: Standing, game: Game) -> EndsIn | None:
        """From ``captured_at`` on; nothing when no match is under way or nothing is known of the game."""
        alive = standing.alive
        if alive is None or standing.phase != "playing":
            return None
        reached = max(0.0, standing.alive_since - standing.began_at)
        table = self._table(game.slug, standing.mode)
        if table is None:
            halved = halved_in(standing.marks, alive, reached)
            return prior(game.slug, game.most_players, alive, halved)
        age = max(0.0, standing.captured_at - standing.alive_since) if standing.alive_since else 0.0
        return table.ends_in(alive, standing.marks, reached, age)

    def remembering(self) -> Callable[[Standing, Game], EndsIn | None]:
        """The same, each standing looked up once: a store parses a row once, and two boards show it."""

        def ends_in(standing: Standing, game: Game) -> EndsIn | None:
            known = self.remembered.get(standing.channel)
            if known is None or known[0] is not standing or known[1] != game.most_players:
                known = (standing, game.most_players, self.ends_in(standing, game))
                if len(self.remembered) >= MAX_REMEMBERED:
                    self.remembered.clear()
                self.remembered[standing.channel] = known
            return known[2]

        return ends_in

    def _table(self, game: str, mode: Mode) -> Table | None:
        own = self.tables.get((game, mode or "solo"))
        return own or self.tables.get((game, ""))

    @classmethod
    def of(cls, tables: Iterable[Table]) -> Forecasts:
        return cls({(table.game, table.mode): table for table in tables})


class Keeper(Protocol):
    """The store, which knows no table."""

    def forecasts(
        self,
        parse: Callable[[dict[str, Any]], Table],
        collect: Callable[[Iterable[Table]], Forecasts],
        learned: str | None = None,
    ) -> Forecasts: ...


def foreseen(store: Keeper, learned: str | None = None) -> Forecasts:
    """The same object as long as nothing was learned; ``learned``: how often something was, where that is known."""
    return store.forecasts(Table.from_dict, Forecasts.of, learned)
