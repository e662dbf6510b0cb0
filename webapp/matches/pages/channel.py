"""Who is this streamer, and how did the last matches go?"""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from redis.exceptions import RedisError
from rest_framework.exceptions import NotFound

from webapp.board.answers import one_stream_body
from webapp.board.bodies import Body
from webapp.board.words import channel_address, link_of, standing_words
from webapp.matches.pages.faults import from_database
from webapp.matches.pages.rows import by_day, game_names, row
from webapp.matches.paging import page
from webapp.matches.question import LIMIT
from webapp.matches.record import record_of
from webapp.matches.visible import is_hidden, of_channel
from webapp.store.clock import instant
from webapp.store.clock import now as site_now
from webapp.store.link import store


@from_database
def channel_page(request: HttpRequest, channel: str) -> HttpResponse:
    found, cursor = of_channel(channel), request.GET.get("cursor", "")
    rows, further = page(found, cursor, LIMIT)
    newest = found.order_by("-ended_at").first() if cursor else next(iter(rows), None)
    live = _live(channel)
    if newest is None and (live is None or is_hidden(channel, live["game"])):
        raise Http404("No match of this channel was watched.")
    games = game_names()
    name = newest.name if newest else live["name"] if live else channel
    context = {
        "record": record_of(channel, name, found, instant(site_now())),
        "newest": row(newest, games) if newest else None,
        "link": link_of(
            live or {"page_url": newest.page_url if newest else "", "playback_url": ""}
        ),
        "days": by_day(rows, games),
        "live": live,
        "older": f"?cursor={further}" if further else "",
        "is_first": not cursor,
        "feed": f"{channel_address(channel)}feed/" if newest else "",
        "address": request.build_absolute_uri(request.path),
    }
    return render(request, "matches/channel.html", context)


def _live(channel: str) -> Body | None:
    """What it is doing now; nothing when it is not live."""
    stream = live_stream(channel, site_now())
    return {**stream, "words": standing_words(stream)} if stream else None


def live_stream(channel: str, now: float) -> Body | None:
    """Nothing, too, when nobody knows."""
    try:
        return one_stream_body(store(), channel, now)
    except (NotFound, RedisError):
        return None
