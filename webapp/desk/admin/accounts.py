"""How does an administrator manage accounts, and what may each group do?"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.contrib.auth.models import Group, User
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django_otp.plugins.otp_static.admin import StaticDevice
from django_otp.plugins.otp_totp.admin import TOTPDevice

from webapp.desk.accounts.admin import AccountAdmin
from webapp.desk.accounts.login import LoginForm

# These pages show secrets; each user keeps the own devices on a page of this app.
for model in (StaticDevice, TOTPDevice):
    admin.site.unregister(model)
admin.site.unregister(User)
admin.site.login_form = LoginForm

GROUPS = {
    "Viewer": "sees every page and changes nothing.",
    "Moderator": "also adds, blocks and features channels, and reviews doubts and submissions.",
    "Administrator": "also manages games, HUD regions, webhooks and accounts, and sees the history.",
}
"""As migration 0002 makes them."""


@admin.register(User)
class ExplainedAccountAdmin(AccountAdmin):
    """With what each group may do."""

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        field = super().formfield_for_manytomany(db_field, request, **kwargs)
        if field is not None and db_field.name == "groups":
            field.help_text = explained(Group.objects.values_list("name", flat=True))
        return field


def explained(names: Iterable[str]) -> str:
    """What each of these groups may do; of one that an administrator made nothing is known."""
    known = [(name, GROUPS[name]) for name in GROUPS if name in set(names)]
    rows = format_html_join("", "<br><b>{}</b> {}", known)
    return format_html("Staff status is needed as well. {}", rows)
