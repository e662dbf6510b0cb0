"""Streams and standings as the tests write them."""

from __future__ import annotations

from typing import Any

from scoreboard.models import Game, Standing, Stream
from scoreboard.store import Store

NOW = 1_000_000.0
PUBG = Game("pubg", "PUBG")


def stream(channel: str, game: str = "pubg", **more: Any) -> Stream:
    return Stream(channel, game, channel.title(), f"https://example.com/{channel}.m3u8", **more)


def playing(channel: str, alive: int, game: str = "pubg", **more: Any) -> Standing:
    believed = {"kills": 0, "confidence": 0.99, "captured_at": NOW, "state": "ok"}
    return Standing(channel, game, phase="playing", alive=alive, **{**believed, **more})  # type: ignore[arg-type]


def put_track(store: Store, standing: Standing, memory: str = "") -> None:
    """As if a look had ended so; no look is under way."""
    pipe = store.redis.pipeline(transaction=False)
    pipe.hset("standings", standing.channel, standing.to_json())
    pipe.hset("tracks", standing.channel, memory)
    pipe.sadd("dirty", standing.game)
    pipe.execute()


def holds_lease(store: Store, channel: str, token: str) -> bool:
    return store.redis.get(f"lease:{channel}") == token.encode()
