"""Which games of this version has the catalog never been offered?"""

from __future__ import annotations

from dataclasses import fields

from django.db import transaction

from scoreboard import models as records
from scoreboard.games import known_games
from webapp.catalog.models import Game, IntroducedGame
from webapp.catalog.platforms import columns_of

_OTHERWISE = {"slug", "languages", "regions", "categories", "limits", "taught"}
_AS_THEY_ARE = {field.name for field in fields(records.Game)} - _OTHERWISE


def add_new_games() -> list[str]:
    """Each is added once: what admins renamed, disabled or deleted is left alone. Raises errors of the database."""
    introduced = set(IntroducedGame.objects.values_list("slug", flat=True))
    return [
        slug for slug, game in known_games().items() if slug not in introduced and _introduce(game)
    ]


@transaction.atomic
def _introduce(game: records.Game) -> bool:
    """Whether it was new. Its regions stay empty: the built-in ones are used."""
    _, is_first = IntroducedGame.objects.get_or_create(slug=game.slug)
    if not is_first:
        return False
    values = {name: getattr(game, name) for name in _AS_THEY_ARE}
    values |= {"languages": ", ".join(game.languages), **columns_of(game)}
    return Game.objects.get_or_create(slug=game.slug, defaults=values)[1]
