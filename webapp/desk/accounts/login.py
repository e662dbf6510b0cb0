"""Who logs in, from where, and with which code?"""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.admin.forms import AdminAuthenticationForm
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django_otp import match_token, user_has_device

CODE_LENGTH = 16
WRONG = "This account needs a code from its authenticator, or one of its backup codes; this one is wrong or used."


def address_of(request: HttpRequest) -> str:
    """As the nearest proxy says; only a site for others stands behind one."""
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "") if settings.FOR_OTHERS else ""
    return (forwarded.rpartition(",")[2].strip() or request.META.get("REMOTE_ADDR", ""))[:64]


class LoginForm(AdminAuthenticationForm):
    """Asks for a second factor those alone who have set one up."""

    code = forms.CharField(
        label="Code",
        required=False,
        max_length=CODE_LENGTH,
        help_text="Where you have set up a second factor.",
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code"}),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        user: Any = self.get_user()
        if user is not None and user_has_device(user):
            device = match_token(user, (cleaned.get("code") or "").strip())
            if device is None:
                raise ValidationError(WRONG, code="invalid_code")
            user.otp_device = device
        return cleaned
