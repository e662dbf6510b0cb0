"""How does an administrator keep accounts, and what may each group do?"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import Group, User
from django.db.models import ManyToManyField, QuerySet
from django.forms import ModelMultipleChoiceField
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django_otp.plugins.otp_static.admin import StaticDevice
from django_otp.plugins.otp_totp.admin import TOTPDevice

from webapp.desk.accounts.login import LoginForm
from webapp.desk.accounts.second_factor import give_up

# These pages show secrets; each user keeps the own devices on a page of this app.
for model in (StaticDevice, TOTPDevice):
    admin.site.unregister(model)
admin.site.unregister(User)
admin.site.login_form = LoginForm

if TYPE_CHECKING:  # Django's own class takes no type at run time
    UserModelAdmin = UserAdmin[User]
else:
    UserModelAdmin = UserAdmin

GROUPS = {
    "Viewer": "sees every page and changes nothing.",
    "Moderator": "also adds, blocks and features channels, and reviews doubts.",
    "Administrator": "also manages games, HUD regions and accounts, and sees the history.",
}
"""As migration 0002 makes them."""


@admin.register(User)
class AccountAdmin(UserModelAdmin):
    """Django's, with what each group may do, and a way back in for somebody who lost the authenticator."""

    actions = ("forget_second_factor",)

    @admin.action(
        description="Reset two-factor authentication for selected users", permissions=["change"]
    )
    def forget_second_factor(self, request: HttpRequest, users: QuerySet[User]) -> None:
        for user in users:
            give_up(user)
            self.log_change(request, user, "Two-factor authentication reset.")
        self.message_user(request, f"{users.count()} can log in with the password alone.")

    def formfield_for_manytomany(
        self, db_field: ManyToManyField[Any, Any], request: HttpRequest, **named: Any
    ) -> ModelMultipleChoiceField[Any] | None:
        field = super().formfield_for_manytomany(db_field, request, **named)
        if field is not None and db_field.name == "groups":
            field.help_text = explained(Group.objects.values_list("name", flat=True))
        return field


def explained(names: Iterable[str]) -> str:
    """What each of these groups may do; of one that an administrator made nothing is known."""
    known = [(name, GROUPS[name]) for name in GROUPS if name in set(names)]
    rows = format_html_join("", "<br><b>{}</b> {}", known)
    return format_html("Staff status is needed as well. {}", rows)
