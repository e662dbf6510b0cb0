"""What may an admin save about a game?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib.admin.widgets import AdminTextareaWidget

from scoreboard.games import known_games
from webapp.catalog.models import Game

if TYPE_CHECKING:  # Django's own class takes no type at run time
    GameModelForm = forms.ModelForm[Game]
else:
    GameModelForm = forms.ModelForm


def _profiles() -> list[tuple[str, str]]:
    names = sorted({game.profile for game in known_games().values() if game.profile})
    return [("", "None"), *((name, name) for name in names)]


class GameForm(GameModelForm):
    profile = forms.ChoiceField(
        label="HUD profile",
        required=False,
        choices=_profiles,
        help_text=(
            "The trained profile that reads this HUD. With none, draw the digits as the regions alive and kills."
        ),
    )

    class Meta:
        model = Game
        fields = "__all__"
        widgets = {"regions": AdminTextareaWidget(attrs={"rows": 6})}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if "regions" not in self.errors and not cleaned.get("regions"):
            cleaned["regions"] = {}
        return cleaned
