"""What do the readers read from a frame with these regions?"""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_POST

from webapp.catalog.hud_regions import check_regions
from webapp.catalog.models import Game
from webapp.catalog.publish.snapshot import game_record, taught_version
from webapp.desk.accounts.access import needs
from webapp.desk.asking.ask import ask, fault
from webapp.desk.regions.drawn import correction, json_body


@needs("catalog.change_channel")
@require_POST
def ask_reading(request: HttpRequest) -> HttpResponse:
    """Ask the workers; ``answer`` says what became of it."""
    try:
        drawn = json_body(request)
        game = get_object_or_404(Game, pk=_whole_number(drawn.get("game")))
        game.regions = drawn.get("regions") or {}
        check_regions(game.regions)
        place = correction(drawn["picture"]) if drawn.get("picture") else None
    except ValidationError as refused:
        return fault(refused.messages[0])
    return ask(
        "reading", str(drawn.get("frame", "")), game_record(game, taught_version(game)), place
    )


def _whole_number(key: Any) -> int:
    return key if isinstance(key, int) else 0
