"""What may an admin save? The same door as the command line's."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.contrib.admin.widgets import AdminTextareaWidget, AdminTextInputWidget

from scoreboard.games import known_games
from webapp.catalog.channel_name import channel_for, name_from
from webapp.catalog.hud_regions import EXAMPLE
from webapp.catalog.models import URL_LENGTH, Channel, Game, printable
from webapp.catalog.stream_url import UrlRefused, check_stream_url

if TYPE_CHECKING:  # Django's own class takes no type at run time
    GameModelForm = forms.ModelForm[Game]
    ChannelModelForm = forms.ModelForm[Channel]
else:
    GameModelForm = ChannelModelForm = forms.ModelForm


class GameForm(GameModelForm):
    class Meta:
        model = Game
        fields = "__all__"
        widgets = {"regions": AdminTextareaWidget(attrs={"rows": 6})}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if "regions" not in self.errors and not cleaned.get("regions"):
            cleaned["regions"] = {}
            if cleaned.get("slug") not in known_games():
                self.add_error("regions", f"Nothing is built in for this game: give a region, such as {EXAMPLE}.")
        return cleaned


class ChannelForm(ChannelModelForm):
    url = forms.CharField(
        label="URL", required=False, widget=AdminTextInputWidget(attrs={"class": "vLargeTextField"}),
        help_text=f"What to watch: a Twitch page or an .m3u8 playlist; {URL_LENGTH:,} characters at most.")

    class Meta:
        model = Channel
        fields = ("url", "game", "rule", "name", "channel", "note")

    def clean_url(self) -> str:
        url: str = self.cleaned_data["url"]
        if not url:
            return ""
        try:
            url = check_stream_url(url, settings.ALLOWED_STREAM_HOSTS)
        except UrlRefused as refused:
            raise forms.ValidationError(str(refused)) from None
        same = Channel.objects.filter(url=url).exclude(pk=self.instance.pk).first()
        if same is not None:
            raise forms.ValidationError(f"This URL stands in the catalog already, as {same.channel}.")
        return url

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("rule") == Channel.Rule.WATCH:
            for field, words in (("url", "its URL"), ("game", "its game")):
                if field not in self.errors and not cleaned.get(field):
                    self.add_error(field, f"A channel that is watched needs {words}.")
        if self.errors:
            return cleaned
        cleaned["name"] = printable(cleaned["name"]) or (name_from(cleaned["url"]) if cleaned["url"] else "")
        if not cleaned["channel"]:
            if not cleaned["url"] and not cleaned["name"]:
                raise forms.ValidationError("Say which channel: give its URL, or its name on the board.")
            cleaned["channel"] = channel_for(cleaned["url"], cleaned["name"], self._is_taken)
        return cleaned

    def _is_taken(self, channel: str) -> bool:
        return Channel.objects.filter(channel=channel).exclude(pk=self.instance.pk).exists()
