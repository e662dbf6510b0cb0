"""How does an admin turn two-factor authentication on and off?"""

from __future__ import annotations

import base64
import secrets
from typing import Any, cast

import segno
from django.contrib import messages
from django.contrib.auth.models import User
from django.db import transaction
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

from webapp.desk.accounts.access import needs, note, page
from webapp.desk.accounts.code import code_fits

BACKUP_CODES = 10
QR_SCALE = 5
"""Pixels per module of the code."""


@needs()
@require_http_methods(["GET", "POST"])
def second_factor(request: HttpRequest) -> HttpResponseBase:
    """The key and the backup codes are shown only here."""
    user = cast("User", request.user)
    action = {"begin": _begin, "confirm": _confirm, "give_up": _give_up}.get(
        request.POST.get("action", "")
    )
    shown: dict[str, Any] | None = (
        action(request, user) if action and request.method == "POST" else {}
    )
    if shown is None:
        return redirect("desk:second-factor")
    has = TOTPDevice.objects.filter(user=user, confirmed=True).exists()
    return page(request, "desk/second_factor.html", "Two-factor authentication", has=has, **shown)


def give_up(user: User) -> None:
    for model in (TOTPDevice, StaticDevice):
        model.objects.filter(user=user).delete()


def _begin(request: HttpRequest, user: User) -> dict[str, Any] | None:
    if TOTPDevice.objects.filter(user=user, confirmed=True).exists():
        return None
    TOTPDevice.objects.filter(user=user).delete()
    return _shown(TOTPDevice.objects.create(user=user, name="authenticator", confirmed=False))


def _shown(device: TOTPDevice) -> dict[str, Any]:
    return {
        "key": base64.b32encode(device.bin_key).decode(),
        "address": device.config_url,
        "picture": segno.make(device.config_url, micro=False).png_data_uri(scale=QR_SCALE),
    }


def _confirm(request: HttpRequest, user: User) -> dict[str, Any] | None:
    """A mistyped code leaves the new key as it is: it is in the authenticator already."""
    device = TOTPDevice.objects.filter(user=user, confirmed=False).first()
    if device is None:
        return None
    if not device.verify_token(request.POST.get("code", "").strip()):
        messages.error(request, "Wrong code. Enter the one your app shows now.")
        return _shown(device)
    with transaction.atomic():
        device.confirmed = True
        device.save()
        codes = _backup_codes(user)
    note(request, user, "Turned two-factor authentication on.")
    return {"codes": codes}


def _backup_codes(user: User) -> list[str]:
    StaticDevice.objects.filter(user=user).delete()
    device = StaticDevice.objects.create(user=user, name="backup codes")
    codes = [secrets.token_hex(5) for _ in range(BACKUP_CODES)]
    for code in codes:
        device.token_set.create(token=code)
    return codes


def _give_up(request: HttpRequest, user: User) -> dict[str, Any] | None:
    if not code_fits(request, user, request.POST.get("code", "").strip()):
        messages.error(request, "Wrong code.")
        return None
    give_up(user)
    note(request, user, "Turned two-factor authentication off.")
    messages.success(request, "Two-factor authentication is off.")
    return None
