"""Which channel does a name shown on the board refer to?"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.db.models import Q

from scoreboard.models import Stream
from webapp.catalog.channels.channel_page import channel_page
from webapp.catalog.models import Channel
from webapp.catalog.naming import TWITCH_PREFIX, bare_login, twitch_login, twitch_page


class NobodyMeant(ValueError):
    """The sentence says why."""


@dataclass(frozen=True, slots=True)
class Meant:
    """A channel as the board calls it."""

    channel: str
    url: str
    name: str = ""
    is_seen: bool = True
    """Whether it is live or in the catalog."""


def meant(text: str, live: Mapping[str, Stream]) -> Meant:
    """By channel, by name on the board, else by Twitch login. Raises ``NobodyMeant``."""
    text = text.strip()
    login = twitch_login(text)
    if not login:
        found = _named(text, live)
        if found:
            return found
        login = bare_login(text.removeprefix(TWITCH_PREFIX))
    if not login:
        raise NobodyMeant(
            f"No live or known channel is called {text[:80]!r}. Pick one from the list, or enter its page."
        )
    channel = f"{TWITCH_PREFIX}{login}"
    return _seen([channel], live) or Meant(
        channel, twitch_page(text) or twitch_page(login), is_seen=False
    )


def _named(text: str, live: Mapping[str, Stream]) -> Meant | None:
    exact = _seen([text.lower()], live)
    if exact:
        return exact
    channels = {
        stream.channel for stream in live.values() if stream.name.casefold() == text.casefold()
    }
    channels.update(
        Channel.objects.filter(name__iexact=text[:200]).values_list("channel", flat=True)
    )
    if len(channels) > 1:
        raise NobodyMeant(
            f"Several channels are called {text[:80]!r}: {', '.join(sorted(channels)[:5])}. Enter one of these."
        )
    return _seen(channels, live)


def _seen(channels: Collection[str], live: Mapping[str, Stream]) -> Meant | None:
    for row in Channel.objects.filter(Q(channel__in=channels)):
        return Meant(row.channel, row.url, row.name)
    for channel in channels:
        if channel in live:
            stream = live[channel]
            return Meant(channel, channel_page(stream), stream.name)
    return None
