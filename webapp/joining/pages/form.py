"""What does a streamer enter?"""

from __future__ import annotations

from typing import Any

from django import forms

from scoreboard.health import LABELS
from webapp.catalog.games import enabled_games
from webapp.catalog.models import Game
from webapp.joining.named import NOTHING, Named, NotNamed, named

NO_PLATFORM = "Choose a platform."


def _games() -> list[tuple[str, str]]:
    return [(game.slug, game.name) for game in enabled_games()]


class AddForm(forms.Form):
    """``named`` and ``game`` are there once it is valid."""

    channel = forms.CharField(
        error_messages={"required": NOTHING, "null_characters_not_allowed": NOTHING}
    )
    platform = forms.ChoiceField(
        choices=list(LABELS.items()),
        error_messages={"required": NO_PLATFORM, "invalid_choice": NO_PLATFORM},
    )
    game = forms.ChoiceField(choices=_games, error_messages={"required": "Choose a game."})

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if "channel" in cleaned and "platform" in cleaned:
            try:
                cleaned["named"] = named(cleaned["channel"], cleaned["platform"])
            except NotNamed as refused:
                self.add_error("channel", str(refused))
        return cleaned

    @property
    def named(self) -> Named:
        found: Named = self.cleaned_data["named"]
        return found

    @property
    def chosen_game(self) -> Game:
        slug = self.cleaned_data["game"]
        return next(game for game in enabled_games() if game.slug == slug)
