"""Which of these channels are not on the board, and why?"""

from __future__ import annotations

from collections.abc import Sequence

from redis.exceptions import RedisError

from scoreboard.store import Store
from webapp.catalog.channels.absence import ChannelFacts, why_absent
from webapp.catalog.models import Channel
from webapp.catalog.naming import TWITCH_PREFIX
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
    """What became of the questions to Twitch."""

    def __init__(self, board: Store) -> None:
        faults = board.faults().items()
        self._faults = {game: row["sentence"] for (step, game), row in faults if step == "discover"}
        self._was_asked = bool(self._faults) or board.twitch_left() is not None
        self._has_discovered = board.has_discovered()

    def why_not(self, channel: Channel) -> str:
        """Empty when Twitch was asked for the channel."""
        game = channel.game
        if not self._has_discovered:
            return "no worker has looked for streams yet."
        if not self._was_asked:
            return "Twitch credentials are not configured."
        if game is not None and not game.twitch_category:
            return f"{game.name} has no Twitch category."
        return self._faults.get(game.slug, "") if game is not None else ""


def _facts(channel: Channel, not_asked: str) -> ChannelFacts:
    game = channel.game
    return ChannelFacts(
        channel.rule,
        channel.changed_at,
        game.name if game else "",
        game is None or game.enabled,
        channel.channel.startswith(TWITCH_PREFIX),
        not_asked,
    )
