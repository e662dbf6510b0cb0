"""How does an admin draw where the game picture is within a stream?"""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_http_methods
from redis.exceptions import RedisError

from webapp.catalog.models import Channel, Game
from webapp.desk.accounts.access import check, needs, note, page
from webapp.desk.asking.ask import fault
from webapp.desk.regions.drawn import correction, json_body, plain_regions
from webapp.store.link import store


@needs("catalog.view_channel")
@require_http_methods(["GET", "POST"])
def channel_picture(request: HttpRequest, pk: int) -> HttpResponseBase:
    channel = get_object_or_404(Channel.objects.select_related("game"), pk=pk)
    game = channel.game or _game_on_air(channel.channel)
    if request.method == "POST":
        check(request, "catalog.change_channel")
        return _save_picture(request, channel)
    placement = {"x": channel.picture_x, "y": channel.picture_y, "scale": channel.picture_scale}
    first: dict[str, Any] = {
        "mode": "picture",
        "game": game.pk if game else None,
        "picture": placement,
        "fields": [],
        "regions": plain_regions(game) if game else {},
    }
    return page(
        request,
        "desk/regions.html",
        f"Position of the game picture: {channel}",
        channel=channel,
        game=game,
        first=first,
        channels=[(channel.channel, str(channel))],
        may_change=request.user.has_perm("catalog.change_channel"),
    )


def _save_picture(request: HttpRequest, channel: Channel) -> HttpResponse:
    try:
        placement = correction(json_body(request).get("picture"))
    except ValidationError as refused:
        return fault(refused.messages[0])
    channel.picture_x, channel.picture_y, channel.picture_scale = (
        placement.x,
        placement.y,
        placement.scale,
    )
    channel.save()
    note(
        request, channel, f"Picture at {placement.x:g}, {placement.y:g}, size {placement.scale:g}."
    )
    messages.success(request, "Saved. It is used from the next check of this channel.")
    return JsonResponse({"at": reverse("desk:picture", args=[channel.pk])})


def _game_on_air(channel: str) -> Game | None:
    try:
        stream = store().stream(channel)
    except RedisError:
        return None
    return Game.objects.filter(slug=stream.game).first() if stream else None
