"""What happened between two boards of all games that outlives them?"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from redis.exceptions import RedisError

from scoreboard.forecast.curve import thinned
from scoreboard.highlights import alive_changes, closed, finishes, mode_of
from scoreboard.history import MOMENT_SECONDS, Highlight
from scoreboard.milestones import passed, wins
from scoreboard.models import Board, Game, RankedStream
from scoreboard.requests import Finish
from scoreboard.store import Store

ROUNDED_SECONDS = 0.1
"""The store keeps a match's history to a tenth of a second."""

logger = logging.getLogger(__name__)


def remember(store: Store, before: Board, board: Board, games: Mapping[str, Game]) -> None:
    """Of rows that are the same on both boards nothing comes, so that they may be left out."""
    ended = finishes(before, board)
    store.put_moments(_pictured(store, moment) for moment in ended)
    store.put_milestones([*wins(before, board, ended), *passed(before, board)])
    over = closed(before, board)
    for row in over:
        _is_kept(store.keep_looks, row.channel, row.ended_at)
    histories = store.alive_histories(row.channel for row in over)
    store.put_finishes(finishes_of(over, histories, games))
    store.put_alive(alive_changes(before, board))


def _pictured(store: Store, finish: Highlight) -> Highlight:
    return replace(finish, has_picture=_is_kept(store.keep_preview, finish.channel, finish.at))


def _is_kept(keep: Callable[[str, float, float], bool], channel: str, at: float) -> bool:
    """Pictures may be in a Redis of their own: while it is away, matches end without them."""
    try:
        return keep(channel, at, 2 * MOMENT_SECONDS)
    except RedisError as error:
        logger.warning("%s: the pictures of a finish are not kept: %s", channel, error)
        return False


def finishes_of(
    over: Iterable[RankedStream],
    histories: Mapping[str, list[tuple[float, int]]],
    games: Mapping[str, Game],
) -> list[Finish]:
    """The matches that are over; one of which a single number was seen, and no win, is more likely a misread."""
    found = []
    for row in over:
        history = [
            (at, alive)
            for at, alive in histories.get(row.channel, ())
            if at >= row.began_at - ROUNDED_SECONDS
        ]
        if len(history) > 1 or row.result == "won":
            found.append(
                _finish(row, history, games[row.game].most_players if row.game in games else 0)
            )
    return found


def _finish(row: RankedStream, history: list[tuple[float, int]], most_players: int) -> Finish:
    began_at = row.began_at or (history[0][0] if history else 0.0)
    return Finish(
        row.channel,
        row.name,
        row.game,
        row.ended_at,
        began_at or None,
        row.alive,
        row.kills,
        row.result == "won",
        row.page_url,
        mode_of(row, most_players),
        row.result,
        row.place,
        row.captured_at,
        thinned([(max(0.0, at - began_at), alive) for at, alive in history]),
    )
