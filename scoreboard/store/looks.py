"""Which looks are due, and which are under way?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, cast

from scoreboard.models import LookState, Standing
from scoreboard.queues import OCR
from scoreboard.store.due import LANES, PAUSED, Lane, due_keys, ending
from scoreboard.store.part import Part, text

if TYPE_CHECKING:
    from redis import Redis

MAX_LEASE_SECONDS = 30
_MAX_AT_ONCE = 500
"""So that no script holds Redis up for more than some milliseconds."""

# Hands out due channels, the urgent ones first, each with a lease; the end of the lease becomes their next due time, so
# that a lost look is replaced and there are never two at once. In each lane every game gets what it asks for, as long
# as that is no more than an even share of the room; what it leaves goes to the others. Looks whose lease has ended
# without a word of them are counted as lost. A channel whose lease lasts longer, because its look is under way or an
# admin paused it, is due when the lease ends. No look holds a lease for longer than LONGEST: one that says so was given
# while Redis' clock was wrong.
# KEYS: looks, games, leader. ARGV: now, limit, lease seconds, token, the beat that must lead (or nothing), the value of
# a pause, then the lanes' endings, the urgent ones first.
_TAKE_DUE = """
if ARGV[5] ~= '' and redis.call('GET', KEYS[3]) ~= ARGV[5] then return {} end
local now, room, token = ARGV[1], tonumber(ARGV[2]), ARGV[4]
local ends, lease_milliseconds = now + ARGV[3], math.floor(ARGV[3] * 1000)
local games, taken = redis.call('SMEMBERS', KEYS[2]), {}
local lost = redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now)
if lost > 0 then redis.call('HINCRBY', 'counters', 'looks_lost|', lost) end

local function put_off(game, channel, due)
  for lane = 7, #ARGV do redis.call('ZADD', 'due:' .. game .. ARGV[lane], 'XX', due, channel) end
end

local function lease_left(channel)
  local lease = 'lease:' .. channel
  local left = redis.call('PTTL', lease)
  if (left < 0 or left > LONGEST) and redis.call('GET', lease) ~= ARGV[6] then
    redis.call('PEXPIRE', lease, lease_milliseconds)
    left = lease_milliseconds
  end
  return math.min(left, LONGEST) / 1000
end

local function take(game, ending, most)
  local due = redis.call('ZRANGEBYSCORE', 'due:' .. game .. ending, '-inf', now, 'WITHSCORES', 'LIMIT', 0, most)
  for place = 1, #due, 2 do
    local channel = due[place]
    if redis.call('SET', 'lease:' .. channel, token, 'NX', 'PX', lease_milliseconds) then
      put_off(game, channel, ends)
      redis.call('ZADD', KEYS[1], ends, channel)
      taken[#taken + 1] = channel
      taken[#taken + 1] = due[place + 1]
      room = room - 1
    else
      put_off(game, channel, now + lease_left(channel))
    end
  end
end

for lane = 7, #ARGV do
  local asking = {}
  for _, game in ipairs(games) do
    local due = redis.call('ZCOUNT', 'due:' .. game .. ARGV[lane], '-inf', now)
    if due > 0 then asking[#asking + 1] = {due, game} end
  end
  table.sort(asking, function(one, other) return one[1] < other[1] end)
  for place, asked in ipairs(asking) do
    local share = math.ceil(room / (#asking - place + 1))
    if share > 0 then take(asked[2], ARGV[lane], math.min(share, asked[1])) end
  end
end
return taken
""".replace("LONGEST", str(MAX_LEASE_SECONDS * 1000))

# Ends a look: the holder of the lease sets what is believed now, when the next look is due and how urgent it is.
# Of a stream that was dropped meanwhile nothing is kept.
# KEYS: lease, looks. ARGV: channel, token, game, next due time, ending of its lane, standing, what track remembers,
# what to count, then all the lanes' endings.
_FINISH = """
if redis.call('GET', KEYS[1]) ~= ARGV[2] then return 0 end
local channel, due = ARGV[1], 'due:' .. ARGV[3]
redis.call('DEL', KEYS[1])
redis.call('ZREM', KEYS[2], channel)
redis.call('HINCRBY', 'counters', 'looks_finished|', 1)
redis.call('HINCRBY', 'counters', ARGV[8], 1)
local number = redis.call('INCR', 'changes')
if not redis.call('ZSCORE', due, channel) then return 0 end
redis.call('ZADD', 'changed', number, channel)
redis.call('ZADD', due, ARGV[4], channel)
for lane = 9, #ARGV do
  if ARGV[lane] == ARGV[5] then
    redis.call('ZADD', due .. ARGV[lane], ARGV[4], channel)
  elseif ARGV[lane] ~= '' then
    redis.call('ZREM', due .. ARGV[lane], channel)
  end
end
redis.call('HSET', 'standings', channel, ARGV[6])
redis.call('HSET', 'tracks', channel, ARGV[7])
redis.call('SADD', 'dirty', ARGV[3])
return 1
"""


class Looks(Part):
    """Due times, leases and lanes."""

    def __init__(self, redis: Redis) -> None:
        super().__init__(redis)
        self._take_due = redis.register_script(_TAKE_DUE)
        self._finish = redis.register_script(_FINISH)

    def take_due(
        self, now: float, limit: int, lease_seconds: float, token: str, leader: str = ""
    ) -> list[tuple[str, float]]:
        """At most ``limit`` channels whose look is due, and since when; each leased to ``token`` from now on.

        None when a beat other than ``leader`` leads.
        """
        arguments: list[str | float] = [
            now,
            min(limit, _MAX_AT_ONCE),
            lease_seconds,
            token,
            leader,
            PAUSED,
            *map(ending, LANES),
        ]
        keys = ["looks", "due_games", "leader"]
        taken = cast("list[bytes]", self._take_due(keys=keys, args=arguments))
        return [
            (text(channel), float(due))
            for channel, due in zip(taken[::2], taken[1::2], strict=True)
        ]

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
            *map(ending, LANES),
        ]
        return bool(self._finish(keys=keys, args=arguments))

    def looks_under_way(self, now: float) -> int:
        """Leases that are held."""
        return self.redis.zcount("looks", now, "+inf")

    def looks_waiting(self) -> int:
        """Tasks in Celery's lists that no worker has taken yet."""
        pipe = self.broker.pipeline(transaction=False)
        pipe.llen("capture")
        pipe.llen(OCR)
        return sum(pipe.execute())

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
