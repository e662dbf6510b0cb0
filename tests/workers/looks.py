"""A look at an address, as a worker takes it."""

from __future__ import annotations

from scoreboard.models import Game, Stream
from scoreboard.store import LookContext
from workers.capture import Camera, Timings, capture
from workers.look.look import Look


def look_at(camera: Camera, url: str, game: Game, timings: Timings | None = None) -> Look:
    resolved = camera.store.redis.get("resolved:channel")
    stream = Stream("channel", game.slug, "name", url)
    wanted = LookContext(
        stream, game, None, "", resolved.decode() if isinstance(resolved, bytes) else "", None
    )
    return capture(wanted, "token", camera, timings)
