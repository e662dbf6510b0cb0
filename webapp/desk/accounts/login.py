"""Who logs in, from where, and with which code?"""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.admin.forms import AdminAuthenticationForm
from django.core.exceptions import ValidationError
from django_otp import user_has_device

from webapp.caller.request import address_of
from webapp.desk.accounts.code import code_fits

__all__ = ["LoginForm", "address_of"]

CODE_LENGTH = 16
WRONG = "Enter a code from your authenticator app or an unused backup code."


class LoginForm(AdminAuthenticationForm):
    """Asks for a second factor if the user has set one up."""

    code = forms.CharField(
        label="Code",
        required=False,
        max_length=CODE_LENGTH,
        help_text="If you use two-factor authentication.",
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code"}),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        user: Any = self.get_user()
        if user is not None and user_has_device(user):
            code = (cleaned.get("code") or "").strip()
            if self.request is None or not code_fits(self.request, user, code):
                raise ValidationError(WRONG, code="invalid_code")
        return cleaned
