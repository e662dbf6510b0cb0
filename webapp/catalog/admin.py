"""How do admins say what is watched?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest

from webapp.catalog.forms import ChannelForm, GameForm
from webapp.catalog.models import Channel, Game
from webapp.catalog.publish import publish_or_wait
from webapp.probes import scoreboard_fault

if TYPE_CHECKING:  # Django's own class takes no type at run time
    GameModelAdmin = admin.ModelAdmin[Game]
    ChannelModelAdmin = admin.ModelAdmin[Channel]
else:
    GameModelAdmin = ChannelModelAdmin = admin.ModelAdmin

admin.site.site_header = admin.site.site_title = "Rotisserie"
admin.site.index_title = "What is watched"


class SaysWhenPublished:
    """Tells the admin when what was saved cannot reach the workers yet."""

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        say_when_published(request)
        return super().log_addition(request, obj, message)  # type: ignore[misc]

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        say_when_published(request)
        return super().log_change(request, obj, message)  # type: ignore[misc]


def say_when_published(request: HttpRequest) -> None:
    if scoreboard_fault():
        messages.warning(request, "Saved. Redis does not answer: the workers hear of it when it is back.")


@admin.register(Game)
class GameAdmin(SaysWhenPublished, GameModelAdmin):
    form = GameForm
    list_display = ("name", "enabled", "twitch_category", "stream_limit", "languages", "mature", "rank_by")
    list_editable = ("enabled",)
    list_filter = ("enabled", "rank_by", "mature")
    search_fields = ("name", "slug", "twitch_category")
    prepopulated_fields = {"slug": ("name",)}
    fieldsets = (
        (None, {"fields": ("name", "slug", "enabled", "rank_by")}),
        ("Which Twitch streams", {"fields": ("twitch_category", "stream_limit", "languages", "mature")}),
        ("How often a stream is looked at", {"fields": ("final_seconds", "playing_seconds", "waiting_seconds")}),
        ("What is read", {"fields": ("most_players", "profile", "regions")}),
    )


@admin.register(Channel)
class ChannelAdmin(SaysWhenPublished, ChannelModelAdmin):
    form = ChannelForm
    list_display = ("channel", "shown_name", "rule", "game", "short_url", "note", "created_at")
    list_filter = ("rule", "game")
    list_select_related = ("game",)
    search_fields = ("channel", "name", "url", "note")
    autocomplete_fields = ("game",)
    actions = ("block", "allow")
    date_hierarchy = "created_at"

    @admin.display(description="name", ordering="name")
    def shown_name(self, channel: Channel) -> str:
        return channel.name or "–"

    @admin.display(description="URL", ordering="url")
    def short_url(self, channel: Channel) -> str:
        return channel.url if len(channel.url) <= 60 else channel.url[:57] + "…"

    @admin.action(description="Block: never show the selected channels", permissions=["change"])
    def block(self, request: HttpRequest, channels: QuerySet[Channel]) -> None:
        self._set_rule(request, channels, Channel.Rule.BLOCK)

    @admin.action(description="Allow: take the selected channels past the filters", permissions=["change"])
    def allow(self, request: HttpRequest, channels: QuerySet[Channel]) -> None:
        self._set_rule(request, channels, Channel.Rule.ALLOW)

    def _set_rule(self, request: HttpRequest, channels: QuerySet[Channel], rule: Channel.Rule) -> None:
        changed = list(channels)
        channels.update(rule=rule)
        for channel in changed:
            super(SaysWhenPublished, self).log_change(request, channel, f"Rule: {rule.label}.")
        # An update of many sends no signal.
        publish_or_wait()
        say_when_published(request)
        self.message_user(request, f"{len(changed)} changed: {rule.label.lower()}.")
