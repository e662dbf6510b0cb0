"""What does a look need, pass on and remember?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from scoreboard.models import Game, Standing, Stream
from scoreboard.rules import may_show_end
from scoreboard.store.catalog import Catalog
from scoreboard.store.part import text

if TYPE_CHECKING:
    from redis import Redis

_BANNER_MILLISECONDS = 2000
"""How much longer than its look a banner waits: a reader asks for it once it has seen that the counter is gone."""

_LOOK = "look"
"""The field that names the look which left what capture remembers: its token."""

# What a step of a look needs, in one turn; nothing when the lease has passed on or the stream is gone. The lease then
# lasts as long as the step that is about to begin may take.
# KEYS: lease, what is kept for this step, if it is here. ARGV: channel, token, the catalog's version that is known,
# milliseconds of the lease (0: as it is), 1 to take the look that waits; else the look whose memory is known.
_WANTED = """
if redis.call('GET', KEYS[1]) ~= ARGV[2] then return nil end
local stream = redis.call('HGET', 'streams', ARGV[1])
local version = redis.call('GET', 'catalog:published') or ''
if not stream then return nil end
if ARGV[4] ~= '0' then redis.call('PEXPIRE', KEYS[1], ARGV[4]) end
local function kept()
  if not KEYS[2] then return false end
  if ARGV[5] == '1' then return redis.call('GETDEL', KEYS[2]) end
  if ARGV[6] ~= '' and redis.call('HGET', KEYS[2], 'LOOK') == ARGV[6] then return false end
  return redis.call('HGETALL', KEYS[2])
end
return {stream, version, version ~= ARGV[3] and redis.call('GET', 'catalog:games') or false,
        redis.call('HGET', 'standings', ARGV[1]), redis.call('HGET', 'tracks', ARGV[1]), kept()}
""".replace("LOOK", _LOOK)

# Hands a look on; its lease then covers the wait. Refused when the lease has passed on: a command that waited in the
# socket of a Redis that hung would put an old picture under a newer look.
# KEYS: lease, look, queue, banner. ARGV: token, look, milliseconds it may wait, task, milliseconds of the lease, banner
# (or nothing).
_PUT_LOOK = """
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
redis.call('SET', KEYS[2], ARGV[2], 'PX', ARGV[3])
if ARGV[6] ~= '' then redis.call('SET', KEYS[4], ARGV[6], 'PX', ARGV[3] + BANNER_MILLISECONDS) end
redis.call('LPUSH', KEYS[3], ARGV[4])
redis.call('PEXPIRE', KEYS[1], ARGV[5])
return 1
""".replace("BANNER_MILLISECONDS", str(_BANNER_MILLISECONDS))

# What ``_PUT_LOOK`` does where the look and its task wait in other Redis servers: they follow.
# KEYS: lease. ARGV: token, milliseconds of the lease.
_LET_WAIT = """
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
return redis.call('PEXPIRE', KEYS[1], ARGV[2])
"""

# Keeps the leases of looks that are under way in a process that lives.
# ARGV: milliseconds, then channel and token of each.
_KEEP = """
for place = 2, #ARGV, 2 do
  local lease = 'lease:' .. ARGV[place]
  if redis.call('GET', lease) == ARGV[place + 1] then redis.call('PEXPIRE', lease, ARGV[1]) end
end
"""


@dataclass(frozen=True, slots=True)
class LookContext:
    """A look that is wanted, and all it needs to know."""

    stream: Stream
    game: Game
    """The region of the banner is left out while the match neither nears its end nor has lost its counter."""
    standing: Standing | None
    """What is believed; nothing at first."""
    track: str
    """What track remembers beside it; empty at first."""
    remembered: Mapping[str, str] | None
    """What capture remembers, by field; nothing where the caller knows it, and for who takes the look."""
    look: bytes | None
    """The newest one that waited to be read, when it was asked for."""


class Captures(Catalog):
    """A look on its way through capture to the reader."""

    def __init__(self, redis: Redis) -> None:
        super().__init__(redis)
        self._wanted = redis.register_script(_WANTED)
        self._put_look = redis.register_script(_PUT_LOOK)
        self._let_wait = redis.register_script(_LET_WAIT)
        self._keep_leases = redis.register_script(_KEEP)

    def wanted(
        self,
        channel: str,
        token: str,
        take_look: bool = False,
        lease_seconds: float = 0.0,
        left_by: str = "",
    ) -> LookContext | None:
        """What the look under ``token`` needs; nothing when the stream is gone or the lease has passed on.

        ``take_look``: what waits to be read, in place of what capture remembers. ``lease_seconds``: how long the lease
        is to last from now on; 0 leaves it as it is. ``left_by``: the look whose memory the caller knows.
        """
        key = f"look:{channel}" if take_look else f"remembered:{channel}"
        is_elsewhere = take_look and self.bulk is not self.redis
        keys = [f"lease:{channel}", *([] if is_elsewhere else [key])]
        arguments: list[str | int] = [channel, token, self._catalog[0]]
        arguments += [int(lease_seconds * 1000), int(take_look), left_by]
        found = cast("list[Any] | None", self._wanted(keys=keys, args=arguments))
        if not found:
            return None
        row, version, games, standing, track, kept = found
        if is_elsewhere:
            kept = cast("bytes | None", self.bulk.getdel(key))
        if games is not None:
            self._keep_games(text(version), games)
        stream = self.rows.one("streams", Stream.from_json, row)
        game = self._catalog[1].get(stream.game) if stream else None
        if not stream or not game or not game.enabled:
            return None
        believed = self.rows.one("standings", Standing.from_json, standing)
        if not (believed and may_show_end(believed)):
            game = game.without_banner()
        if take_look:
            return LookContext(stream, game, believed, text(track), None, kept)
        remembered = None if kept is None else _fields(kept)
        return LookContext(stream, game, believed, text(track), remembered, None)

    def keep_leases(self, looks: Iterable[tuple[str, str]], lease_seconds: float) -> None:
        """``looks``: channel and token of each; those whose lease has passed on are left alone."""
        words = [word for look in looks for word in look]
        self._keep_leases(args=[int(lease_seconds * 1000), *words])

    def put_remembered(
        self,
        channel: str,
        token: str,
        changed: Mapping[str, str],
        expire_seconds: float,
        renew: bool = True,
    ) -> None:
        """What the look under ``token`` leaves to the next, as far as it has changed; all of it where nothing is there.

        It lasts for ``expire_seconds`` from now on, but as long as it did where ``renew`` is false.
        """
        key, milliseconds = f"remembered:{channel}", int(expire_seconds * 1000)
        fields = [_LOOK, token, *(word for each in changed.items() for word in each)]
        is_new = self.redis.hset(key, items=fields)
        if renew or is_new:  # it may have expired
            self.redis.pexpire(key, milliseconds)

    def put_look(
        self,
        channel: str,
        token: str,
        look: bytes,
        queue: str,
        task: bytes,
        expire_seconds: float,
        lease_seconds: float,
        banner: bytes = b"",
    ) -> bool:
        """The newer look replaces the older one that waits; ``task`` reads it. False when the lease has passed on.

        ``banner``: what is not sent with the look, and taken by ``take_banner``; nothing leaves the older one.
        With several Redis servers it may pass on in between; whoever takes the older look then finds its token.
        """
        waits, lease = int(expire_seconds * 1000), int(lease_seconds * 1000)
        if not (self.bulk is self.redis is self.broker):
            if not self._let_wait(keys=[f"lease:{channel}"], args=[token, lease]):
                return False
            self.bulk.set(f"look:{channel}", look, px=waits)
            if banner:
                self.bulk.set(f"banner:{channel}", banner, px=waits + _BANNER_MILLISECONDS)
            self.broker.lpush(queue, task)
            return True
        keys = [f"lease:{channel}", f"look:{channel}", queue, f"banner:{channel}"]
        arguments: list[str | bytes | int] = [token, look, waits, task, lease, banner]
        return bool(self._put_look(keys=keys, args=arguments))

    def take_banner(self, channel: str) -> bytes | None:
        """Of the newest look that had one."""
        return cast("bytes | None", self.bulk.getdel(f"banner:{channel}"))


def _fields(words: Iterable[bytes]) -> dict[str, str]:
    each = iter(words)
    found = {text(name): text(value) for name, value in zip(each, each, strict=True)}
    found.pop(_LOOK, None)
    return found
