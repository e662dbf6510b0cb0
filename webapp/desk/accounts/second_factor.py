"""How does an admin set up a second factor for logging in, and give it up?"""

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
from django_otp import match_token
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

from webapp.desk.accounts.access import needs, note, page

BACKUP_CODES = 10
QR_SCALE = 5
"""Pixels for each module of the code."""


@needs()
@require_http_methods(["GET", "POST"])
def second_factor(request: HttpRequest) -> HttpResponseBase:
    """The key and the backup codes are shown this once."""
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
    return page(request, "desk/second_factor.html", "Second factor", has=has, **shown)


def give_up(user: User) -> None:
    for model in (TOTPDevice, StaticDevice):
        model.objects.filter(user=user).delete()


def _begin(request: HttpRequest, user: User) -> dict[str, Any] | None:
    if TOTPDevice.objects.filter(user=user, confirmed=True).exists():
        return None
    TOTPDevice.objects.filter(user=user).delete()
    device = TOTPDevice.objects.create(user=user, name="authenticator", confirmed=False)
    return {
        "key": base64.b32encode(device.bin_key).decode(),
        "address": device.config_url,
        "picture": segno.make(device.config_url, micro=False).png_data_uri(scale=QR_SCALE),
    }


def _confirm(request: HttpRequest, user: User) -> dict[str, Any] | None:
    device = TOTPDevice.objects.filter(user=user, confirmed=False).first()
    if device is None or not device.verify_token(request.POST.get("code", "").strip()):
        messages.error(request, "That code is wrong: begin again with a new key.")
        return None
    with transaction.atomic():
        device.confirmed = True
        device.save()
        codes = _backup_codes(user)
    note(request, user, "Second factor set up.")
    return {"codes": codes}


def _backup_codes(user: User) -> list[str]:
    StaticDevice.objects.filter(user=user).delete()
    device = StaticDevice.objects.create(user=user, name="backup codes")
    codes = [secrets.token_hex(5) for _ in range(BACKUP_CODES)]
    for code in codes:
        device.token_set.create(token=code)
    return codes


def _give_up(request: HttpRequest, user: User) -> dict[str, Any] | None:
    if match_token(user, request.POST.get("code", "").strip()) is None:
        messages.error(request, "That code is wrong.")
        return None
    give_up(user)
    note(request, user, "Second factor given up.")
    messages.success(request, "From now on your password alone logs you in.")
    return None
