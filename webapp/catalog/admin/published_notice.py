"""How does an admin learn that a saved change cannot reach the workers yet?"""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest

from webapp.store.link import store


class SaysWhenPublished:
    """Warns after every change that Django's forms make."""

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        say_when_published(request)
        return super().log_addition(request, obj, message)  # type: ignore[misc]

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        say_when_published(request)
        return super().log_change(request, obj, message)  # type: ignore[misc]


def say_when_published(request: HttpRequest) -> None:
    if not store().answers():
        messages.warning(
            request,
            "Saved. Redis is unreachable; the workers will pick the change up once it is back.",
        )
