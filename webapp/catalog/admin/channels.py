"""How do admins choose which channels are watched, and see why one is not on the board?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.timezone import now

from webapp.catalog.admin.channel_form import ChannelForm
from webapp.catalog.admin.channel_names import channel_names
from webapp.catalog.admin.published_notice import SaysWhenPublished, say_when_published
from webapp.catalog.channels.absences import absences
from webapp.catalog.limits import sentence_of
from webapp.catalog.models import Channel
from webapp.catalog.publish.publish import publish_or_wait
from webapp.store.clock import now as site_now

if TYPE_CHECKING:  # Django's own class takes no type at run time
    ChannelModelAdmin = admin.ModelAdmin[Channel]
else:
    ChannelModelAdmin = admin.ModelAdmin

Change = dict[str, Any]
NAMES_SAID = 5


class StandingList(ChangeList):
    """Asks the scoreboard once for all channels of the page."""

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        self.result_list = list(self.result_list)
        for channel, absence in zip(
            self.result_list, absences(self.result_list, site_now()), strict=True
        ):
            channel.absence = absence


class ChannelAdmin(SaysWhenPublished, ChannelModelAdmin):
    form = ChannelForm
    list_display = ("channel", "shown_name", "ruled", "game", "board_status", "note", "changed_at")
    list_filter = ("rule", "featured", "game")
    list_select_related = ("game",)
    search_fields = ("channel", "name", "url", "note")
    search_help_text = "By channel, name, URL or note."
    autocomplete_fields = ("game",)
    readonly_fields = ("board_status", "picture")
    actions = ("watch", "block", "allow", "feature", "unfeature")
    date_hierarchy = "created_at"
    fieldsets = (
        (
            None,
            {
                "fields": (
                    "url",
                    "game",
                    "rule",
                    "featured",
                    "name",
                    "channel",
                    "note",
                    "board_status",
                )
            },
        ),
        (
            "Position of the game picture",
            {"fields": ("picture", "picture_x", "picture_y", "picture_scale")},
        ),
    )

    class Media:
        js = (forms.widgets.Script("desk/channel_names.js", type="module"),)

    def get_urls(self) -> list[URLPattern]:
        names = self.admin_site.admin_view(channel_names)
        return [path("names/", names, name="catalog_channel_names"), *super().get_urls()]

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return StandingList

    @admin.display(description="name", ordering="name")
    def shown_name(self, channel: Channel) -> str:
        return channel.name or "–"

    @admin.display(description="rule", ordering="rule")
    def ruled(self, channel: Channel) -> str:
        return f"{channel.rule}, featured" if channel.featured else channel.rule

    @admin.display(description="on the board?")
    def board_status(self, channel: Channel) -> str:
        if channel.pk is None:
            return "Save the channel to start looking for it."
        absence = getattr(channel, "absence", None)
        if absence is None:
            absence = absences([channel], site_now())[0]
        return absence or "Yes, in play."

    @admin.display(description="picture")
    def picture(self, channel: Channel) -> str:
        if channel.pk is None:
            return (
                "Save the channel first; then you can draw the position of its picture on a frame."
            )
        says = "adjusted" if channel.is_corrected else "the game fills the frame"
        address = reverse("desk:picture", args=[channel.pk])
        return format_html('{}<br><a href="{}">Draw on a frame</a>', says, address)

    def save_model(self, request: HttpRequest, obj: Channel, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if form.warning:
            messages.warning(request, form.warning)

    @admin.action(
        description="Watch selected channels (check them all the time)", permissions=["change"]
    )
    def watch(self, request: HttpRequest, channels: QuerySet[Channel]) -> None:
        self._change(request, channels, {"rule": Channel.Rule.WATCH}, "watched")

    @admin.action(description="Block selected channels (never show them)", permissions=["change"])
    def block(self, request: HttpRequest, channels: QuerySet[Channel]) -> None:
        self._change(request, channels, {"rule": Channel.Rule.BLOCK}, "blocked")

    @admin.action(description="Allow selected channels (skip the filters)", permissions=["change"])
    def allow(self, request: HttpRequest, channels: QuerySet[Channel]) -> None:
        self._change(request, channels, {"rule": Channel.Rule.ALLOW}, "allowed")

    @admin.action(description="Feature selected channels", permissions=["change"])
    def feature(self, request: HttpRequest, channels: QuerySet[Channel]) -> None:
        self._change(request, channels, {"featured": True}, "featured")

    @admin.action(description="Unfeature selected channels", permissions=["change"])
    def unfeature(self, request: HttpRequest, channels: QuerySet[Channel]) -> None:
        self._change(request, channels, {"featured": False}, "unfeatured")

    def _change(
        self, request: HttpRequest, channels: QuerySet[Channel], change: Change, words: str
    ) -> None:
        able, refused = sorted_out(list(channels.select_related("game")), change)
        change_all(able, change)
        LogEntry.objects.log_actions(
            request.user.pk or 0, able, CHANGE, f"{words.capitalize()} (bulk action)."
        )
        say_when_published(request)
        self.message_user(request, f"{len(able):,} {words}.")
        for sentence, names in refused.items():
            few = ", ".join(names[:NAMES_SAID]) + (", …" if len(names) > NAMES_SAID else "")
            messages.warning(request, f"{len(names):,} not {words}: {sentence} ({few})")


def sorted_out(
    channels: list[Channel], change: Change
) -> tuple[list[Channel], dict[str, list[str]]]:
    """Those that ``change`` leaves valid, and the names of the others by what is wrong with them."""
    able: list[Channel] = []
    refused: dict[str, list[str]] = {}
    for channel in channels:
        for field, value in change.items():
            setattr(channel, field, value)
        try:
            channel.clean()
            able.append(channel)
        except ValidationError as fault:
            refused.setdefault(sentence_of(fault), []).append(channel.channel)
    return able, refused


def change_all(channels: list[Channel], change: Change) -> None:
    """Many at once, published at once: an update of many sends no signal."""
    Channel.objects.filter(pk__in=[channel.pk for channel in channels]).update(
        **change, changed_at=now()
    )
    publish_or_wait()
