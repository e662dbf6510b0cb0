"""How does an admin draw the regions of a game's HUD?"""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from webapp.catalog.hud_regions import FIELDS, check_regions
from webapp.catalog.models import Game
from webapp.catalog.regions_history import save_regions, take_back
from webapp.desk.accounts.access import check, needs, note, page
from webapp.desk.accounts.parameters import row_id
from webapp.desk.asking.ask import fault
from webapp.desk.asking.channels import live_channels, look_at_all
from webapp.desk.regions.drawn import json_body, plain_regions

VERSIONS_SHOWN = 20


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
        channels=live_channels(game.slug),
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
    look_at_all(game.slug)
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
    look_at_all(game.slug)
    note(request, game, f"Regions drawn: {', '.join(sorted(regions))}.")
    messages.success(request, "Saved. The workers use these regions from the next check.")
    return JsonResponse({"at": reverse("desk:regions", args=[game.pk])})


def _check_is_read(game: Game, regions: dict[str, Any]) -> None:
    """Raises ``ValidationError`` for a new region that no reader of the game looks at."""
    if not game.profile and "hud" in regions and "hud" not in game.regions:
        raise ValidationError(
            "Only a HUD profile reads hud, and this game has none: draw alive and kills."
        )
