"""Who sent this request of Django's?"""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest

from webapp.caller.address import caller


def address_of(request: HttpRequest) -> str:
    """What failed logins are counted by, beside the account, and submissions."""
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "")
    return caller(request.META.get("REMOTE_ADDR", ""), forwarded, settings.TRUSTED_PROXY_HOPS)
