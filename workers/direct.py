"""What is shown now: which boards, and who is on air?"""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping
from dataclasses import fields, replace
from operator import attrgetter

from scoreboard.director import direct
from scoreboard.forecast.curve import thinned
from scoreboard.forecast.forecasts import foreseen
from scoreboard.highlights import alive_changes, closed, finishes, mode_of, switch
from scoreboard.history import MOMENT_SECONDS, Highlight
from scoreboard.milestones import passed, taken_on_air, wins
from scoreboard.models import ALL_GAMES, Board, Game, RankedStream
from scoreboard.ranking import rank
from scoreboard.requests import Finish
from scoreboard.store import Store

LEASE_SECONDS = 5.0
REST = 3.0
"""After making boards the lease is held for this many times the CPU time it took: the worker stays mostly idle."""
ROUNDED_SECONDS = 0.1
"""The store keeps a match's history to a tenth of a second."""
AGES_EVERY_SECONDS = 5.0
"""Browsers count ages up on their own; they learn this often that a number was confirmed."""
_AGELESS = attrgetter(
    *(f.name for f in fields(RankedStream) if f.name not in ("captured_at", "confidence"))
)


def direct_games(store: Store, everything: bool, now: float) -> int:
    """Makes the boards that may have changed, or all of them; returns how many."""
    token = store.start_directing(LEASE_SECONDS)
    if not token:
        return 0
    began = time.thread_time()
    try:
        dirty = store.take_dirty()
        return _direct(store, None if everything or "" in dirty else dirty, now)
    finally:
        store.rest_from_directing(token, REST * (time.thread_time() - began))


def _direct(store: Store, wanted: Iterable[str] | None, now: float) -> int:
    games = store.games()
    names = set(games) if wanted is None else set(wanted) & set(games)
    if not names:
        return 0
    enabled = {slug for slug, game in games.items() if game.enabled}
    found = store.streams()
    if not found and not store.has_discovered():
        return 0  # a Redis that was just started says nothing about which streams are live
    streams = [stream for stream in found.values() if stream.game in enabled]
    standings, forecast = store.standings(), foreseen(store).remembering()
    for name in sorted(names):
        played = [stream for stream in streams if stream.game == name]
        _show(store, rank(name, games, played, standings, now, forecast), games)
    _show(store, rank(ALL_GAMES, games, streams, standings, now, forecast), games)
    return len(names) + 1


def _show(store: Store, board: Board, games: Mapping[str, Game]) -> None:
    before = store.board(board.game)
    store.put_board(board, announce=before is None or worth_announcing(before, board))
    on_air = store.on_air(board.game)
    chosen = direct(board, on_air, board.at)
    if chosen != on_air:
        store.put_on_air(chosen)
        if on_air is None or chosen.channel != on_air.channel:
            store.put_moments(switch(board, chosen))
            store.put_milestones(taken_on_air(board, on_air, chosen))
    if board.game == ALL_GAMES:
        _remember(store, before, board, games)


def _remember(store: Store, before: Board | None, board: Board, games: Mapping[str, Game]) -> None:
    if before:
        ended = finishes(before, board)
        store.put_moments(_pictured(store, moment) for moment in ended)
        store.put_milestones([*wins(before, board, ended), *passed(before, board)])
        over = closed(before, board)
        for row in over:
            store.keep_looks(row.channel, row.ended_at, 2 * MOMENT_SECONDS)
        histories = store.alive_histories(row.channel for row in over)
        store.put_finishes(finishes_of(over, histories, games))
    store.put_alive(alive_changes(before, board))


def _pictured(store: Store, finish: Highlight) -> Highlight:
    return replace(
        finish, has_picture=store.keep_preview(finish.channel, finish.at, 2 * MOMENT_SECONDS)
    )


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


def worth_announcing(before: Board, after: Board) -> bool:
    """Whether rows differ in more than their age, or in their age since the last tick of ``AGES_EVERY_SECONDS``."""
    if before.streams == after.streams:
        return False
    ticked = before.at // AGES_EVERY_SECONDS != after.at // AGES_EVERY_SECONDS
    return ticked or list(map(_AGELESS, before.streams)) != list(map(_AGELESS, after.streams))
