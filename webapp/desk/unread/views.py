"""How do people see what an unread stream shows, and what each reader makes of it?"""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_GET
from redis.exceptions import RedisError

from scoreboard.models import Standing, Stream
from webapp.catalog.models import Channel, Game
from webapp.desk.accounts.access import needs, page
from webapp.desk.asking.ask import AWAY
from webapp.desk.regions.drawn import plain_regions
from webapp.desk.start.state import state
from webapp.desk.unread.rows import Row, Unread, unread_rows
from webapp.store.clock import now
from webapp.store.link import store

TITLE = "In play but unread"
MAY_PLACE = ("catalog.add_channel", "catalog.change_channel")


@needs("catalog.view_channel")
@require_GET
def unread_page(request: HttpRequest) -> HttpResponseBase:
    game = request.GET.get("game", "")[:40]
    found = _unread(game)
    return page(
        request,
        "desk/unread.html",
        TITLE,
        found=found,
        game=game,
        games=dict(Game.objects.values_list("slug", "name")),
        sentences=None if found else state(store(), now()),
    )


@needs("catalog.view_channel")
@require_GET
def unread_stream(request: HttpRequest, channel: str) -> HttpResponseBase:
    """One stream: a script has a frame taken, and shows what each reader makes of it."""
    try:
        stream, standing = store().watched([channel])[channel]
    except RedisError:
        messages.warning(request, AWAY)
        return redirect("desk:unread")
    if stream is None:
        messages.warning(request, f"{channel} is not live.")
        return redirect("desk:unread")
    game = Game.objects.filter(slug=stream.game).first()
    return page(
        request,
        "desk/unread_stream.html",
        stream.name,
        row=Row(stream, standing or Standing(channel, stream.game), now()),
        game=game,
        first=_first(stream, game),
        kept=Channel.objects.filter(channel=channel).first(),
        may_grab=request.user.has_perm("catalog.change_channel"),
        may_place=request.user.has_perms(MAY_PLACE),
    )


def _unread(game: str) -> Unread | None:
    try:
        return unread_rows(store().streams(), store().standings(), game, now())
    except RedisError:
        return None


def _first(stream: Stream, game: Game | None) -> dict[str, Any]:
    """What the page's script needs to have the frame read as the workers read it."""
    place = stream.correction
    return {
        "channel": stream.channel,
        "game": game.pk if game else None,
        "regions": plain_regions(game) if game else {},
        "picture": {"x": place.x, "y": place.y, "scale": place.scale} if place else None,
    }
