"""How do admins say which channels are watched, and see why one is not on the board?"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.admin.views.main import ChangeList
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.timezone import now

from webapp.catalog.admin.forms import ChannelForm
from webapp.catalog.admin.published_notice import SaysWhenPublished, say_when_published
from webapp.catalog.channels.absences import absences
from webapp.catalog.models import Channel
from webapp.catalog.publish.publish import publish_or_wait

if TYPE_CHECKING:  # Django's own class takes no type at run time
    ChannelModelAdmin = admin.ModelAdmin[Channel]
else:
    ChannelModelAdmin = admin.ModelAdmin

Change = dict[str, Any]


class StandingList(ChangeList):
    """Asks the scoreboard once for all channels of the page."""

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        self.result_list = list(self.result_list)
        for channel, absence in zip(
            self.result_list, absences(self.result_list, time.time()), strict=True
        ):
            channel.absence = absence


class ChannelAdmin(SaysWhenPublished, ChannelModelAdmin):
    form = ChannelForm
    list_display = ("channel", "shown_name", "ruled", "game", "stands", "note", "changed_at")
    list_filter = ("rule", "featured", "game")
    list_select_related = ("game",)
    search_fields = ("channel", "name", "url", "note")
    search_help_text = "By channel, name, URL or note."
    autocomplete_fields = ("game",)
    readonly_fields = ("stands", "picture")
    actions = ("watch", "block", "allow", "feature", "unfeature")
    date_hierarchy = "created_at"
    fieldsets = (
        (
            None,
            {"fields": ("url", "game", "rule", "featured", "name", "channel", "note", "stands")},
        ),
        (
            "Where the game's picture lies",
            {"fields": ("picture", "picture_x", "picture_y", "picture_scale")},
        ),
    )

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return StandingList

    @admin.display(description="name", ordering="name")
    def shown_name(self, channel: Channel) -> str:
        return channel.name or "–"

    @admin.display(description="rule", ordering="rule")
    def ruled(self, channel: Channel) -> str:
        return f"{channel.rule}, featured" if channel.featured else channel.rule

    @admin.display(description="on the board?")
    def stands(self, channel: Channel) -> str:
        if channel.pk is None:
            return "It is looked for when it is saved."
        absence = getattr(channel, "absence", None)
        if absence is None:
            absence = absences([channel], time.time())[0]
        return absence or "Yes, in play."

    @admin.display(description="picture")
    def picture(self, channel: Channel) -> str:
        if channel.pk is None:
            return "Save the channel first; where its picture lies is then drawn on a frame."
        says = "corrected" if channel.is_corrected else "the game fills the frame"
        address = reverse("desk:picture", args=[channel.pk])
        return format_html('{}<br><a href="{}">Draw it on a frame</a>', says, address)

    @admin.action(
        description="Watch: look at the selected channels at all times", permissions=["change"]
    )
    def watch(self, request: HttpRequest, channels: QuerySet[Channel]) -> None:
        able = channels.exclude(url="").exclude(game=None)
        self._change(
            request, able, {"rule": Channel.Rule.WATCH}, "watched", channels.count() - able.count()
        )

    @admin.action(description="Block: never show the selected channels", permissions=["change"])
    def block(self, request: HttpRequest, channels: QuerySet[Channel]) -> None:
        self._change(request, channels, {"rule": Channel.Rule.BLOCK}, "blocked")

    @admin.action(
        description="Allow: take the selected channels past the filters", permissions=["change"]
    )
    def allow(self, request: HttpRequest, channels: QuerySet[Channel]) -> None:
        self._change(request, channels, {"rule": Channel.Rule.ALLOW}, "allowed")

    @admin.action(description="Feature the selected channels", permissions=["change"])
    def feature(self, request: HttpRequest, channels: QuerySet[Channel]) -> None:
        self._change(request, channels, {"featured": True}, "featured")

    @admin.action(description="Feature the selected channels no longer", permissions=["change"])
    def unfeature(self, request: HttpRequest, channels: QuerySet[Channel]) -> None:
        self._change(request, channels, {"featured": False}, "featured no longer")

    def _change(
        self,
        request: HttpRequest,
        channels: QuerySet[Channel],
        change: Change,
        words: str,
        passed_over: int = 0,
    ) -> None:
        changed = list(channels)
        change_all(changed, change)
        LogEntry.objects.log_actions(
            request.user.pk or 0, changed, CHANGE, f"{words.capitalize()}, with others."
        )
        say_when_published(request)
        left = f" {passed_over} without a URL or a game stay as they are." if passed_over else ""
        self.message_user(request, f"{len(changed):,} {words}.{left}")


def change_all(channels: list[Channel], change: Change) -> None:
    """Many at once, published at once: an update of many sends no signal."""
    Channel.objects.filter(pk__in=[channel.pk for channel in channels]).update(
        **change, changed_at=now()
    )
    publish_or_wait()
