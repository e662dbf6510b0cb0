"""Who changed what, over all pages?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.contrib.admin.models import LogEntry

from webapp.desk.admin.read_only import ReadOnly

if TYPE_CHECKING:  # Django's own class takes no type at run time
    LogModelAdmin = admin.ModelAdmin[LogEntry]
else:
    LogModelAdmin = admin.ModelAdmin


@admin.register(LogEntry)
class HistoryAdmin(ReadOnly, LogModelAdmin):
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
