"""Which accounts can an administrator change, and which permissions can they grant?

Nobody gives rights they do not have, and only superusers change superusers: otherwise every administrator is one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import Group, Permission, User
from django.db.models import QuerySet
from django.http import HttpRequest

from webapp.desk.accounts.second_factor import give_up

if TYPE_CHECKING:  # Django's own class takes no type at run time
    UserModelAdmin = UserAdmin[User]
else:
    UserModelAdmin = UserAdmin

SUPERUSERS_FIELDS = ("is_superuser", "user_permissions")


class AccountAdmin(UserModelAdmin):
    """Django's, bounded by what the one who uses it may do."""

    actions = ("forget_second_factor",)

    @admin.action(
        description="Reset two-factor authentication for selected users", permissions=["change"]
    )
    def forget_second_factor(self, request: HttpRequest, users: QuerySet[User]) -> None:
        changed = [user for user in users if self.has_change_permission(request, user)]
        for user in changed:
            give_up(user)
            self.log_change(request, user, "Reset two-factor authentication.")
        self.message_user(request, f"Two-factor authentication reset for {len(changed)} users.")

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> Any:
        kept = super().get_readonly_fields(request, obj)
        return kept if _is_superuser(request) else (*kept, *SUPERUSERS_FIELDS)

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "groups" and not _is_superuser(request):
            kwargs["queryset"] = Group.objects.filter(pk__in=_within(request.user))
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        found = super().get_queryset(request)
        deletes = request.POST.get("action") == "delete_selected"
        return found.filter(is_superuser=False) if deletes and not _is_superuser(request) else found

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return super().has_change_permission(request, obj) and _is_in_reach(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return super().has_delete_permission(request, obj) and _is_in_reach(request, obj)


def _is_superuser(request: HttpRequest) -> bool:
    return bool(getattr(request.user, "is_superuser", False))


def _is_in_reach(request: HttpRequest, user: User | None) -> bool:
    """Whether ``user`` has only permissions that the caller has; resetting a password would hand all of them over."""
    if user is None or _is_superuser(request):
        return True
    asking = cast("User", request.user)
    return not user.is_superuser and user.get_all_permissions() <= asking.get_all_permissions()


def _within(user: Any) -> list[int]:
    """The groups whose every permission ``user`` has."""
    own = user.get_all_permissions()
    return [group.pk for group in Group.objects.all() if _rights_of(group) <= own]


def _rights_of(group: Group) -> set[str]:
    rows = Permission.objects.filter(group=group).values_list("content_type__app_label", "codename")
    return {f"{label}.{codename}" for label, codename in rows}
