"""What may an admin save? The same door as the command line's."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.contrib.admin.widgets import AdminTextareaWidget, AdminTextInputWidget

from scoreboard.games import known_games
from webapp.catalog.channels.naming import channel_for, name_from
from webapp.catalog.channels.url_check import UrlRefused, check_stream_url
from webapp.catalog.models import SHARE, URL_LENGTH, Channel, Game, printable

if TYPE_CHECKING:  # Django's own class takes no type at run time
    GameModelForm = forms.ModelForm[Game]
    ChannelModelForm = forms.ModelForm[Channel]
else:
    GameModelForm = ChannelModelForm = forms.ModelForm


_LOGIN = re.compile(r"\w{3,25}", re.ASCII)


def _profiles() -> list[tuple[str, str]]:
    names = sorted({game.profile for game in known_games().values() if game.profile})
    return [("", "None"), *((name, name) for name in names)]


class GameForm(GameModelForm):
    profile = forms.ChoiceField(
        label="HUD profile",
        required=False,
        choices=_profiles,
        help_text=(
            "The trained profile that reads this HUD. None: the digits stand alone in the regions alive and kills."
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


class ChannelForm(ChannelModelForm):
    url = forms.CharField(
        label="Name or URL",
        required=False,
        widget=AdminTextInputWidget(attrs={"class": "vLargeTextField"}),
        help_text=f"A Twitch name, a channel's page or an .m3u8 playlist; {URL_LENGTH:,} characters at most.",
    )

    picture_x = forms.FloatField(required=False, label="from the left", help_text=SHARE)
    picture_y = forms.FloatField(required=False, label="from the top", help_text=SHARE)
    picture_scale = forms.FloatField(
        required=False, label="size", help_text="1: the game fills the frame."
    )

    class Meta:
        model = Channel
        fields = (
            "url",
            "game",
            "rule",
            "featured",
            "name",
            "channel",
            "note",
            "picture_x",
            "picture_y",
            "picture_scale",
        )

    def clean_url(self) -> str:
        url: str = self.cleaned_data["url"]
        if not url:
            return ""
        if _LOGIN.fullmatch(url):
            url = f"https://www.twitch.tv/{url}"
        try:
            url = check_stream_url(url, settings.ALLOWED_STREAM_HOSTS)
        except UrlRefused as refused:
            raise forms.ValidationError(str(refused)) from None
        same = Channel.objects.filter(url=url).exclude(pk=self.instance.pk).first()
        if same is not None:
            raise forms.ValidationError(
                f"This URL stands in the catalog already, as {same.channel}."
            )
        return url

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("rule") == Channel.Rule.WATCH:
            for field, words in (("url", "its URL"), ("game", "its game")):
                if field not in self.errors and not cleaned.get(field):
                    self.add_error(field, f"A channel that is watched needs {words}.")
        if self.errors:
            return cleaned
        for side, usual in (("picture_x", 0.0), ("picture_y", 0.0), ("picture_scale", 1.0)):
            cleaned[side] = usual if cleaned.get(side) is None else cleaned[side]
        cleaned["name"] = printable(cleaned["name"]) or (
            name_from(cleaned["url"]) if cleaned["url"] else ""
        )
        if not cleaned["channel"]:
            if not cleaned["url"] and not cleaned["name"]:
                raise forms.ValidationError(
                    "Say which channel: give its URL, or its name on the board."
                )
            cleaned["channel"] = channel_for(cleaned["url"], cleaned["name"], self._is_taken)
        return cleaned

    def _is_taken(self, channel: str) -> bool:
        return Channel.objects.filter(channel=channel).exclude(pk=self.instance.pk).exists()
