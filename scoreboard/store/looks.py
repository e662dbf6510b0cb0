"""When is a stream looked at next, and which looks are under way?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, cast

from scoreboard.models import LookState, Standing
from scoreboard.store.due import LANES, Lane, due_keys, ending
from scoreboard.store.part import Part, text

if TYPE_CHECKING:
    from redis import Redis

_MAX_AT_ONCE = 500
"""So that no command holds Redis up for more than some milliseconds."""

# Ends a look: the holder of the lease sets what is believed now, when the next look is due and how urgent it is.
# Of a stream that was dropped meanwhile nothing is kept.
# KEYS: lease, looks. ARGV: channel, token, game, next due time, ending of its lane, standing, what track remembers,
# what to count, then the endings of the urgent lanes.
_FINISH = """
if redis.call('GET', KEYS[1]) ~= ARGV[2] then return 0 end
local channel, due = ARGV[1], 'due:' .. ARGV[3]
redis.call('DEL', KEYS[1])
redis.call('ZREM', KEYS[2], channel)
redis.call('HINCRBY', 'counters', 'looks_finished|', 1)
redis.call('HINCRBY', 'counters', ARGV[8], 1)
local number = redis.call('INCR', 'changes')
local is_there = redis.call('ZADD', due, 'XX', 'CH', ARGV[4], channel) == 1 or redis.call('ZSCORE', due, channel)
if not is_there then return 0 end
redis.call('ZADD', 'changed', number, channel)
for lane = 9, #ARGV do
  if ARGV[lane] == ARGV[5] then
    redis.call('ZADD', due .. ARGV[lane], ARGV[4], channel)
  else
    redis.call('ZREM', due .. ARGV[lane], channel)
  end
end
redis.call('HSET', 'standings', channel, ARGV[6])
redis.call('HSET', 'tracks', channel, ARGV[7])
redis.call('SADD', 'dirty', ARGV[3])
return 1
"""


class Looks(Part):
    """Their ends and due times."""

    def __init__(self, redis: Redis) -> None:
        super().__init__(redis)
        self._finish = redis.register_script(_FINISH)

    def finish_look(
        self,
        standing: Standing,
        track: str,
        token: str,
        next_due: float,
        lane: Lane = "",
        failed: LookState | None = None,
    ) -> bool:
        """False when the lease has passed to another look, whose word then counts, or the stream is gone.

        ``failed``: how the look ended where the standing does not show it yet; it is what is counted.
        """
        keys = [f"lease:{standing.channel}", "looks"]
        arguments: list[str | float] = [
            standing.channel,
            token,
            standing.game,
            next_due,
            ending(lane),
            standing.to_json(),
            track,
            f"looks|{failed or standing.state}",
            *filter(None, map(ending, LANES)),
        ]
        return bool(self._finish(keys=keys, args=arguments))

    def looks_under_way(self, now: float) -> int:
        """Leases that are held."""
        return self.redis.zcount("looks", now, "+inf")

    def looks_finished(self) -> int:
        """Since Redis was started."""
        return int(text(self.redis.hget("counters", "looks_finished|")) or 0)

    def look_at_once(self, channel: str, game: str, now: float) -> None:
        for key in due_keys(game):
            self.redis.zadd(key, {channel: now}, xx=True)

    def pull_in(self, latest: Mapping[str, float], now: float) -> dict[str, int]:
        """Looks due later than the latest of their game were scheduled by a wrong clock: they become due now.

        How many there were, for each game that had any. One round trip as long as there are none.
        """
        pipe = self.redis.pipeline(transaction=False)
        for game, at in latest.items():
            pipe.zrange(f"due:{game}", f"({at}", "+inf", byscore=True, offset=0, num=_MAX_AT_ONCE)
        late = {game: found for game, found in zip(latest, pipe.execute(), strict=True) if found}
        pipe = self.redis.pipeline(transaction=False)
        for game, channels in late.items():
            for key in due_keys(game):
                pipe.zadd(key, dict.fromkeys(channels, now), xx=True)
        pipe.execute()
        return {game: len(channels) for game, channels in late.items()}

    def next_looks(self, game: str) -> dict[str, float]:
        """When each channel of ``game`` is due."""
        due = cast(
            "list[tuple[bytes, float]]", self.redis.zrange(f"due:{game}", 0, -1, withscores=True)
        )
        return {text(channel): at for channel, at in due}
