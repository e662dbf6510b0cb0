"""What were the last ten minutes' moments, as an answer and as a page?"""

from __future__ import annotations

import time

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from redis.exceptions import RedisError

from scoreboard.history import Highlight
from scoreboard.models import ALL_GAMES
from scoreboard.store import Store
from webapp.board.bodies import Body, iso
from webapp.board.pictures.endpoint import address_of
from webapp.board.words import age_words
from webapp.catalog.games import enabled_games
from webapp.store.link import store

WHY = {
    "first": "the first one in play",
    "closer": "closer to the finish",
    "ended": "the match before had ended",
    "gone": "the stream before was gone",
}


def moments_body(board_store: Store, game: str, now: float) -> Body:
    found = [
        moment_body(moment, now) for moment in board_store.moments(now) if _belongs(moment, game)
    ]
    return {"count": len(found), "next": None, "previous": None, "results": found}


def _belongs(moment: Highlight, game: str) -> bool:
    return moment.game == game or (game == ALL_GAMES and moment.kind == "finish")


def moment_body(moment: Highlight, now: float) -> Body:
    return {
        "kind": moment.kind,
        "game": moment.game,
        "at": iso(moment.at),
        "age_seconds": round(max(0.0, now - moment.at), 1),
        "channel": moment.channel,
        "name": moment.name,
        "alive": moment.alive,
        "kills": moment.kills,
        "reason": moment.reason,
        "page_url": moment.page_url,
        "picture_url": address_of(moment.channel, moment.at) if moment.has_picture else None,
    }


def moments_page(request: HttpRequest) -> HttpResponse:
    games = {row.slug: row.name for row in enabled_games()}
    try:
        found, reached = moments_body(store(), ALL_GAMES, time.time())["results"], True
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
