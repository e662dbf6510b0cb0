"""What does a look need, what does it hand on, and what does it remember?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from scoreboard.models import Game, Standing, Stream
from scoreboard.rules import near_end
from scoreboard.store.catalog import games_from
from scoreboard.store.part import Part, text

if TYPE_CHECKING:
    from redis import Redis

# What a look needs, in one turn; nothing when the lease has passed on or the stream is gone.
# KEYS: lease, look, resolved. ARGV: channel, token, the catalog's version that is known, 1 to take the look that waits.
_WANTED = """
if redis.call('GET', KEYS[1]) ~= ARGV[2] then return nil end
local stream = redis.call('HGET', 'streams', ARGV[1])
local version = redis.call('GET', 'catalog:published') or ''
if not stream then return nil end
return {stream, version, version ~= ARGV[3] and redis.call('GET', 'catalog:games') or false,
        redis.call('HGET', 'standings', ARGV[1]), redis.call('HGET', 'tracks', ARGV[1]),
        redis.call('GET', KEYS[3]), ARGV[4] == '1' and redis.call('GETDEL', KEYS[2]) or false}
"""


@dataclass(frozen=True, slots=True)
class LookContext:
    """A look that is wanted, and all it needs to know."""

    stream: Stream
    game: Game
    """The region of the banner is left out while the match is far from its end."""
    standing: Standing | None
    """What is believed; nothing at first."""
    track: str
    """What track remembers beside it; empty at first."""
    resolved: str
    """What capture remembers; empty at first."""
    look: bytes | None
    """The newest one that waited to be read, when it was asked for."""


class Captures(Part):
    """A look on its way through capture to the reader."""

    def __init__(self, redis: Redis) -> None:
        super().__init__(redis)
        self._wanted = redis.register_script(_WANTED)
        self._catalog: tuple[str, Mapping[str, Game]] = ("", {})
        """The version of the games that were published last, and they: most looks need no others."""

    def wanted(self, channel: str, token: str, take_look: bool = False) -> LookContext | None:
        """What the look under ``token`` needs; nothing when the stream is gone or the lease has passed on."""
        keys = [f"lease:{channel}", f"look:{channel}", f"resolved:{channel}"]
        found = cast(
            "list[bytes | None] | None",
            self._wanted(keys=keys, args=[channel, token, self._catalog[0], int(take_look)]),
        )
        if not found:
            return None
        row, version, games, standing, track, resolved, look = found
        if games is not None:
            self._catalog = (text(version), games_from(games))
        stream = Stream.from_json(row or b"")
        game = self._catalog[1].get(stream.game)
        if not game or not game.enabled:
            return None
        believed = Standing.from_json(standing) if standing else None
        if not (believed and near_end(believed)):
            game = game.without_banner()
        return LookContext(stream, game, believed, text(track), text(resolved), look)

    def put_resolved(self, channel: str, memory: str, expire_seconds: float) -> None:
        self.redis.set(f"resolved:{channel}", memory, px=int(expire_seconds * 1000))

    def put_look(
        self, channel: str, look: bytes, expire_seconds: float, queue: str, task: bytes
    ) -> None:
        """The newer look replaces the older one that waits; ``task`` reads it."""
        pipe = self.redis.pipeline(transaction=False)
        pipe.set(f"look:{channel}", look, px=int(expire_seconds * 1000))
        pipe.lpush(queue, task)
        pipe.execute()
