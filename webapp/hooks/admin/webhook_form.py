"""What may an admin save about a webhook?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib.admin.widgets import AdminTextInputWidget

from scoreboard.addresses.endpoint import UrlRefused
from webapp.hooks.models import Webhook
from webapp.hooks.send.receiver_url import (
    check_receiver,
    is_discord_shaped,
    is_discords,
    masked,
)

if TYPE_CHECKING:  # Django's own class takes no type at run time
    WebhookModelForm = forms.ModelForm[Webhook]
else:
    WebhookModelForm = forms.ModelForm

NOT_DISCORDS = "This is not the URL of a Discord webhook. Copy it from the channel's settings, under Integrations."
DISCORDS = "This is the URL of a Discord webhook. Choose the format Discord."


class WebhookForm(WebhookModelForm):
    """The stored URL is neither in the page nor asked for again."""

    url = forms.CharField(
        label="URL",
        required=False,
        widget=AdminTextInputWidget(
            attrs={"class": "vLargeTextField", "autocomplete": "off", "spellcheck": "false"}
        ),
        help_text="Where to send. For Discord: from the channel's settings, under Integrations.",
    )

    class Meta:
        model = Webhook
        fields = (
            "name",
            "form",
            "url",
            "game",
            "final_ten",
            "final_three",
            "won",
            "on_air",
            "enabled",
            "pause_seconds",
        )

    def __init__(self, *words: Any, **named: Any) -> None:
        super().__init__(*words, **named)
        if not self.instance.pk:
            self.fields["url"].required = True
        elif "url" in self.fields:
            self.initial["url"] = ""
            self.fields[
                "url"
            ].help_text = f"In use: {masked(self.instance.url)}. Leave empty to keep it."

    def clean_url(self) -> str:
        return str(self.cleaned_data["url"]).strip() or self.instance.url

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not any(cleaned.get(event) for event in ("final_ten", "final_three", "won", "on_air")):
            self.add_error("final_three", "Choose at least one event.")
        if "url" in cleaned and cleaned["url"] != self.instance.url:
            try:
                cleaned["url"] = self._checked(cleaned["url"], cleaned.get("form"))
            except UrlRefused as refused:
                self.add_error("url", str(refused))
        return cleaned

    def _checked(self, url: str, form: str | None) -> str:
        if (form or self.instance.form) == Webhook.Form.DISCORD:
            if not is_discord_shaped(url):
                raise UrlRefused(NOT_DISCORDS)
        elif is_discords(url):
            raise UrlRefused(DISCORDS)
        return check_receiver(url)
