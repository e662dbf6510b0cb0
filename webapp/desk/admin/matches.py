"""How is a finished match listed?"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html

from webapp.desk.admin.read_only import ReadOnly
from webapp.desk.models import Match

if TYPE_CHECKING:  # Django's own class takes no type at run time
    MatchModelAdmin = admin.ModelAdmin[Match]
else:
    MatchModelAdmin = admin.ModelAdmin


@admin.register(Match)
class MatchAdmin(ReadOnly, MatchModelAdmin):
    change_list_template = "desk/matches.html"
    list_display = ("ended_at", "name", "game", "lasted", "kills", "alive", "ended_as", "finish")
    list_display_links = ("ended_at", "name")
    list_filter = ("game", "result", "mode", "ended_at")
    search_fields = ("name", "channel")
    search_help_text = "By name or channel."
    date_hierarchy = "ended_at"
    show_full_result_count = False
    fields = (
        "name",
        "channel",
        "game",
        "began_at",
        "ended_at",
        "lasted",
        "kills",
        "alive",
        "ended_as",
        "mode",
        "watched_until",
        "page",
        "finish",
    )
    readonly_fields = ("lasted", "ended_as", "page", "finish")

    @admin.display(description="duration")
    def lasted(self, match: Match) -> str:
        if match.began_at is None:
            return "–"
        took = match.ended_at - match.began_at
        return f"{took // timedelta(minutes=1)}:{took.seconds % 60:02d} min"

    @admin.display(description="result", ordering="result")
    def ended_as(self, match: Match) -> str:
        if match.won:  # rows of old versions have no result
            return match.Result.WON.label
        return match.get_result_display() + (f", {match.place}" if match.place else "")

    @admin.display(description="stream")
    def page(self, match: Match) -> str:
        url = match.page_url
        if not url.startswith("https://"):
            return url or "–"
        return format_html('<a href="{}" rel="noreferrer">{}</a>', url, url)

    @admin.display(description="final frame")
    def finish(self, match: Match) -> str:
        if not match.picture:
            return "–"
        return format_html(
            '<img class="finish" src="{}" alt="Final frame of {}" loading="lazy">',
            reverse("desk:finish", args=[match.pk]),
            match.name,
        )
