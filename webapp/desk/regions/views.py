"""How does an admin draw the regions of a game's HUD?"""

from __future__ import annotations

import contextlib
import time
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST
from redis.exceptions import RedisError

from webapp.catalog.hud_regions import FIELDS, check_regions
from webapp.catalog.models import Game
from webapp.catalog.regions_history import save_regions, take_back
from webapp.desk.accounts.access import check, needs, note, page
from webapp.desk.accounts.parameters import row_id
from webapp.desk.asking.ask import fault
from webapp.desk.regions.drawn import json_body, plain_regions
from webapp.store.link import store

VERSIONS_SHOWN = 20
CHANNELS_OFFERED = 200


@needs("catalog.view_game")
@require_http_methods(["GET", "POST"])
def game_regions(request: HttpRequest, pk: int) -> HttpResponseBase:
    game = get_object_or_404(Game, pk=pk)
    if request.method == "POST":
        check(request, "catalog.change_game")
        return _save_regions(request, game)
    fields = [field for field in FIELDS if game.profile or field != "hud"]
    first = {"mode": "regions", "game": game.pk, "regions": plain_regions(game), "fields": fields}
    return page(
        request,
        "desk/regions.html",
        f"HUD regions of {game.name}",
        game=game,
        first=first,
        channels=_live_channels(game.slug),
        versions=game.regions_versions.all()[:VERSIONS_SHOWN],
        may_change=request.user.has_perm("catalog.change_game"),
    )


@needs("catalog.change_game")
@require_POST
def regions_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Use an older version again."""
    game = get_object_or_404(Game, pk=pk)
    version = get_object_or_404(
        game.regions_versions, pk=row_id(request.POST.get("version"), "version")
    )
    take_back(version, request.user.get_username())
    _look_at(game)
    note(request, game, f"Restored the regions from {version.saved_at:%Y-%m-%d %H:%M:%S}.")
    messages.success(
        request, f"The regions from {version.saved_at:%d %b %H:%M:%S} are in use again."
    )
    return redirect("desk:regions", pk=game.pk)


def _save_regions(request: HttpRequest, game: Game) -> HttpResponse:
    try:
        regions = json_body(request).get("regions") or {}
        check_regions(regions)
        _check_is_read(game, regions)
    except ValidationError as refused:
        return fault(refused.messages[0])
    save_regions(game, regions, request.user.get_username())
    _look_at(game)
    note(request, game, f"Regions drawn: {', '.join(sorted(regions))}.")
    messages.success(request, "Saved. The workers use these regions from the next check.")
    return JsonResponse({"at": reverse("desk:regions", args=[game.pk])})


def _check_is_read(game: Game, regions: dict[str, Any]) -> None:
    """Raises ``ValidationError`` for a new region that no reader of the game looks at."""
    if not game.profile and "hud" in regions and "hud" not in game.regions:
        raise ValidationError(
            "Only a HUD profile reads hud, and this game has none: draw alive and kills."
        )


def _look_at(game: Game) -> None:
    """Check its streams now; while Redis is away they wait for their turn."""
    with contextlib.suppress(RedisError):
        store().look_at_all(game.slug, time.time())


def _live_channels(slug: str) -> list[tuple[str, str]]:
    """Those that a frame can be taken of, the most watched first."""
    try:
        live = [stream for stream in store().streams().values() if stream.game == slug]
    except RedisError:
        return []
    live.sort(key=lambda stream: (-(stream.viewers or 0), stream.name.lower()))
    return [(stream.channel, stream.name) for stream in live[:CHANNELS_OFFERED]]
