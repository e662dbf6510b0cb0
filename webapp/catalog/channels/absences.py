"""Which of these channels are not on the board, and why?"""

from __future__ import annotations

from collections.abc import Sequence

from redis.exceptions import RedisError

from webapp.catalog.channels.absence import ChannelFacts, why_absent
from webapp.catalog.models import Channel
from webapp.store.link import store

UNKNOWN = "Unknown: Redis is unreachable."


def absences(channels: Sequence[Channel], now: float) -> list[str]:
    """A sentence for each, empty for those in play; the scoreboard is asked a fixed number of times."""
    names = [channel.channel for channel in channels]
    try:
        board = store()
        watched, places = board.watched(names), board.places(dict.fromkeys(names, ""))
        passed = board.passed_over(board.games(), names)
    except RedisError:
        return [UNKNOWN] * len(channels)
    return [
        why_absent(
            _facts(channel), *watched[name], passed.get(name, ""), places[name].paused_seconds, now
        )
        for name, channel in zip(names, channels, strict=True)
    ]


def _facts(channel: Channel) -> ChannelFacts:
    game = channel.game
    return ChannelFacts(
        channel.rule,
        channel.changed_at,
        game.name if game else "",
        game is None or game.enabled,
        channel.channel.startswith("twitch-"),
    )
