"""What does a streamer's broadcasting software lay over the picture, and how is that set up?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from redis.exceptions import RedisError
from rest_framework.exceptions import NotFound

from scoreboard.models import ALL_GAMES, RankedStream
from webapp.board.answers import one_stream_body, rows_of
from webapp.board.bodies import Body
from webapp.board.search import folded
from webapp.catalog.naming import TWITCH_PREFIX, bare_login, twitch_login
from webapp.store.clock import now as site_now
from webapp.store.link import store

SIZES = {"small": "Small", "medium": "Medium", "large": "Large"}
PLACES = {
    "top-left": "Top left",
    "top-right": "Top right",
    "bottom-left": "Bottom left",
    "bottom-right": "Bottom right",
}
NUMBERS = {"rank": "Rank", "alive": "Alive", "kills": "Kills"}
SAMPLE = {"rank": 3, "alive": 12, "kills": 5}
MAX_SUGGESTIONS = 200
MAX_NAME_LENGTH = 200


@dataclass(frozen=True, slots=True)
class Overlay:
    """How one overlay looks; the defaults are those of a link that says nothing."""

    size: str = "medium"
    place: str = "top-left"
    numbers: tuple[str, ...] = tuple(NUMBERS)

    def path(self, channel: str) -> str:
        """The address that ``overlay_in`` reads back."""
        query = [
            (name, getattr(self, name))
            for name in ("size", "place")
            if getattr(self, name) != getattr(Overlay(), name)
        ]
        if self.numbers != tuple(NUMBERS):
            query += [("show", name) for name in self.numbers]
        return f"/overlay/{quote(channel, safe='')}/" + (f"?{urlencode(query)}" if query else "")

    def cells(self, stream: Body | None) -> list[tuple[str, object]]:
        """Each number's name and what it is now."""
        return [(name, None if stream is None else stream[name]) for name in self.numbers]


def overlay_in(query: QueryDict) -> Overlay:
    """The software is set up once and left alone: what a link says wrongly is as if it said nothing."""
    size, place = query.get("size", ""), query.get("place", "")
    numbers = tuple(name for name in NUMBERS if name in query.getlist("show"))
    return Overlay(
        size if size in SIZES else Overlay().size,
        place if place in PLACES else Overlay().place,
        numbers or tuple(NUMBERS),
    )


def overlay_page(request: HttpRequest, channel: str) -> HttpResponse:
    """Answers also before the stream is live."""
    overlay, stream = overlay_in(request.GET), stream_now(channel)
    context = {
        "channel": channel,
        "overlay": overlay,
        "cells": overlay.cells(stream),
        "is_hidden": stream is None or stream["rank"] is None,
    }
    return render(request, "board/overlay.html", context)


def setup_page(request: HttpRequest) -> HttpResponse:
    rows = live_rows()
    typed = request.GET.get("channel", "").strip()[:MAX_NAME_LENGTH]
    channel, overlay = channel_meant(typed, rows), overlay_in(request.GET)
    context = {
        "typed": typed,
        "channel": channel,
        "overlay": overlay,
        "address": request.build_absolute_uri(overlay.path(channel)) if channel else "",
        "suggestions": rows[:MAX_SUGGESTIONS],
        "sizes": SIZES.items(),
        "places": PLACES.items(),
        "numbers": NUMBERS.items(),
        **_preview(overlay, channel),
    }
    return render(request, "board/overlay_setup.html", context)


def _preview(overlay: Overlay, channel: str) -> dict[str, Any]:
    """The stream's own numbers while it is in a match, else made-up ones."""
    stream = stream_now(channel) if channel else None
    is_sample = stream is None or stream["rank"] is None
    return {
        "stream": stream,
        "is_sample": is_sample,
        "cells": overlay.cells(SAMPLE if is_sample else stream),
    }


def stream_now(channel: str) -> Body | None:
    try:
        return one_stream_body(store(), channel, site_now())
    except (NotFound, RedisError):
        return None


def live_rows() -> list[RankedStream]:
    try:
        return rows_of(store(), ALL_GAMES, site_now())
    except RedisError:
        return []


def channel_meant(text: str, rows: list[RankedStream]) -> str:
    """By channel or name on the board, else by Twitch name or page; empty when it can be neither."""
    wanted = folded(text)
    if not wanted:
        return ""
    for row in rows:
        if wanted in (row.channel, folded(row.name)):
            return row.channel
    login = twitch_login(text) or bare_login(text.removeprefix(TWITCH_PREFIX))
    return f"{TWITCH_PREFIX}{login}" if login else ""
