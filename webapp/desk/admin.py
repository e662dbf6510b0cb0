"""Which of the desk's pages does Django's admin site have?"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.urls import reverse
from django.utils.html import format_html
from django_otp.plugins.otp_static.admin import StaticDevice
from django_otp.plugins.otp_totp.admin import TOTPDevice

from webapp.desk.accounts.admin import AccountAdmin
from webapp.desk.accounts.login import LoginForm
from webapp.desk.models import Match

# What these pages show is a secret: their devices are kept by each user on a page of the desk.
for model in (StaticDevice, TOTPDevice):
    admin.site.unregister(model)
admin.site.unregister(User)
admin.site.register(User, AccountAdmin)
admin.site.login_form = LoginForm

if TYPE_CHECKING:  # Django's own class takes no type at run time
    MatchModelAdmin = admin.ModelAdmin[Match]
    LogModelAdmin = admin.ModelAdmin[LogEntry]
else:
    MatchModelAdmin = LogModelAdmin = admin.ModelAdmin


class ReadOnly:
    """Nobody adds or changes what was seen to happen."""

    def has_add_permission(self, *_: Any, **__: Any) -> bool:
        return False

    def has_change_permission(self, *_: Any, **__: Any) -> bool:
        return False


@admin.register(Match)
class MatchAdmin(ReadOnly, MatchModelAdmin):
    change_list_template = "desk/matches.html"
    list_display = ("ended_at", "name", "game", "lasted", "kills", "alive", "won", "finish")
    list_display_links = ("ended_at", "name")
    list_filter = ("game", "won", "ended_at")
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
        "won",
        "page",
        "finish",
    )
    readonly_fields = ("lasted", "page", "finish")

    @admin.display(description="lasted")
    def lasted(self, match: Match) -> str:
        if match.began_at is None:
            return "–"
        took = match.ended_at - match.began_at
        return f"{took // timedelta(minutes=1)}:{took.seconds % 60:02d} min"

    @admin.display(description="stream")
    def page(self, match: Match) -> str:
        url = match.page_url
        if not url.startswith("https://"):
            return url or "–"
        return format_html('<a href="{}" rel="noreferrer">{}</a>', url, url)

    @admin.display(description="its finish")
    def finish(self, match: Match) -> str:
        if not match.picture:
            return "–"
        return format_html(
            '<img class="finish" src="{}" alt="The finish of {}" loading="lazy">',
            reverse("desk:finish", args=[match.pk]),
            match.name,
        )


@admin.register(LogEntry)
class HistoryAdmin(ReadOnly, LogModelAdmin):
    """Who changed what, over all pages."""

    list_display = ("action_time", "user", "content_type", "object_repr", "said")
    list_filter = ("content_type", "action_flag", "action_time")
    search_fields = ("object_repr", "user__username", "change_message")
    list_select_related = ("user", "content_type")
    date_hierarchy = "action_time"
    list_display_links = None
    show_full_result_count = False

    @admin.display(description="change")
    def said(self, entry: LogEntry) -> str:
        return entry.get_change_message() or entry.get_action_flag_display()

    def has_delete_permission(self, *_: Any, **__: Any) -> bool:
        return False
