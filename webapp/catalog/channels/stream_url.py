"""Which URL does an admin mean? A Twitch name, its page in any form, or any URL that may be watched."""

from __future__ import annotations

from collections.abc import Callable, Collection

from django.conf import settings

from webapp.catalog.channels.url_check import UrlRefused, check_stream_url
from webapp.catalog.naming import is_on_twitch, twitch_page

Resolve = Callable[[str], Collection[str]]
NO_CHANNEL = (
    "This Twitch address is not the page of a channel. Enter twitch.tv/NAME or just the name."
)


def stream_url(text: str, resolve: Resolve | None = None) -> str:
    """As it is to be stored. Raises ``UrlRefused``. A Twitch channel costs no DNS query."""
    page = twitch_page(text)
    if page:
        return page
    if is_on_twitch(text):
        raise UrlRefused(NO_CHANNEL)
    if resolve is None:
        return check_stream_url(text, settings.ALLOWED_STREAM_HOSTS)
    return check_stream_url(text, settings.ALLOWED_STREAM_HOSTS, resolve)
