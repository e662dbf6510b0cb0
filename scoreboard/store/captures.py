"""What does a look need, what does it hand on, and what does it remember?"""

from __future__ import annotations

from typing import cast

from scoreboard.models import Game, Standing, Stream
from scoreboard.store.catalog import games_from
from scoreboard.store.part import Part, text
from scoreboard.store.streams import stream_from


class Captures(Part):
    """A look on its way through capture to the reader."""

    def wanted(self, channel: str, token: str) -> tuple[Stream, Game] | None:
        """What the look under ``token`` needs; nothing when the stream is gone or the lease has passed on.

        The region of the banner is left out while the match is far from its end.
        """
        pipe = self.redis.pipeline(transaction=False)
        pipe.get(f"lease:{channel}")
        pipe.hget("streams", channel)
        pipe.get("catalog:games")
        pipe.hget("standings", channel)
        lease, row, games, standing = pipe.execute()
        if text(lease) != token or not row:
            return None
        stream = stream_from(row)
        game = games_from(games or b"[]").get(stream.game)
        if not game or not game.enabled:
            return None
        return stream, game if standing and Standing.from_json(standing).near_end else game.without_banner()

    def put_look(self, channel: str, look: bytes, expire_seconds: float) -> None:
        """The newer look replaces the older one that waits."""
        self.redis.set(f"look:{channel}", look, px=int(expire_seconds * 1000))

    def take_look(self, channel: str) -> bytes | None:
        return cast("bytes | None", self.redis.getdel(f"look:{channel}"))

    def resolved(self, channel: str) -> bytes | None:
        return cast("bytes | None", self.redis.get(f"resolved:{channel}"))

    def put_resolved(self, channel: str, memory: str, expire_seconds: float) -> None:
        self.redis.set(f"resolved:{channel}", memory, px=int(expire_seconds * 1000))
