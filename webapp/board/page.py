"""What does a viewer see first, before any script has run?"""

from __future__ import annotations

import time
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from redis.exceptions import RedisError
from rest_framework.exceptions import NotFound

from scoreboard.store import Store
from webapp.board.answers import current_on_air, known_game, rows_of
from webapp.board.bodies import Body, board_body, on_air_body
from webapp.catalog.models import Game
from webapp.scoreboard_link import store


def board_page(request: HttpRequest, game: str = "") -> HttpResponse:
    try:
        known = known_game(game)
    except NotFound as unknown:
        raise Http404(str(unknown.detail)) from None
    return render(request, "board/page.html", page_context(store(), known, time.time()))


def page_context(board_store: Store, game: str, now: float) -> dict[str, Any]:
    board, on_air, reached = first_bodies(board_store, game, now)
    streams = board["streams"]
    games = {row.slug: row.name for row in Game.objects.filter(enabled=True)}
    on_air_stream = on_air["stream"]
    return {
        "game": game, "game_name": games.get(game, "All games"), "games": games, "reached": reached,
        "streams": streams, "on_air": on_air_stream,
        "ranked": [row for row in streams if row["rank"] is not None],
        "others": [row for row in streams if row["rank"] is None],
        "first": {"game": game, "games": games, "board": board, "on_air": on_air, "reached": reached},
    }


def first_bodies(board_store: Store, game: str, now: float) -> tuple[Body, Body, bool]:
    """The board and who is on air; empty ones when the scoreboard does not answer."""
    try:
        rows = rows_of(board_store, game, now)
        return board_body(game, now, rows, now), current_on_air(board_store, game, rows, now), True
    except RedisError:
        return board_body(game, now, [], now), on_air_body(game, None, None, now), False


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    megabytes = settings.DATA_UPLOAD_MAX_MEMORY_SIZE / 1_048_576
    return render(request, "400.html", {"megabytes": f"{megabytes:g}"}, status=400)


