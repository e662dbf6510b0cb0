"""How do admins choose which games are watched?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin, messages
from django.db.models import Count, Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html

from scoreboard.games import known_games
from webapp.catalog.admin.game_form import GameForm
from webapp.catalog.admin.published_notice import SaysWhenPublished
from webapp.catalog.models import Game, TaughtVersion
from webapp.catalog.platforms import COLUMNS
from webapp.catalog.regions_history import save_regions

if TYPE_CHECKING:  # Django's own class takes no type at run time
    GameModelAdmin = admin.ModelAdmin[Game]
else:
    GameModelAdmin = admin.ModelAdmin


class GameAdmin(SaysWhenPublished, GameModelAdmin):
    form = GameForm
    list_display = (
        "name",
        "enabled",
        "twitch_category",
        "kick_category",
        "youtube_category",
        "languages",
        "mature",
        "rank_by",
        "channels",
        "hud",
    )
    list_editable = ("enabled",)
    list_filter = ("enabled", "rank_by", "mature")
    search_fields = ("name", "slug", *(category for category, _ in COLUMNS.values()))
    prepopulated_fields = {"slug": ("name",)}
    readonly_fields = ("hud",)
    fieldsets = (
        (None, {"fields": ("name", "slug", "enabled", "rank_by")}),
        ("Streams", {"fields": (*COLUMNS.values(), "languages", "mature", "accept_at_once")}),
        (
            "Check intervals",
            {"fields": ("final_seconds", "playing_seconds", "waiting_seconds")},
        ),
        ("Reading", {"fields": ("most_players", "profile", "hud")}),
        ("Regions as JSON", {"fields": ("regions",), "classes": ("collapse",)}),
    )

    class Media:
        js = (forms.widgets.Script("desk/category.js", type="module"),)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Game]:
        in_use = TaughtVersion.objects.filter(game=OuterRef("pk"), in_use=True)
        return (
            super()
            .get_queryset(request)
            .annotate(channel_count=Count("channel"), is_taught=Exists(in_use))
        )

    @admin.display(description="channels", ordering="channel_count")
    def channels(self, game: Game) -> int:
        return getattr(game, "channel_count", 0)

    @admin.display(description="HUD regions")
    def hud(self, game: Game) -> str:
        if game.pk is None:
            return "Save the game first; then you can draw its regions on a frame."
        names = sorted(map(str, game.regions)) or ["built-in"] * (game.slug in known_games())
        if getattr(game, "is_taught", False):
            names.append("taught profile")
        return format_html(
            '{}<br><a href="{}">Draw on a frame</a><br><a href="{}">Teach this HUD</a>'
            '<br><a href="{}">Try on a recording</a>',
            ", ".join(names) or "none, so nothing is read",
            reverse("desk:regions", args=[game.pk]),
            reverse("desk:teach", args=[game.pk]),
            reverse("desk:scans", args=[game.pk]),
        )

    def save_model(self, request: HttpRequest, obj: Game, form: Any, change: bool) -> None:
        if change and "regions" in form.changed_data:
            save_regions(obj, obj.regions, request.user.get_username())
        else:
            super().save_model(request, obj, form, change)

    def response_add(
        self, request: HttpRequest, obj: Game, post_url_continue: str | None = None
    ) -> HttpResponse:
        """A game without built-in regions needs its own next."""
        if obj.regions or obj.slug in known_games() or "_addanother" in request.POST:
            return super().response_add(request, obj, post_url_continue)
        messages.success(
            request,
            f"{obj} was added. Next, add a channel that plays it and draw its regions on a frame, or teach its HUD.",
        )
        return redirect("desk:regions", pk=obj.pk)
