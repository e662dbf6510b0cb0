"""Which of these channels are not on the board, and why?"""

from __future__ import annotations

from collections.abc import Sequence

from redis.exceptions import RedisError

from scoreboard.health import LABELS
from scoreboard.store import Store
from webapp.catalog.channels.absence import ChannelFacts, why_absent
from webapp.catalog.models import Channel
from webapp.catalog.platforms import COLUMNS
from webapp.store.link import store

UNKNOWN = "Unknown: Redis is unreachable."


def absences(channels: Sequence[Channel], now: float) -> list[str]:
    """A sentence for each, empty for those in play; takes a fixed number of requests to the scoreboard."""
    names = [channel.channel for channel in channels]
    try:
        board = store()
        watched, places = board.watched(names), board.places(dict.fromkeys(names, ""))
        passed = board.passed_over(board.games(), names)
        asked = _Asked(board)
    except RedisError:
        return [UNKNOWN] * len(channels)
    return [
        why_absent(
            _facts(channel, asked.why_not(channel)),
            *watched[name],
            passed.get(name, ""),
            places[name].paused_seconds,
            now,
        )
        for name, channel in zip(names, channels, strict=True)
    ]


class _Asked:
    """What became of the questions to platforms."""

    def __init__(self, board: Store) -> None:
        self._states = board.platforms()
        self._has_discovered = board.has_discovered()

    def why_not(self, channel: Channel) -> str:
        """Empty when its platform was asked for the channel."""
        platform, game = platform_of(channel.channel), channel.game
        if not self._has_discovered:
            return "no worker has looked for streams yet."
        if platform not in self._states:
            return f"{LABELS.get(platform, platform)} credentials are not configured."
        if game is None:
            return ""
        if platform in COLUMNS and not getattr(game, COLUMNS[platform][0]):
            return f"{game.name} has no {LABELS[platform]} category."
        return self._states[platform].faults.get(game.slug, "")


def _facts(channel: Channel, not_asked: str) -> ChannelFacts:
    game = channel.game
    return ChannelFacts(
        channel.rule,
        channel.changed_at,
        game.name if game else "",
        game is None or game.enabled,
        platform_of(channel.channel) in LABELS,
        not_asked,
    )


def platform_of(channel: str) -> str:
    """As its identifier has it; of a channel that is watched by its URL, the first word of any name."""
    return channel.partition("-")[0]
