"""How are changes of a game's regions recorded and undone?"""

from __future__ import annotations

from typing import Any

from django.db import transaction

from webapp.catalog.models import Game, RegionsVersion


@transaction.atomic
def save_regions(game: Game, regions: dict[str, Any], saved_by: str) -> None:
    """Before the first change, what stood before is kept as a version, too."""
    if not game.regions_versions.exists():
        standing = Game.objects.get(pk=game.pk)
        RegionsVersion.objects.create(
            game=game, regions=standing.regions, profile=standing.profile, saved_by="before"
        )
    game.regions = regions
    game.save()
    RegionsVersion.objects.create(
        game=game, regions=regions, profile=game.profile, saved_by=saved_by
    )


@transaction.atomic
def take_back(version: RegionsVersion, saved_by: str) -> None:
    game = version.game
    game.regions, game.profile = version.regions, version.profile
    game.save()
    RegionsVersion.objects.create(
        game=game, regions=version.regions, profile=version.profile, saved_by=saved_by
    )
