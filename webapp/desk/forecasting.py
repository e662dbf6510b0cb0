"""What do the matches in the database teach of how long one still runs?"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from scoreboard.forecast.curve import Curve, curve_of
from scoreboard.forecast.learn import MAX_CURVES, tables_of
from scoreboard.forecast.table import Table
from scoreboard.games import match_minutes
from scoreboard.models import Mode
from scoreboard.store import Store
from webapp.catalog.games import enabled_games
from webapp.desk.models import Match

EVERY_SECONDS = 600.0
FIRST_SECONDS = 60.0
"""As long as there is a game without a table: a new site, or a Redis that was emptied."""
log = logging.getLogger(__name__)
Tables = dict[tuple[str, Mode], Table]
_learned: dict[str, tuple[int, Tables]] = {}
"""By game: the newest match that this process has learned from, and what."""


def learn_forecasts(store: Store) -> int:
    """One turn of the web process's background loop: how many games were learned anew.

    Of several site processes one learns: three seconds of CPU for a game with 400 matches, now and then.
    """
    games = [game.slug for game in enabled_games()]
    known = store.forecasts(Table.from_dict, _names)
    is_new = any((game, "") not in known for game in games)
    if not store.start_forecasting(FIRST_SECONDS if is_new else EVERY_SECONDS):
        return 0
    learned = sum(_learn(game) for game in games)
    tables = [table for game in games for table in _learned[game][1].values()]
    if learned or _names(tables) != known:
        store.put_forecasts(tables)
        log.info("learned how long matches run: %d tables", len(tables))
    return learned


def _names(tables: Iterable[Table]) -> set[tuple[str, Mode]]:
    return {(table.game, table.mode) for table in tables}


def _learn(game: str) -> bool:
    """False when no match was added since."""
    newest = Match.objects.filter(game=game).order_by("-ended_at").values_list("pk", flat=True)
    pk = newest.first() or 0
    if game in _learned and _learned[game][0] == pk:
        return False
    _learned[game] = (pk, tables_of(game, curves_of(game), 60 * match_minutes(game)))
    return True


def curves_of(game: str) -> Iterator[Curve]:
    """The newest matches first; one whose row was changed by hand into nonsense is left out."""
    rows = Match.objects.filter(game=game, curve__isnull=False, began_at__isnull=False)
    fields = ("curve", "began_at", "watched_until", "result", "place", "mode")
    for row in rows.order_by("-ended_at").values(*fields)[:MAX_CURVES]:
        try:
            curve = _curve(row)
        except (ValueError, TypeError) as fault:
            log.warning("skipped a match whose curve cannot be read: %s", fault)
            continue
        if curve:
            yield curve


def _curve(row: dict[str, Any]) -> Curve | None:
    points = [(float(at), int(alive)) for at, alive in row["curve"]]
    if any(alive < 1 for _, alive in points) or points != sorted(points, key=lambda one: one[0]):
        raise ValueError("its numbers are not in order")
    until: datetime | None = row["watched_until"]
    watched = (until - row["began_at"]).total_seconds() if until else 0.0
    return curve_of(points, watched, row["result"], row["place"], row["mode"])
