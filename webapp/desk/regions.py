"""How does an admin say where a game's HUD stands, and where a streamer's picture lies?"""

from __future__ import annotations

import contextlib
import json
import math
import time
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST
from redis.exceptions import RedisError

from scoreboard.models import Correction
from webapp.catalog.hud_regions import FIELDS, check_regions
from webapp.catalog.models import PICTURE_SCALE, PICTURE_SIDE, Channel, Game
from webapp.catalog.regions_history import save_regions, take_back
from webapp.catalog.snapshot import game_record, regions_of
from webapp.desk.access import check, needs, note, page
from webapp.desk.asking import ask, fault
from webapp.scoreboard_link import store

VERSIONS_SHOWN = 20
CHANNELS_OFFERED = 200
SIDES = {"x": PICTURE_SIDE, "y": PICTURE_SIDE, "scale": PICTURE_SCALE}


@needs("catalog.view_game")
@require_http_methods(["GET", "POST"])
def game_regions(request: HttpRequest, pk: int) -> HttpResponseBase:
    game = get_object_or_404(Game, pk=pk)
    if request.method == "POST":
        check(request, "catalog.change_game")
        return _save_regions(request, game)
    first = {"mode": "regions", "game": game.pk, "regions": _plain(game), "fields": FIELDS}
    return page(request, "desk/regions.html", f"Where the counters of {game.name} stand", game=game, first=first,
                channels=_live_channels(game.slug), versions=game.regions_versions.all()[:VERSIONS_SHOWN],
                may_change=request.user.has_perm("catalog.change_game"))


@needs("catalog.change_game")
@require_POST
def regions_back(request: HttpRequest, pk: int) -> HttpResponse:
    """An older version counts again."""
    game = get_object_or_404(Game, pk=pk)
    version = get_object_or_404(game.regions_versions, pk=request.POST.get("version", "0"))
    take_back(version, request.user.get_username())
    _look_at(game)
    note(request, game, f"Regions of {version.saved_at:%Y-%m-%d %H:%M:%S} taken back.")
    messages.success(request, f"The regions of {version.saved_at:%d %b %H:%M:%S} count again.")
    return redirect("desk:regions", pk=game.pk)


@needs("catalog.view_channel")
@require_http_methods(["GET", "POST"])
def channel_picture(request: HttpRequest, pk: int) -> HttpResponseBase:
    channel = get_object_or_404(Channel.objects.select_related("game"), pk=pk)
    game = channel.game or _game_on_air(channel.channel)
    if request.method == "POST":
        check(request, "catalog.change_channel")
        return _save_picture(request, channel)
    lies = {"x": channel.picture_x, "y": channel.picture_y, "scale": channel.picture_scale}
    first: dict[str, Any] = {"mode": "picture", "game": game.pk if game else None, "picture": lies, "fields": [],
                             "regions": _plain(game) if game else {}}
    return page(request, "desk/regions.html", f"Where the game's picture lies at {channel}", channel=channel, game=game,
                first=first, channels=[(channel.channel, str(channel))],
                may_change=request.user.has_perm("catalog.change_channel"))


@needs("catalog.change_channel")
@require_POST
def ask_reading(request: HttpRequest) -> HttpResponse:
    """What would the readers make of this frame with these regions?"""
    try:
        told = _told(request)
        game = get_object_or_404(Game, pk=told.get("game") or 0)
        game.regions = told.get("regions") or {}
        check_regions(game.regions)
        correction = _correction(told["picture"]) if told.get("picture") else None
    except ValidationError as refused:
        return fault(refused.messages[0])
    return ask("reading", str(told.get("frame", "")), game_record(game), correction)


def _save_regions(request: HttpRequest, game: Game) -> HttpResponse:
    try:
        regions = _told(request).get("regions") or {}
        check_regions(regions)
    except ValidationError as refused:
        return fault(refused.messages[0])
    save_regions(game, regions, request.user.get_username())
    _look_at(game)
    note(request, game, f"Regions drawn: {', '.join(sorted(regions))}.")
    messages.success(request, "Saved. The workers read by these regions from their next look on.")
    return JsonResponse({"at": reverse("desk:regions", args=[game.pk])})


def _save_picture(request: HttpRequest, channel: Channel) -> HttpResponse:
    try:
        lies = _correction(_told(request).get("picture"))
    except ValidationError as refused:
        return fault(refused.messages[0])
    channel.picture_x, channel.picture_y, channel.picture_scale = lies.x, lies.y, lies.scale
    channel.save()
    note(request, channel, f"Picture at {lies.x:g}, {lies.y:g}, size {lies.scale:g}.")
    messages.success(request, "Saved. This channel is read by it from its next look on.")
    return JsonResponse({"at": reverse("desk:picture", args=[channel.pk])})


def _look_at(game: Game) -> None:
    """Its streams need not wait for their turn; with Redis away they do."""
    with contextlib.suppress(RedisError):
        store().look_at_all(game.slug, time.time())


def _told(request: HttpRequest) -> dict[str, Any]:
    try:
        told = json.loads(request.body)
    except (ValueError, RecursionError):
        raise ValidationError("What was sent is not JSON.") from None
    if not isinstance(told, dict):
        raise ValidationError("What was sent is not an object.")
    return told


def _correction(lies: Any) -> Correction:
    numbers = lies if isinstance(lies, dict) else {}
    for side, validators in SIDES.items():
        number = numbers.get(side)
        if isinstance(number, bool) or not isinstance(number, int | float) or not math.isfinite(number):
            raise ValidationError(f"The picture needs a number for {side}.")
        for validator in validators:
            validator(number)
    return Correction(numbers["x"], numbers["y"], numbers["scale"])


def _plain(game: Game) -> dict[str, dict[str, float]]:
    return {name: {"x": region.x, "y": region.y, "width": region.width, "height": region.height}
            for name, region in regions_of(game).items()}


def _live_channels(slug: str) -> list[tuple[str, str]]:
    """Those that a frame can be taken of, the most watched first."""
    try:
        live = [stream for stream in store().streams().values() if stream.game == slug]
    except RedisError:
        return []
    live.sort(key=lambda stream: (-(stream.viewers or 0), stream.name.lower()))
    return [(stream.channel, stream.name) for stream in live[:CHANNELS_OFFERED]]


def _game_on_air(channel: str) -> Game | None:
    try:
        stream = store().stream(channel)
    except RedisError:
        return None
    return Game.objects.filter(slug=stream.game).first() if stream else None
