"""What does the API answer? Functions of the scoreboard, the question and the time."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from rest_framework.exceptions import NotFound

from scoreboard.models import ALL_GAMES, Board, Order, RankedStream
from scoreboard.store import Store
from webapp.board.bodies import Body, on_air_body, original_body, stream_body, time_body
from webapp.board.rows import current_rows, row_of
from webapp.board.search import best_first, matching
from webapp.board.words import standing_words
from webapp.catalog.games import blocked_channels, enabled_games


@dataclass(frozen=True, slots=True)
class Question:
    """Which part of which board, in which order?"""

    game: str
    order: Order | None
    limit: int
    offset: int
    text: str = ""
    """What is searched for; empty: everything."""


def rows_of(store: Store, game: str, now: float, order: Order | None = None) -> list[RankedStream]:
    """Ranked by what is still fresh; blocked channels are left out at once, before the next board is made."""
    return rows_on(store.board(game), now, order)


def rows_on(board: Board | None, now: float, order: Order | None = None) -> list[RankedStream]:
    if board is None:
        return []
    blocked = blocked_channels() & {row.channel for row in board.streams}
    return current_rows(without(board, blocked) if blocked else board, now, order)


def without(board: Board, channels: Set[str]) -> Board:
    streams = tuple(row for row in board.streams if row.channel not in channels)
    return replace(board, streams=streams)


def streams_body(store: Store, question: Question, address: str, now: float) -> Body:
    board = store.board(question.game)
    rows = matching(rows_on(board, now, question.order), question.text)
    return {**listed(rows, question, address, now), **time_body(board.at if board else None, now)}


def search_body(store: Store, question: Question, address: str, now: float) -> Body:
    """Names that begin with the text come first. Each stream with what it is doing, in words.

    Who types does not wait for thousands of rows to be parsed: the rows are those of a moment ago meanwhile.
    """
    board = store.board(question.game, may_be_older=True)
    rows = best_first(matching(rows_on(board, now), question.text), question.text)
    body = {**listed(rows, question, address, now), **time_body(board.at if board else None, now)}
    body["results"] = [{**each, "words": standing_words(each)} for each in body["results"]]
    return body


def listed(rows: list[RankedStream], question: Question, address: str, now: float) -> Body:
    end = question.offset + question.limit
    before = max(0, question.offset - question.limit)
    return {
        "count": len(rows),
        "next": _page(address, question, end) if end < len(rows) else None,
        "previous": _page(address, question, before) if question.offset else None,
        "results": [stream_body(row, now) for row in rows[question.offset : end]],
    }


def _page(address: str, question: Question, offset: int) -> str:
    asked = {"game": question.game, "order": question.order or "", "q": question.text}
    kept = {name: value for name, value in asked.items() if value}
    return f"{address}?{urlencode({**kept, 'limit': question.limit, 'offset': offset})}"


def one_stream_body(store: Store, channel: str, now: float) -> Body:
    """The stream with its rank among those of its game. Raises ``NotFound``."""
    row = row_of(rows_of(store, ALL_GAMES, now), channel)
    if row is None:
        raise NotFound(f"No stream called {channel[:64]!r} is on the board.")
    among = row_of(rows_of(store, row.game, now), channel)
    return stream_body(replace(row, rank=among.rank) if among else row, now)


def current_on_air(store: Store, game: str, rows: list[RankedStream], now: float) -> Body:
    on_air = store.on_air(game)
    return on_air_body(game, on_air, row_of(rows, on_air.channel) if on_air else None, now)


def games_body(store: Store, now: float) -> Body:
    rows = rows_of(store, ALL_GAMES, now)
    games = [
        {
            "slug": game.slug,
            "name": game.name,
            "rank_by": game.rank_by,
            "most_players": game.most_players,
            "streams": sum(row.game == game.slug for row in rows),
            "playing": sum(row.game == game.slug and row.rank is not None for row in rows),
        }
        for game in enabled_games()
    ]
    return {"count": len(games), "next": None, "previous": None, "results": games}


def all_as_original(store: Store, game: str, now: float) -> list[Body]:
    return [original_body(row) for row in rows_of(store, game, now) if row.rank is not None]


def current_as_original(store: Store, game: str, now: float) -> Body:
    """The one on air, else the closest to its finish. Raises ``NotFound``."""
    rows = rows_of(store, game, now)
    on_air = store.on_air(game)
    row = row_of(rows, on_air.channel) if on_air else None
    if row is None or row.rank is None:
        row = next((best for best in rows if best.rank is not None), None)
    if row is None:
        raise NotFound("No match is being played right now.")
    return original_body(row)
