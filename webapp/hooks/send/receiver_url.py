"""Where may a webhook send to, and how is its URL shown?

A URL is as good as a password: whoever knows a Discord webhook's can post there.
"""

from __future__ import annotations

import re
from functools import cache
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from django.conf import settings

from scoreboard.addresses.endpoint import UrlRefused, endpoint, typed
from scoreboard.addresses.guard import AddressGuard, Unresolved
from webapp.catalog.models import URL_LENGTH

LOOK_UP_SECONDS = 3.0
DISCORD_VERSION = "v10"
"""Without a version Discord answers as version 6 does, which counts ``retry_after`` in milliseconds."""
_DISCORD_HOST = re.compile(r"(www\.|canary\.|ptb\.)?discord(app)?\.com")
_DISCORD_PATH = re.compile(r"/api(?:/v\d+)?/webhooks/(\d{1,20})/([\w-]{1,200})/?")
_SHOWN_CHARACTERS = 4
_LONG_ENOUGH = 24
"""A path of so many characters keeps its secret although its end is shown."""


@cache
def guard() -> AddressGuard:
    """The rules for streams: public addresses, and the hosts in ``ALLOWED_STREAM_HOSTS``."""
    return AddressGuard(settings.ALLOWED_STREAM_HOSTS)


def check_receiver(url: str) -> str:
    """``url`` as it is to be stored. Raises ``UrlRefused``."""
    url = typed(url, URL_LENGTH)
    to = endpoint(url)
    if to.scheme != "https" and not guard().allows(to.host, to.port):
        raise UrlRefused("Use https. Only hosts in ALLOWED_STREAM_HOSTS may use http.")
    try:
        guard().addresses(to.host, to.port, LOOK_UP_SECONDS)
    except (TimeoutError, Unresolved) as failure:
        raise UrlRefused(str(failure)) from None
    return urlunsplit(urlsplit(url)._replace(fragment=""))


def is_discords(url: str) -> bool:
    parts = urlsplit(url)
    return bool(_DISCORD_HOST.fullmatch(parts.hostname or "") and parts.path.startswith("/api/"))


def is_discord_shaped(url: str) -> bool:
    return bool(_DISCORD_PATH.fullmatch(urlsplit(url).path))


def execute_url(url: str) -> str:
    """Discord's Execute Webhook: with a version, and with ``wait``, so that a message that is not saved is an error."""
    parts = urlsplit(url)
    found = _DISCORD_PATH.fullmatch(parts.path)
    path = f"/api/{DISCORD_VERSION}/webhooks/{found[1]}/{found[2]}" if found else parts.path
    thread = [(name, value) for name, value in parse_qsl(parts.query) if name == "thread_id"]
    return urlunsplit(parts._replace(path=path, query=urlencode([*thread, ("wait", "true")])))


def masked(url: str) -> str:
    """The host, and the last characters of what would be secret."""
    parts = urlsplit(url)
    rest = f"{parts.path}?{parts.query}"
    end = url[-_SHOWN_CHARACTERS:] if len(rest) >= _LONG_ENOUGH else ""
    return f"{parts.scheme}://{parts.netloc}/…{end}"
