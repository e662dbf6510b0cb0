"""How is a taught profile of a game saved, used and taken back?"""

from __future__ import annotations

from dataclasses import asdict

from django.db import transaction

from scoreboard.taught.profile import TaughtProfile
from webapp.catalog.models import Game, TaughtVersion

MAX_VERSIONS = 30
"""Of a game; older ones that are not in use are deleted."""


@transaction.atomic
def save_taught(
    game: Game, profile: TaughtProfile, note: str, saved_by: str
) -> tuple[TaughtVersion, bool]:
    """The version, not in use yet, and whether it is a new one."""
    version, is_new = TaughtVersion.objects.get_or_create(
        game=game,
        digest=profile.digest,
        defaults={
            "profile": profile.to_json(),
            "region": asdict(profile.region),
            "note": note[:200],
            "saved_by": saved_by,
        },
    )
    kept = game.taught_versions.values_list("pk", flat=True)[:MAX_VERSIONS]
    game.taught_versions.filter(in_use=False).exclude(pk__in=[*kept]).delete()
    return version, is_new


@transaction.atomic
def use_taught(version: TaughtVersion) -> None:
    """In place of the one in use. Workers have it with their next looks."""
    _stop(version.game)
    version.in_use = True
    version.save(update_fields=["in_use"])


@transaction.atomic
def stop_taught(game: Game) -> None:
    """The game is read without a taught profile."""
    _stop(game)


def _stop(game: Game) -> None:
    """One admin at a time."""
    Game.objects.select_for_update().get(pk=game.pk)
    for version in game.taught_versions.filter(in_use=True):
        version.in_use = False
        version.save(update_fields=["in_use"])
