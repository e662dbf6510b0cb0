"""With which of its profiles may a game be tried on a recording?"""

from __future__ import annotations

from dataclasses import dataclass

from django.core.exceptions import ValidationError

from webapp.catalog.models import Game, TaughtVersion
from webapp.catalog.publish.snapshot import regions_of

WITHOUT = "none"


@dataclass(frozen=True, slots=True)
class Choice:
    value: str
    words: str
    version: TaughtVersion | None


def choices_of(game: Game) -> list[Choice]:
    """The one in use first, those that are not in use, and without any where the game has a reader of its own."""
    versions = sorted(game.taught_versions.defer("profile"), key=lambda each: not each.in_use)
    found = [Choice(str(version.pk), _words(version), version) for version in versions]
    if not regions_of(game):
        return found
    own = f"trained profile “{game.profile}”" if game.profile else "regions drawn on a frame"
    without = Choice(WITHOUT, f"No taught profile: {own}", None)
    first = 1 if versions and versions[0].in_use else 0
    return [*found[:first], without, *found[first:]]


def chosen(choices: list[Choice], value: str) -> Choice:
    """Raises ``ValidationError``."""
    for choice in choices:
        if choice.value == value:
            return choice
    raise ValidationError("Choose what to read with.")


def _words(version: TaughtVersion) -> str:
    use = "in use" if version.in_use else "not in use"
    return f"Taught profile from {version.saved_at:%d %b %H:%M:%S}, {use}"
