"""How is a stream added by URL?"""

from __future__ import annotations

from django.core.exceptions import ValidationError

from webapp.catalog.channels.stream_url import stream_url
from webapp.catalog.channels.url_check import UrlRefused
from webapp.catalog.game_named import UnknownGame, game_named
from webapp.catalog.limits import DUPLICATE, printable, sentence_of
from webapp.catalog.models import Channel, Game
from webapp.catalog.naming import channel_for, name_from

NAME_LENGTH = 80


class ChannelRefused(ValueError):
    """The sentence says why; nothing is stored."""


class AlreadyWatched(ChannelRefused):
    """The stream is already in the catalog."""


def prepare_channel(url: str, game: str, name: str = "", wanted: str = "") -> Channel:
    """The channel to be saved, checked, called ``wanted`` where that is free; raises ``ChannelRefused``."""
    name = printable(name)
    if len(name) > NAME_LENGTH:
        raise ChannelRefused(f"The name has {len(name):,} characters; the limit is {NAME_LENGTH}.")
    try:
        found = game_named(game, Game.objects.all())
        url = stream_url(url)
    except (UnknownGame, UrlRefused) as refused:
        raise ChannelRefused(str(refused)) from None
    channel = Channel(
        channel=channel_for(url, wanted or name, Channel.is_taken),
        rule=Channel.Rule.WATCH,
        game=found,
        name=name or name_from(url),
        url=url,
    )
    try:
        channel.full_clean()
    except ValidationError as refused:
        is_known = any(fault.code == DUPLICATE for fault in refused.error_dict.get("url", ()))
        raise (AlreadyWatched if is_known else ChannelRefused)(sentence_of(refused)) from None
    return channel
