"""Which looks are handed out now, and what else does a beat need to know?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from scoreboard.queues import CAPTURE, CONTROL, OCR
from scoreboard.store.due import LANES, PAUSED, ending
from scoreboard.store.part import Part, text

if TYPE_CHECKING:
    from redis import Redis

MAX_LEASE_SECONDS = 30
MAX_AT_ONCE = 500
"""So that no script holds Redis up for more than some milliseconds."""

# Hands out due channels, the urgent ones first, each with a lease; the end of the lease becomes their next due time, so
# that a lost look is replaced and there are never two at once. In each lane every game gets what it asks for, as long
# as that is no more than an even share of the room; what it leaves goes to the others. A channel whose lease lasts
# longer, because its look is under way or an admin paused it, is due when the lease ends. No look holds a lease for
# longer than LONGEST: one that says so was given while Redis' clock was wrong.
# Looks whose lease has ended without a word of them are counted as lost. Only here ``looks`` follows a lease that was
# renewed, once it would have ended else: most looks end before.
# A lane holds none that ``due:{game}`` does not, so that games of which nothing is due, or left, cost one command each.
_HAND_OUT = """
local function lease_left(channel, milliseconds)
  local lease = 'lease:' .. channel
  local left = redis.call('PTTL', lease)
  if (left < 0 or left > LONGEST) and redis.call('GET', lease) ~= 'PAUSED' then
    redis.call('PEXPIRE', lease, milliseconds)
    left = milliseconds
  end
  return math.min(left, LONGEST) / 1000
end

local function count_lost(looks, now)
  local lost, kept = {}, {}
  for _, channel in ipairs(redis.call('ZRANGEBYSCORE', looks, '-inf', now, 'LIMIT', 0, AT_ONCE)) do
    local lease = 'lease:' .. channel
    local left = redis.call('PTTL', lease)
    if left > 0 and redis.call('GET', lease) ~= 'PAUSED' then
      kept[#kept + 1] = now + math.min(left, LONGEST) / 1000
      kept[#kept + 1] = channel
    else
      lost[#lost + 1] = channel
    end
  end
  if #kept > 0 then redis.call('ZADD', looks, unpack(kept)) end
  if #lost > 0 then
    redis.call('ZREM', looks, unpack(lost))
    redis.call('HINCRBY', 'counters', 'looks_lost|', #lost)
  end
end

local function hand_out(looks, due_games, now, room_there_is, lease_seconds, token, counts_lost)
  local ends, milliseconds = now + lease_seconds, math.floor(lease_seconds * 1000)
  local taken, under_way, room = {}, {}, 0
  if counts_lost then count_lost(looks, now) end

  local function take(game, ending, most)
    local due, next_due = redis.call('ZRANGEBYSCORE', 'due:' .. game .. ending, '-inf', now, 'WITHSCORES',
                                     'LIMIT', 0, most), {}
    for place = 1, #due, 2 do
      local channel, at = due[place], ends
      if redis.call('SET', 'lease:' .. channel, token, 'NX', 'PX', milliseconds) then
        taken[#taken + 1] = channel
        taken[#taken + 1] = due[place + 1]
        under_way[#under_way + 1] = ends
        under_way[#under_way + 1] = channel
        room = room - 1
      else
        at = now + lease_left(channel, milliseconds)
      end
      next_due[#next_due + 1] = at
      next_due[#next_due + 1] = channel
    end
    if #due == 0 then return 0 end
    redis.call('ZADD', 'due:' .. game, 'XX', unpack(next_due))
    if ending ~= '' then redis.call('ZADD', 'due:' .. game .. ending, 'XX', unpack(next_due)) end
    return #due / 2
  end

  local left = {}
  for _, game in ipairs(redis.call('SMEMBERS', due_games)) do
    local due = redis.call('ZCOUNT', 'due:' .. game, '-inf', now)
    if due > 0 then left[game] = due end
  end
  if next(left) then room = room_there_is() end
  if room <= 0 then return taken end
  for _, ending in ipairs({LANES}) do
    local asking = {}
    for game, all in pairs(left) do
      local due = all
      if all > 0 and ending ~= '' then due = redis.call('ZCOUNT', 'due:' .. game .. ending, '-inf', now) end
      if due > 0 then asking[#asking + 1] = {due, game} end
    end
    table.sort(asking, function(one, other) return one[1] < other[1] end)
    for place, asked in ipairs(asking) do
      local share, game = math.ceil(room / (#asking - place + 1)), asked[2]
      if share > 0 then left[game] = left[game] - take(game, ending, math.min(share, asked[1])) end
    end
  end
  if #under_way > 0 then redis.call('ZADD', looks, unpack(under_way)) end
  return taken
end
""".replace("LONGEST", str(MAX_LEASE_SECONDS * 1000))
_HAND_OUT = _HAND_OUT.replace("AT_ONCE", str(MAX_AT_ONCE)).replace("PAUSED", PAUSED)
_HAND_OUT = _HAND_OUT.replace("LANES", ", ".join(f"'{ending(lane)}'" for lane in LANES))

# KEYS: looks, games. ARGV: now, limit, lease seconds, token.
_TAKE_DUE = f"""{_HAND_OUT}
local function room() return tonumber(ARGV[2]) end
return hand_out(KEYS[1], KEYS[2], tonumber(ARGV[1]), room, tonumber(ARGV[3]), ARGV[4], true)
"""

# All that a tick of beat needs to know, in one turn; nothing where another leads. Where the queues are in a Redis of
# their own, how many wait in them is said.
# KEYS: looks, games, leader, dirty, directing, asked, then the queues of looks and the one of control, if here.
# ARGV: now, most looks that may wait, lease seconds, token, the beat that must lead, 1 to take stock; looks and tasks
# waiting, if told.
_TURN = f"""{_HAND_OUT}
local held = redis.call('MGET', KEYS[3], KEYS[5])
if held[1] ~= ARGV[5] then return false end
local takes_stock = ARGV[6] == '1'
local function room()
  local looks = tonumber(ARGV[7]) or redis.call('LLEN', KEYS[7]) + redis.call('LLEN', KEYS[8])
  return math.min({MAX_AT_ONCE}, ARGV[2] - looks)
end
local looks = hand_out(KEYS[1], KEYS[2], tonumber(ARGV[1]), room, tonumber(ARGV[3]), ARGV[4], takes_stock)
local there, dirty = redis.call('EXISTS', KEYS[4], KEYS[6]), 0
if there > 0 then dirty = redis.call('EXISTS', KEYS[4]) end
local boards, control = held[2] and 0 or dirty, 0
if boards == 1 or takes_stock then control = tonumber(ARGV[8]) or redis.call('LLEN', KEYS[9]) end
return {{looks, boards, there - dirty, control}}
"""

Handed = list[tuple[str, float]]
"""Channels whose look was due, and since when; each is leased."""


@dataclass(frozen=True, slots=True)
class Turn:
    """What a tick has found and taken."""

    looks: Handed
    boards_are_due: bool
    """A board may have changed, and nobody makes the boards or rests from it."""
    is_asked: bool
    """Admins want to know something."""
    control_waiting: int
    """Tasks that no worker has taken; counted where boards are due, or stock is taken."""


class Turns(Part):
    """A beat's."""

    def __init__(self, redis: Redis) -> None:
        super().__init__(redis)
        self._take_due = redis.register_script(_TAKE_DUE)
        self._turn = redis.register_script(_TURN)

    def take_due(self, now: float, limit: int, lease_seconds: float, token: str) -> Handed:
        """At most ``limit`` looks, leased to ``token`` from now on."""
        keys = ["looks", "due_games"]
        arguments: list[str | float] = [now, min(limit, MAX_AT_ONCE), lease_seconds, token]
        return _handed(cast("list[bytes]", self._take_due(keys=keys, args=arguments)))

    def turn(
        self,
        now: float,
        most: int,
        lease_seconds: float,
        token: str,
        leader: str,
        takes_stock: bool = True,
    ) -> Turn | None:
        """As ``take_due`` while no more than ``most`` looks wait; nothing when a beat other than ``leader`` leads.

        ``takes_stock``: lost looks are counted, too, and tasks that wait: not everything need be known at each tick.
        One turn to Redis; one more where the queues have their own.
        """
        keys = ["looks", "due_games", "leader", "dirty", "directing", "asked"]
        arguments: list[str | float] = [now, most, lease_seconds, token, leader, int(takes_stock)]
        if self.broker is self.redis:
            keys += [CAPTURE, OCR, CONTROL]
        else:
            arguments += self._waiting()
        found = cast("list[Any] | None", self._turn(keys=keys, args=arguments))
        if not found:
            return None
        looks, boards, asked, control = found
        return Turn(_handed(looks), bool(boards), bool(asked), control)

    def looks_waiting(self) -> int:
        """Tasks in Celery's lists that no worker has taken yet."""
        return self._waiting()[0]

    def _waiting(self) -> tuple[int, int]:
        """Looks, and tasks of control."""
        pipe = self.broker.pipeline(transaction=False)
        for queue in (CAPTURE, OCR, CONTROL):
            pipe.llen(queue)
        capture, ocr, control = pipe.execute()
        return capture + ocr, control


def _handed(words: Iterable[bytes]) -> Handed:
    each = iter(words)
    return [(text(channel), float(since)) for channel, since in zip(each, each, strict=True)]
