"""Of which channels can a frame be had, and how are all of a game looked at now?"""

from __future__ import annotations

import contextlib

from redis.exceptions import RedisError

from webapp.store.clock import now as site_now
from webapp.store.link import store

CHANNELS_OFFERED = 200


def live_channels(slug: str) -> list[tuple[str, str]]:
    """Those that a frame can be taken of, the most watched first."""
    try:
        live = [stream for stream in store().streams().values() if stream.game == slug]
    except RedisError:
        return []
    live.sort(key=lambda stream: (-(stream.viewers or 0), stream.name.lower()))
    return [(stream.channel, stream.name) for stream in live[:CHANNELS_OFFERED]]


def live_elsewhere(slug: str, most: int) -> list[str]:
    """The most watched channel of each other game."""
    try:
        live = [stream for stream in store().streams().values() if stream.game != slug]
    except RedisError:
        return []
    live.sort(key=lambda stream: -(stream.viewers or 0))
    first = {stream.game: stream.channel for stream in reversed(live)}
    return sorted(first.values())[:most]


def look_at_all(slug: str) -> None:
    """Check its streams now; while Redis is away they wait for their turn."""
    with contextlib.suppress(RedisError):
        store().look_at_all(slug, site_now())
