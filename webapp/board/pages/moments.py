"""Which moments of the last ten minutes does the page show?"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from redis.exceptions import RedisError

from scoreboard.models import ALL_GAMES
from webapp.board.api.moments import moments_body
from webapp.board.bodies import Body
from webapp.board.words import age_words
from webapp.catalog.games import enabled_games
from webapp.store.clock import now as site_now
from webapp.store.link import store

WHY = {
    "first": "the first one in play",
    "closer": "closer to the finish",
    "ended": "the previous match ended",
    "gone": "the previous stream went offline",
}


def moments_page(request: HttpRequest) -> HttpResponse:
    games = {row.slug: row.name for row in enabled_games()}
    try:
        found, reached = moments_body(store(), ALL_GAMES, site_now())["results"], True
    except RedisError:
        found, reached = [], False
    rows = [
        {
            **each,
            "age": age_words(each["age_seconds"]),
            "sentence": _sentence(each),
            "game_name": games.get(each["game"], ""),
        }
        for each in found
    ]
    return render(request, "board/moments.html", {"moments": rows, "reached": reached})


def _sentence(moment: Body) -> str:
    kills = (
        ""
        if moment["kills"] is None
        else f" with {moment['kills']} kill{'' if moment['kills'] == 1 else 's'}"
    )
    if moment["kind"] == "finish":
        left = "" if moment["alive"] is None else f", {moment['alive']} alive"
        return f"won{kills}" if moment["reason"] == "won" else f"match over{kills}{left}"
    alive = "" if moment["alive"] is None else f" at {moment['alive']} alive"
    return f"came on air{alive}: {WHY.get(moment['reason'], moment['reason'])}"
