"""Who may open an administration page?"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import admin
from django.contrib.admin.models import CHANGE, LogEntry
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render

View = Callable[..., HttpResponseBase]


def needs(*permissions: str) -> Callable[[View], View]:
    """Anonymous users are sent to the login page; users who lack one of ``permissions`` get a 403."""

    def guarded(view: View) -> View:
        @wraps(view)
        def allowed(request: HttpRequest, *args: Any, **named: Any) -> HttpResponseBase:
            check(request, *permissions)
            return view(request, *args, **named)

        return admin.site.admin_view(allowed)

    return guarded


def check(request: HttpRequest, *permissions: str) -> None:
    if not request.user.has_perms(permissions):
        raise PermissionDenied


def page(request: HttpRequest, template: str, title: str, **context: Any) -> HttpResponseBase:
    """A page within the admin site's frame."""
    return render(
        request, template, {**admin.site.each_context(request), "title": title, **context}
    )


def note(request: HttpRequest, changed: Any, sentence: str) -> None:
    """Adds what was done outside of Django's forms to the history."""
    LogEntry.objects.log_actions(
        request.user.pk or 0, [changed], CHANGE, sentence, single_object=True
    )
