"""A look at an address, as a worker takes it."""

from __future__ import annotations

from uuid import uuid4

from redis import Redis

from scoreboard.models import Game, Stream
from scoreboard.store import LookContext
from workers.capture import Camera, Timings, capture
from workers.capture.memory import Memory
from workers.look.look import Look


def look_at(
    camera: Camera, url: str, game: Game, timings: Timings | None = None, token: str = ""
) -> Look:
    fields = remembered(camera.store.redis)
    is_known = fields.pop("look", "") == camera.memories.left_by("channel") != ""
    stream = Stream("channel", game.slug, "name", url)
    wanted = LookContext(stream, game, None, "", None if is_known else fields, None)
    return capture(wanted, token or uuid4().hex, camera, timings)


def memory_of(redis: Redis) -> Memory:
    """As another process finds it."""
    fields = remembered(redis)
    fields.pop("look")
    found = Memory.recalled(fields)
    assert found
    return found


def remembered(redis: Redis) -> dict[str, str]:
    found: dict[bytes, bytes] = redis.hgetall("remembered:channel")  # type: ignore[assignment]
    return {name.decode(): text.decode() for name, text in found.items()}
