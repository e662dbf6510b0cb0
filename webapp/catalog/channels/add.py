"""How is a stream by URL added to what we watch?"""

from __future__ import annotations

from django.conf import settings

from webapp.catalog.channels.naming import channel_for, name_from
from webapp.catalog.channels.url_check import UrlRefused, check_stream_url
from webapp.catalog.models import Channel, Game, printable

NAME_LENGTH = 80


class ChannelRefused(ValueError):
    """The sentence says why; nothing is stored."""


class AlreadyWatched(ChannelRefused):
    """The same URL stands in the catalog."""


def prepare_channel(url: str, game_slug: str, name: str = "", wanted: str = "") -> Channel:
    """The channel to be saved, checked, called ``wanted`` where that is free; raises ``ChannelRefused``."""
    game = Game.objects.filter(slug=game_slug[:40]).first()
    if game is None:
        known = ", ".join(Game.objects.order_by("slug").values_list("slug", flat=True))
        raise ChannelRefused(f"Unknown game {game_slug[:40]!r}: the known ones are {known}.")
    name = printable(name)
    if len(name) > NAME_LENGTH:
        raise ChannelRefused(f"The name has {len(name):,} characters; {NAME_LENGTH} is the most.")
    try:
        url = check_stream_url(url, settings.ALLOWED_STREAM_HOSTS)
    except UrlRefused as refused:
        raise ChannelRefused(str(refused)) from None
    return Channel(
        channel=_free_channel(url, wanted or name),
        rule=Channel.Rule.WATCH,
        game=game,
        name=name or name_from(url),
        url=url,
    )


def _free_channel(url: str, wanted: str) -> str:
    taken = Channel.objects.filter(url=url, rule=Channel.Rule.WATCH).first()
    if taken is not None:
        raise AlreadyWatched(f"This URL is watched already, as {taken.channel}.")
    channel = channel_for(url, wanted, lambda trial: Channel.objects.filter(channel=trial).exists())
    standing = Channel.objects.filter(channel=channel).first()
    if standing is not None:
        raise AlreadyWatched(
            f"The channel {channel} stands in the catalog already ({standing.get_rule_display()})."
        )
    return channel
