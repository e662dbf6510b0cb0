"""How do admins manage webhooks, try one out, and get its secret?"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.contrib import admin, messages
from django.db.models import Max, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.views.decorators.http import require_POST

from webapp.desk.accounts.access import check, note, page
from webapp.hooks.admin.webhook_form import WebhookForm
from webapp.hooks.message.sign import new_secret
from webapp.hooks.models import EVENTS, Webhook
from webapp.hooks.queue.deliver import send_test
from webapp.hooks.send.receiver_url import masked
from webapp.store.clock import instant
from webapp.store.clock import now as site_now

if TYPE_CHECKING:  # Django's own class takes no type at run time
    WebhookModelAdmin = admin.ModelAdmin[Webhook]
else:
    WebhookModelAdmin = admin.ModelAdmin

CHANGE = "hooks.change_webhook"
SECRET_FIELDS = {"url", "secret", "previous_secret"}
OLD_SECRET_HOURS = 24
"""For so long a new secret's predecessor signs as well, while the receiver takes the new one over."""


class WebhookAdmin(WebhookModelAdmin):
    form = WebhookForm
    list_display = ("name", "form", "receiver", "which_game", "told", "condition", "last")
    list_filter = ("enabled", "form", "game")
    list_select_related = ("game",)
    search_fields = ("name",)
    readonly_fields = ("condition",)
    fieldsets = (
        (None, {"fields": ("name", "form", "url", "enabled", "condition")}),
        ("Events", {"fields": ("game", "final_ten", "final_three", "won", "on_air")}),
        ("Limits", {"fields": ("pause_seconds",)}),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Webhook]:
        return super().get_queryset(request).annotate(last_at=Max("delivery__finished_at"))

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        """Django lets a list be filtered by any field: letter by letter, that would tell what is never shown."""
        is_secret = not SECRET_FIELDS.isdisjoint(lookup.split("__"))
        return not is_secret and super().lookup_allowed(lookup, value, request)

    def get_readonly_fields(self, request: HttpRequest, obj: Webhook | None = None) -> Any:
        """What waits has been written in the format."""
        kept = super().get_readonly_fields(request, obj)
        return (*kept, "form") if obj else kept

    def get_fieldsets(self, request: HttpRequest, obj: Webhook | None = None) -> Any:
        """Who may only look sees no field for the URL: it would show it. A new one has no status."""
        found = super().get_fieldsets(request, obj)
        if obj is None:
            return ((None, {"fields": ("name", "form", "url", "enabled")}), *found[1:])
        if self.has_change_permission(request, obj):
            return found
        fields = ("name", "form", "receiver", "enabled", "condition")
        return ((None, {"fields": fields}), *found[1:])

    def get_urls(self) -> list[URLPattern]:
        guarded = self.admin_site.admin_view
        return [
            path("<int:pk>/test/", guarded(require_POST(test_view)), name="hooks_webhook_test"),
            path(
                "<int:pk>/secret/", guarded(require_POST(secret_view)), name="hooks_webhook_secret"
            ),
            *super().get_urls(),
        ]

    @admin.display(description="receiver")
    def receiver(self, webhook: Webhook) -> str:
        return masked(webhook.url)

    @admin.display(description="game", ordering="game__name")
    def which_game(self, webhook: Webhook) -> str:
        return str(webhook.game) if webhook.game else "All games"

    @admin.display(description="events")
    def told(self, webhook: Webhook) -> str:
        return ", ".join(EVENTS[kind] for kind in webhook.kinds)

    @admin.display(description="status")
    def condition(self, webhook: Webhook) -> str:
        return condition_of(webhook, site_now())

    @admin.display(description="last delivery", ordering="last_at")
    def last(self, webhook: Webhook) -> str:
        at = getattr(webhook, "last_at", None)
        if at is None:
            return "–"
        log = reverse("admin:hooks_delivery_changelist")
        link = '<a href="{}?webhook__id__exact={}">{}</a>'
        return format_html(link, log, webhook.pk, f"{at:%Y-%m-%d %H:%M}")

    def save_model(self, request: HttpRequest, obj: Webhook, form: Any, change: bool) -> None:
        """A change writes its own fields alone: the others are those of the process that sends."""
        if not change:
            obj.secret = new_secret() if obj.form == Webhook.Form.JSON else ""
            obj.save()
            return
        changed = set(form.changed_data)
        if {"url", "enabled"} & changed:
            obj.failures, obj.rests_until, obj.off_because = 0, None, ""
            changed |= {"failures", "rests_until", "off_because"}
        obj.save(update_fields=changed)

    def response_add(
        self, request: HttpRequest, obj: Webhook, post_url_continue: str | None = None
    ) -> HttpResponse:
        """The secret of a new webhook, or its page, where a test can be sent."""
        if obj.form == Webhook.Form.JSON:
            return _secret_page(request, obj)  # type: ignore[return-value]
        messages.success(request, f"{obj} was added. Send a test to see whether it works.")
        return redirect("admin:hooks_webhook_change", obj.pk)


def condition_of(webhook: Webhook, now: float) -> str:
    if webhook.off_because:
        return f"Turned off by the site. {webhook.off_because}"
    if not webhook.enabled:
        return "Off"
    if not webhook.failures:
        return "OK"
    rest = webhook.rests_until.timestamp() - now if webhook.rests_until else 0.0
    again = f"next attempt in {rest:.0f} s" if rest > 0 else "next attempt with the next event"
    return f"Failing, {again}"


def test_view(request: HttpRequest, pk: int) -> HttpResponseBase:
    check(request, CHANGE)
    webhook = get_object_or_404(Webhook, pk=pk)
    delivery, outcome = send_test(webhook, site_now)
    note(request, webhook, "Sent a test.")
    tell = messages.success if outcome.verdict == "delivered" else messages.error
    status = f" (status {outcome.status})" if outcome.status else ""
    said = "Test delivered" if outcome.verdict == "delivered" else "Test failed"
    log = reverse("admin:hooks_delivery_change", args=[delivery.pk])
    sentence = '{}{} after {} ms. {} <a href="{}">Details</a>'
    tell(request, format_html(sentence, said, status, outcome.took_ms, outcome.sentence, log))
    return redirect("admin:hooks_webhook_change", pk)


def secret_view(request: HttpRequest, pk: int) -> HttpResponseBase:
    check(request, CHANGE)
    webhook = get_object_or_404(Webhook, pk=pk, form=Webhook.Form.JSON)
    webhook.previous_secret, webhook.secret = webhook.secret, new_secret()
    webhook.previous_until = instant(site_now()) + timedelta(hours=OLD_SECRET_HOURS)
    webhook.save(update_fields=["secret", "previous_secret", "previous_until"])
    note(request, webhook, "Replaced the secret.")
    return _secret_page(request, webhook, OLD_SECRET_HOURS)


def _secret_page(request: HttpRequest, webhook: Webhook, old_hours: int = 0) -> HttpResponseBase:
    """In the answer itself: neither a cookie nor a redirect carries the secret. The admin site lets nobody cache it."""
    return page(
        request, "hooks/secret.html", "Webhook secret", webhook=webhook, old_hours=old_hours
    )
