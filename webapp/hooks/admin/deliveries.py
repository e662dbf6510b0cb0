"""What became of each delivery?"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from django.contrib import admin
from django.utils.html import format_html, format_html_join

from webapp.desk.admin.read_only import ReadOnly
from webapp.hooks.models import Delivery

if TYPE_CHECKING:  # Django's own class takes no type at run time
    DeliveryModelAdmin = admin.ModelAdmin[Delivery]
else:
    DeliveryModelAdmin = admin.ModelAdmin


class DeliveryAdmin(ReadOnly, DeliveryModelAdmin):
    list_display = (
        "happened_at",
        "webhook",
        "kind",
        "name",
        "game",
        "state",
        "attempts",
        "answer",
        "took_ms",
    )
    list_display_links = ("happened_at",)
    list_filter = ("state", "kind", "webhook", "game", "created_at")
    list_select_related = ("webhook",)
    search_fields = ("name", "channel", "event")
    search_help_text = "By stream, channel or event ID."
    date_hierarchy = "created_at"
    show_full_result_count = False
    fields = (
        "webhook",
        "kind",
        "name",
        "channel",
        "game",
        "happened_at",
        "state",
        "each_try",
        "next_at",
        "finished_at",
        "took_ms",
        "event",
        "request_body",
    )
    readonly_fields = ("each_try", "request_body")

    @admin.display(description="attempts")
    def each_try(self, delivery: Delivery) -> str:
        rows = ((at, sentence) for at, _, sentence in delivery.tries)
        if not delivery.tries:
            return "None yet"
        return format_html("<ol>{}</ol>", format_html_join("", "<li>{}: {}</li>", rows))

    @admin.display(description="request body")
    def request_body(self, delivery: Delivery) -> str:
        """What was sent holds no secret."""
        shown = json.dumps(json.loads(delivery.body), indent=2, ensure_ascii=False)
        return format_html("<pre>{}</pre>", shown)
