"""Which looks are due, and which are under way?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, cast

from scoreboard.store.part import Part, text

if TYPE_CHECKING:
    from redis import Redis

Lane = Literal["final", "playing", ""]
"""Which looks go first when there are more than the workers can do."""

# Hands out due channels, the urgent ones first, each with a lease; the end of the lease becomes their next due time, so
# that a lost look is replaced and there are never two at once.
# KEYS: due, due:final, due:playing, looks. ARGV: now, limit, lease seconds, token.
_TAKE_DUE = """
local taken = {}
local ends = ARGV[1] + ARGV[3]
for _, lane in ipairs({KEYS[2], KEYS[3], KEYS[1]}) do
  local room = ARGV[2] - #taken
  if room <= 0 then break end
  for _, channel in ipairs(redis.call('ZRANGEBYSCORE', lane, '-inf', ARGV[1], 'LIMIT', 0, room)) do
    for each = 1, 3 do redis.call('ZADD', KEYS[each], 'XX', ends, channel) end
    if redis.call('SET', 'lease:' .. channel, ARGV[4], 'NX', 'PX', math.floor(ARGV[3] * 1000)) then
      redis.call('ZADD', KEYS[4], ends, channel)
      taken[#taken + 1] = channel
    end
  end
end
return taken
"""

# Ends a look: whoever still holds the lease says when the next one is due, and how urgent it is.
# KEYS: due, due:final, due:playing, looks, lease. ARGV: channel, token, next due time, lane or nothing.
_FINISH = """
if redis.call('GET', KEYS[5]) ~= ARGV[2] then return 0 end
redis.call('DEL', KEYS[5])
redis.call('HINCRBY', 'counters', 'looks_finished|', 1)
redis.call('ZREM', KEYS[4], ARGV[1])
redis.call('ZREM', KEYS[2], ARGV[1])
redis.call('ZREM', KEYS[3], ARGV[1])
redis.call('ZADD', KEYS[1], 'XX', ARGV[3], ARGV[1])
if ARGV[4] ~= '' and redis.call('ZSCORE', KEYS[1], ARGV[1]) then redis.call('ZADD', ARGV[4], ARGV[3], ARGV[1]) end
return 1
"""

_LANES = {"final": "due:final", "playing": "due:playing", "": ""}
DUE_KEYS = ["due", "due:final", "due:playing"]


class Looks(Part):
    """Due times, leases and lanes."""

    def __init__(self, redis: Redis) -> None:
        super().__init__(redis)
        self._take_due = redis.register_script(_TAKE_DUE)
        self._finish = redis.register_script(_FINISH)

    def take_due(self, now: float, limit: int, lease_seconds: float, token: str) -> list[str]:
        """At most ``limit`` channels whose look is due, each leased to ``token`` from now on."""
        taken = self._take_due(keys=[*DUE_KEYS, "looks"], args=[now, limit, lease_seconds, token])
        return [text(channel) for channel in cast("list[bytes]", taken)]

    def holds_lease(self, channel: str, token: str) -> bool:
        return text(self.redis.get(f"lease:{channel}")) == token

    def looks_under_way(self, now: float) -> int:
        """Leases held, or tasks that wait in Celery's lists where those are more: nobody takes them."""
        pipe = self.redis.pipeline(transaction=False)
        pipe.zremrangebyscore("looks", "-inf", now)
        pipe.zcard("looks")
        pipe.llen("capture")
        pipe.llen("ocr")
        _, leased, to_capture, to_read = pipe.execute()
        return int(max(leased, to_capture + to_read))

    def looks_finished(self) -> int:
        """Since Redis began."""
        return int(text(self.redis.hget("counters", "looks_finished|")) or 0)

    def tasks_waiting(self, queue: str) -> int:
        return self.redis.llen(queue)

    def finish_look(self, channel: str, token: str, next_due: float, lane: Lane = "") -> bool:
        """False when the lease has passed to another look, whose word then counts."""
        keys = [*DUE_KEYS, "looks", f"lease:{channel}"]
        return bool(self._finish(keys=keys, args=[channel, token, next_due, _LANES[lane]]))

    def look_at_once(self, channel: str, now: float) -> None:
        for key in DUE_KEYS:
            self.redis.zadd(key, {channel: now}, xx=True)
