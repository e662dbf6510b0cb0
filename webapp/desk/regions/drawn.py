"""What was drawn on a frame, as the browser tells it?"""

from __future__ import annotations

import json
import math
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_POST

from scoreboard.models import Correction
from webapp.catalog.hud_regions import check_regions
from webapp.catalog.models import PICTURE_SCALE, PICTURE_SIDE, Game
from webapp.catalog.publish.snapshot import game_record, regions_of
from webapp.desk.access import needs
from webapp.desk.asking import ask, fault

SIDES = {"x": PICTURE_SIDE, "y": PICTURE_SIDE, "scale": PICTURE_SCALE}


@needs("catalog.change_channel")
@require_POST
def ask_reading(request: HttpRequest) -> HttpResponse:
    """What would the readers make of this frame with these regions?"""
    try:
        drawn = json_body(request)
        game = get_object_or_404(Game, pk=_whole_number(drawn.get("game")))
        game.regions = drawn.get("regions") or {}
        check_regions(game.regions)
        place = correction(drawn["picture"]) if drawn.get("picture") else None
    except ValidationError as refused:
        return fault(refused.messages[0])
    return ask("reading", str(drawn.get("frame", "")), game_record(game), place)


def _whole_number(key: Any) -> int:
    return key if isinstance(key, int) else 0


def json_body(request: HttpRequest) -> dict[str, Any]:
    """The object in the request's body; raises ``ValidationError``."""
    try:
        body = json.loads(request.body)
    except (ValueError, RecursionError):
        raise ValidationError("What was sent is not JSON.") from None
    if not isinstance(body, dict):
        raise ValidationError("What was sent is not an object.")
    return body


def correction(lies: Any) -> Correction:
    """Where the game's picture lies within the frame; raises ``ValidationError``."""
    numbers = lies if isinstance(lies, dict) else {}
    for side, validators in SIDES.items():
        number = numbers.get(side)
        if (
            isinstance(number, bool)
            or not isinstance(number, int | float)
            or not math.isfinite(number)
        ):
            raise ValidationError(f"The picture needs a number for {side}.")
        for validator in validators:
            validator(number)
    return Correction(numbers["x"], numbers["y"], numbers["scale"])


def plain_regions(game: Game) -> dict[str, dict[str, float]]:
    return {
        name: {"x": region.x, "y": region.y, "width": region.width, "height": region.height}
        for name, region in regions_of(game).items()
    }
