"""How are all submissions listed, decided or not?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import admin

from webapp.desk.admin.read_only import ReadOnly
from webapp.joining.models import Submission

if TYPE_CHECKING:  # Django's own class takes no type at run time
    SubmissionModelAdmin = admin.ModelAdmin[Submission]
else:
    SubmissionModelAdmin = admin.ModelAdmin


@admin.register(Submission)
class SubmissionAdmin(ReadOnly, SubmissionModelAdmin):
    """They are decided in the queue."""

    list_display = ("asked_at", "name", "platform", "game", "state", "decided_by", "decided_at")
    list_display_links = ("asked_at", "name")
    list_filter = ("state", "platform", "game", "asked_at")
    list_select_related = ("game",)
    search_fields = ("name", "channel", "login")
    search_help_text = "By name or channel."
    show_full_result_count = False
    fields = (
        *("name", "channel", "platform", "login", "url", "game", "asked_at"),
        *("state", "decided_by", "decided_at", "removed_at", "added"),
    )

    def has_delete_permission(self, *_: object, **__: object) -> bool:
        return False
