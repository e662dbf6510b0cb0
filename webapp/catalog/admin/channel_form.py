"""What may an admin save about a channel, and which channel is meant?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib.admin.widgets import AdminTextInputWidget
from django.core.exceptions import ValidationError
from redis.exceptions import RedisError

from scoreboard.models import Stream
from webapp.catalog.channels.meant import Meant, NobodyMeant, meant
from webapp.catalog.channels.stream_url import stream_url
from webapp.catalog.channels.url_check import UrlRefused
from webapp.catalog.limits import DUPLICATE, printable
from webapp.catalog.models import SHARE, Channel
from webapp.catalog.naming import channel_for, name_from
from webapp.store.link import store

if TYPE_CHECKING:  # Django's own class takes no type at run time
    ChannelModelForm = forms.ModelForm[Channel]
else:
    ChannelModelForm = forms.ModelForm

UNSEEN = (
    "No live or known channel is called {}, so nothing changes on the board yet. Check the name."
)
UNCHECKED = "Redis is unreachable, so there was no way to check whether {} is live."


class ChannelForm(ChannelModelForm):
    url = forms.CharField(
        label="Name or URL",
        required=False,
        widget=AdminTextInputWidget(
            attrs={
                "class": "vLargeTextField",
                "list": "channel-names",
                "autocomplete": "off",
                "spellcheck": "false",
            }
        ),
        help_text=(
            "A Twitch name, the page of a channel or an .m3u8 playlist. To block or allow what is on the board, "
            "pick it by the name shown there."
        ),
    )

    picture_x = forms.FloatField(required=False, label="from the left", help_text=SHARE)
    picture_y = forms.FloatField(required=False, label="from the top", help_text=SHARE)
    picture_scale = forms.FloatField(
        required=False, label="size", help_text="1 if the game fills the frame."
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

    warning = ""
    """What the admin should know although it is saved."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for side, usual in (("picture_x", 0.0), ("picture_y", 0.0), ("picture_scale", 1.0)):
            if side not in self.errors:
                cleaned[side] = usual if cleaned.get(side) is None else cleaned[side]
        if self.errors:
            return cleaned
        cleaned["name"] = printable(cleaned["name"])
        self._identify(cleaned)
        if self.errors:
            return cleaned
        if not cleaned["channel"]:
            cleaned["channel"] = channel_for(cleaned["url"], cleaned["name"], self._is_taken)
        cleaned["name"] = cleaned["name"] or (name_from(cleaned["url"]) if cleaned["url"] else "")
        return cleaned

    def _identify(self, cleaned: dict[str, Any]) -> None:
        typed = cleaned["url"]
        if typed and typed == self.instance.url:
            return
        by_name = self.instance.pk is None and cleaned["rule"] != Channel.Rule.WATCH
        if by_name and "/" not in typed:
            self._find(cleaned)
        elif typed:
            try:
                cleaned["url"] = stream_url(typed)
            except UrlRefused as refused:
                self.add_error("url", str(refused))

    def _find(self, cleaned: dict[str, Any]) -> None:
        """A rule about what is on the board needs the channel, whatever is typed."""
        field = next((name for name in ("url", "channel", "name") if cleaned[name]), "url")
        typed = cleaned[field]
        if not typed:
            self.add_error("url", "Pick a live or known channel, or enter its page.")
            return
        live = _live_streams()
        try:
            found = meant(typed, live or {})
        except NobodyMeant as nobody:
            self.add_error(field, str(nobody))
            return
        self._take(cleaned, found)
        if not found.is_seen:
            self.warning = (UNCHECKED if live is None else UNSEEN).format(found.channel)

    def _take(self, cleaned: dict[str, Any], found: Meant) -> None:
        if self._is_taken(found.channel):
            self.add_error("url", f"This channel is already in the catalog, as {found.channel}.")
            return
        cleaned["channel"], cleaned["url"] = found.channel, found.url
        cleaned["name"] = cleaned["name"] or found.name

    def add_error(self, field: str | None, error: Any) -> None:
        """The model's rules have nothing to add about a field that is wrong already."""
        if field is None and isinstance(error, ValidationError) and hasattr(error, "error_dict"):
            left = {
                name: each for name, each in error.error_dict.items() if name not in self.errors
            }
            is_known = any(fault.code == DUPLICATE for fault in left.get("url", ()))
            if is_known or "url" in self.errors:
                left.pop("channel", None)
            error = ValidationError(left) if left else None
        if error is not None:
            super().add_error(field, error)

    def validate_unique(self) -> None:
        """A stream that is there already is said to be once, at its URL."""
        if "url" not in self.errors:
            super().validate_unique()

    def _is_taken(self, channel: str) -> bool:
        return Channel.objects.filter(channel=channel).exclude(pk=self.instance.pk).exists()


def _live_streams() -> Mapping[str, Stream] | None:
    """By channel; ``None`` while Redis is unreachable."""
    try:
        return store().streams()
    except RedisError:
        return None
