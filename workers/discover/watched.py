"""Which channels do admins watch by their URL?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from scoreboard.models import Channel, Game, Stream
from workers.discover.player import player_of
from workers.discover.plugin import is_playlist, plugin_of


def watched(channels: Iterable[Channel], games: Mapping[str, Game], now: float) -> Iterator[Stream]:
    """Live or not: the first look tells."""
    for channel in channels:
        if channel.rule != "watch" or channel.game not in games:
            continue
        playable = is_playlist(channel.url)
        platform = "web" if playable else plugin_of(channel.url)
        yield Stream(
            channel=channel.channel,
            game=channel.game,
            name=channel.name or channel.channel,
            url=channel.url,
            platform=platform,
            page_url="" if playable else channel.url,
            playback_url=channel.url if playable else "",
            found_at=now,
            correction=channel.correction,
            featured=channel.featured,
            player=player_of(platform, channel.url),
        )
