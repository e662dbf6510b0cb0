"""What was drawn on a frame, as sent by the browser?"""

from __future__ import annotations

import json
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest

from scoreboard.models import Correction
from webapp.catalog.hud_regions import is_number
from webapp.catalog.limits import PICTURE_SCALE, PICTURE_SIDE
from webapp.catalog.models import Game
from webapp.catalog.publish.snapshot import regions_of

SIDES = {"x": PICTURE_SIDE, "y": PICTURE_SIDE, "scale": PICTURE_SCALE}


def json_body(request: HttpRequest) -> dict[str, Any]:
    """The object in the request's body; raises ``ValidationError``."""
    try:
        body = json.loads(request.body)
    except (ValueError, RecursionError):
        raise ValidationError("The request is not JSON.") from None
    if not isinstance(body, dict):
        raise ValidationError("The request is not a JSON object.")
    return body


def correction(placement: Any) -> Correction:
    """Where the game's picture lies within the frame; raises ``ValidationError``."""
    numbers = placement if isinstance(placement, dict) else {}
    for side, validators in SIDES.items():
        number = numbers.get(side)
        if not is_number(number):
            raise ValidationError(f"The picture needs a number for {side}.")
        for validator in validators:
            validator(number)
    return Correction(numbers["x"], numbers["y"], numbers["scale"])


def plain_regions(game: Game) -> dict[str, dict[str, float]]:
    return {
        name: {"x": region.x, "y": region.y, "width": region.width, "height": region.height}
        for name, region in regions_of(game).items()
    }
