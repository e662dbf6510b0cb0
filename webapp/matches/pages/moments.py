"""Which moments of the last ten minutes does the page show?"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from redis.exceptions import RedisError

from scoreboard.history import MOMENT_SECONDS
from scoreboard.models import ALL_GAMES
from webapp.board.api.moments import moments_body
from webapp.board.bodies import Body
from webapp.board.words import age_words
from webapp.catalog.games import enabled_games
from webapp.matches.bodies import match_body
from webapp.matches.visible import visible
from webapp.store.clock import instant
from webapp.store.clock import now as site_now
from webapp.store.link import store

WHY = {
    "first": "the first one in play",
    "closer": "closer to the finish",
    "ended": "the previous match ended",
    "gone": "the previous stream went offline",
}


def moments_page(request: HttpRequest) -> HttpResponse:
    games, now = {row.slug: row.name for row in enabled_games()}, site_now()
    try:
        found, reached = moments_body(store(), ALL_GAMES, now)["results"], True
    except RedisError:
        found, reached = [], False
    matches = _matches_of(found, now)
    rows = [
        {
            **each,
            "age": age_words(each["age_seconds"]),
            "sentence": _sentence(each),
            "game_name": games.get(each["game"], ""),
            **_of_match(matches.get((each["channel"], each["at"]))),
        }
        for each in found
    ]
    return render(request, "matches/moments.html", {"moments": rows, "reached": reached})


def _matches_of(moments: Iterable[Body], now: float) -> dict[tuple[str, str], Body]:
    """What the database keeps of the matches that ended, by channel and time; it takes them in within seconds."""
    ended = {moment["channel"] for moment in moments if moment["kind"] == "finish"}
    if not ended:
        return {}
    since = instant(now) - timedelta(seconds=2 * MOMENT_SECONDS)
    try:
        bodies = [
            match_body(match) for match in visible().filter(channel__in=ended, ended_at__gt=since)
        ]
    except DatabaseError:
        return {}
    return {(body["channel"], body["ended_at"]): body for body in bodies}


def _of_match(match: Body | None) -> Body:
    return {"match_url": match["url"], "flipbook_url": match["flipbook_url"]} if match else {}


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
