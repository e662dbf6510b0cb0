"""Is this two-factor code right? Wrong codes count like wrong passwords."""

from __future__ import annotations

from typing import Any

from axes.handlers.proxy import AxesProxyHandler
from django.contrib.auth.signals import user_login_failed
from django.http import HttpRequest
from django_otp import match_token


def code_fits(request: HttpRequest, user: Any, code: str) -> bool:
    """Remembers the device on ``user`` when it does. A user locked for this address is not let in by any code.

    No code at all does not count: the form is often sent without it.
    """
    credentials = {"username": user.get_username()}
    if not code or not AxesProxyHandler.is_allowed(request, credentials):
        return False
    device = match_token(user, code)
    if device is None:
        user_login_failed.send(sender=__name__, credentials=credentials, request=request)
        return False
    user.otp_device = device
    return True
