"""What does a viewer see first, before any script has run?"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.templatetags.static import static
from redis.exceptions import RedisError
from rest_framework.exceptions import NotFound

from scoreboard.models import ALL_GAMES
from scoreboard.rules import for_page
from scoreboard.store import Store
from webapp.board.answers import current_on_air, one_stream_body, rows_on
from webapp.board.asked_game import known_game
from webapp.board.bodies import Body, board_body, iso, on_air_body
from webapp.board.events.shown import ROWS_SENT, tag_of
from webapp.board.pages.kiosk import kiosk_in, qr_code
from webapp.board.pages.packed import packed_page
from webapp.board.pictures.endpoint import address_of
from webapp.board.words import (
    PHASE_WORDS,
    STATE_WORDS,
    channel_address,
    ends_words,
    link_of,
    short_game,
    standing_words,
)
from webapp.catalog.games import enabled_games
from webapp.store.clock import now as site_now
from webapp.store.link import store

MAX_POINTS = 60
HISTORIES = 60
MORE_PAGES = (
    ("/moments/", "Moments"),
    ("/matches/", "Matches"),
    ("/add/", "Add my stream"),
    ("/kiosk/", "Kiosk"),
    ("/overlay/", "Overlay"),
    ("/api/docs/", "API"),
)
"""Linked below the list: address and name."""


@packed_page
def board_page(request: HttpRequest, game: str = "") -> HttpResponse:
    try:
        known = known_game(game)
    except NotFound as unknown:
        raise Http404(str(unknown.detail)) from None
    now = site_now()
    context = page_context(store(), known, now)
    pinned = pinned_row(store(), request.GET.get("pin", ""), now)
    about = pinned or context["on_air"]
    small = picture_of(store(), about["channel"] if about else None, now)
    plays_on = embedded_on(store())
    response = render(
        request,
        "board/page.html",
        {
            **context,
            **players_context(plays_on),
            **kiosk_context(request, context["first"]),
            "pinned": pinned,
            "about": about,
            "more_pages": MORE_PAGES,
            "address": request.build_absolute_uri(),
            "picture": request.build_absolute_uri(small or static("board/share.png")),
            "is_small": bool(small),
        },
    )
    response.plays_on = plays_on  # type: ignore[attr-defined]
    return response


def kiosk_context(request: HttpRequest, first: dict[str, Any]) -> dict[str, Any]:
    """What a kiosk adds to the page; ``first`` is what the page's scripts begin with."""
    if request.GET.get("kiosk") != "1":
        return {}
    kiosk = kiosk_in(request.GET, first["games"])
    site = request.build_absolute_uri("/")
    return {
        "kiosk": kiosk,
        "first": {**first, "kiosk": kiosk.for_page(first["games"])},
        "site": site,
        "code": qr_code(site) if kiosk.qr else "",
    }


def embedded_on(board_store: Store) -> frozenset[str]:
    """Platforms of the streams on the board: the page may load the players of these alone."""
    try:
        board = board_store.board(ALL_GAMES)
    except RedisError:
        return frozenset()
    platforms = {row.platform for row in board.streams} if board else set()
    return frozenset(platforms.intersection(settings.EMBEDDED_PLAYERS))


def players_context(plays_on: frozenset[str]) -> dict[str, Any]:
    """Where the page's scripts find each platform's player, and our module for it."""
    players = [
        (name, settings.PLAYER_ORIGINS[name], f"board/stage/players/{name}.js")
        for name in sorted(plays_on)
    ]
    chat = settings.TWITCH_CHAT if "twitch" in plays_on else ""
    return {
        "embeds": settings.EMBEDDED_PLAYERS,
        "plays_on": plays_on,
        "players": players,
        "twitch_chat": chat,
    }


def pinned_row(board_store: Store, channel: str, now: float) -> Body | None:
    """The stream that a shared link is about, as long as it is live."""
    try:
        stream = one_stream_body(board_store, channel, now) if channel else None
    except (NotFound, RedisError):
        return None
    return _row(stream, {row.slug: row.name for row in enabled_games()}) if stream else None


def picture_of(board_store: Store, channel: str | None, now: float) -> str:
    """The address of a picture of this stream, for link previews; empty when there is none.

    Sites that cache pictures by address get a new one each minute.
    """
    try:
        known = channel and board_store.preview(channel)
    except RedisError:
        return ""
    return f"{address_of(channel)}?at={now // 60 * 60:.0f}" if channel and known else ""


def page_context(board_store: Store, game: str, now: float) -> dict[str, Any]:
    board, on_air, reached = first_bodies(board_store, game, now)
    games = {row.slug: row.name for row in enabled_games()}
    rows = [_row(stream, games) for stream in board["streams"]]
    return {
        "game": game,
        "tabs": [(slug, name, short_game(name)) for slug, name in games.items()],
        "reached": reached,
        "ranked": [row for row in rows if row["rank"] is not None],
        "others": [row for row in rows if row["rank"] is None],
        "on_air": _row(on_air["stream"], games) if on_air["stream"] else None,
        "blank": {"link": "#"},
        "first": {
            "game": game,
            "games": games,
            "now": iso(now),
            "board": board,
            "tag": tag_of(board),
            "on_air": on_air,
            "reached": reached,
            "falls": falls_of(board_store, board["streams"]),
            "histories": {},  # during an upgrade a script of the version before looks for these
            "words": {"phases": PHASE_WORDS, "states": STATE_WORDS},
            "rules": for_page(),
        },
    }


def _row(stream: Body, games: dict[str, str]) -> Body:
    name = games.get(stream["game"]) or str(stream["game"])
    return {
        **stream,
        "link": link_of(stream),
        "channel_page": channel_address(stream["channel"]),
        "words": standing_words(stream),
        "ends": ends_words(stream),
        "game_name": name,
        "short_game": short_game(name),
    }


def first_bodies(board_store: Store, game: str, now: float) -> tuple[Body, Body, bool]:
    """The board and who is on air; empty ones when the scoreboard does not answer."""
    try:
        board = board_store.board(game)
        rows = rows_on(board, now)
        on_air = current_on_air(board_store, game, rows, now)
    except RedisError:
        return board_body(game, None, [], now), on_air_body(game, None, None, now), False
    return board_body(game, board.at if board else None, rows, now, ROWS_SENT), on_air, True


def falls_of(board_store: Store, streams: list[Body]) -> dict[str, list[int]]:
    """How the number alive fell, for the rows at the top, as ``steps``."""
    try:
        found = board_store.alive_histories(
            row["channel"] for row in streams[:HISTORIES] if row["rank"] is not None
        )
        return {channel: steps(sparse(points)) for channel, points in found.items()}
    except RedisError:
        return {}


def sparse(points: list[tuple[float, int]]) -> list[tuple[float, int]]:
    """Evenly fewer, the newest one among them: a line some fifty pixels wide shows no more."""
    step = -(-len(points) // MAX_POINTS)
    return points[::-1][::step][::-1] if step > 1 else points


def steps(points: list[tuple[float, int]]) -> list[int]:
    """When the first number was believed, in epoch seconds, and minus that number; then of each further one how many
    seconds later it was, and how far the number fell: small numbers, of which a packed page takes a byte each.
    """
    told: list[int] = []
    before, was = 0, 0
    for at, alive in points:
        told += [int(at) - before, was - alive]
        before, was = int(at), alive
    return told


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    too_large = isinstance(exception, RequestDataTooBig)
    megabytes = settings.DATA_UPLOAD_MAX_MEMORY_SIZE / 1_048_576
    return render(
        request, "400.html", {"too_large": too_large, "megabytes": f"{megabytes:g}"}, status=400
    )
