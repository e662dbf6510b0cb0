"""What stands in Redis, under which key, and with which command is it changed?

========================  ======  =====================================================  =================
key                       type    holds                                                  written by
========================  ======  =====================================================  =================
``catalog:games``         string  JSON list of Game                                      web
``catalog:channels``      string  JSON list of Channel                                   web
``catalog:published``     string  version of the two above                               web
``streams``               hash    channel -> Stream as JSON                              discover
``due``                   zset    channel -> when its next look is due (epoch seconds)   discover, schedule
``due:final``             zset    those of ``due`` that go first                         schedule
``due:playing``           zset    those of ``due`` that go second                        schedule
``lease:{channel}``       string  token of the look under way; expires                   schedule
``looks``                 zset    channel -> when the lease of its look ends             schedule
``look:{channel}``        string  the newest look that waits to be read; expires         capture
``resolved:{channel}``    string  where its video is, what its last picture was; expires capture
``standings``             hash    channel -> Standing as JSON                            track
``tracks``                hash    channel -> what track remembers, as JSON               track
``dirty``                 set     games whose board may have changed                     track, discover
``board:{game}``          string  Board as JSON                                          direct
``on-air:{game}``         string  OnAir as JSON                                          direct
``directing``             string  held while boards are made; expires                    direct
``moments``               list    Moment as JSON, the newest first; the newest thousand  direct
``alive:{channel}``       list    "at alive" of the match under way, the oldest first    direct
``events``                stream  kind, game, body; the newest thousand                  direct
``counters``              hash    name|label -> count since Redis began                  every role
``faults``                hash    step|subject -> JSON of the last fault                 every role
``leader``                string  which beat leads; expires                              beat
``capture``, ``ocr``,     list    Celery's queues of tasks that wait                     Celery
``control``
========================  ======  =====================================================  =================

Nothing here is precious: all of it is found again by the next discovery, the next look and the next publication.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Literal, cast

from scoreboard.lately import MOMENT_SECONDS, AliveChange, Moment
from scoreboard.models import Board, Channel, Event, Game, OnAir, Standing, Stream

if TYPE_CHECKING:
    from redis import Redis

EVENTS_KEPT = 1000
MOMENTS_KEPT = 1000
ALIVE_KEPT = 60
ALIVE_EXPIRES_SECONDS = 1800
RECORDS_KEPT = 20_000
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
_DUE_KEYS = ["due", "due:final", "due:playing"]


class Store:
    """Every command of ours to Redis. Errors of Redis pass through."""

    def __init__(self, redis: Redis) -> None:
        self.redis = redis
        self._take_due = redis.register_script(_TAKE_DUE)
        self._finish = redis.register_script(_FINISH)

    # What the admins publish

    def publish_catalog(self, games: Iterable[Game], channels: Iterable[Channel], version: str) -> None:
        pipe = self.redis.pipeline()
        pipe.set("catalog:games", _list_to_json(games))
        pipe.set("catalog:channels", _list_to_json(channels))
        pipe.set("catalog:published", version)
        pipe.sadd("dirty", "")
        pipe.execute()

    def catalog_version(self) -> str:
        """Empty when nothing is published, or Redis forgot."""
        return _text(self.redis.get("catalog:published"))

    def games(self) -> dict[str, Game]:
        return dict(_games(cast("bytes | None", self.redis.get("catalog:games")) or b"[]"))

    def channels(self) -> dict[str, Channel]:
        rows = json.loads(_text(self.redis.get("catalog:channels")) or "[]")
        return {row["channel"]: Channel.from_dict(row) for row in rows}

    # Which streams are live

    def streams(self) -> dict[str, Stream]:
        found = cast("dict[bytes, bytes]", self.redis.hgetall("streams"))
        return {_text(channel): _stream(row) for channel, row in found.items()}

    def stream(self, channel: str) -> Stream | None:
        row = cast("bytes | None", self.redis.hget("streams", channel))
        return _stream(row) if row else None

    def put_streams(self, streams: Iterable[Stream], first_due: Mapping[str, float]) -> None:
        """Store what was found; a stream that has no due time yet gets the one in ``first_due``."""
        pipe = self.redis.pipeline()
        for stream in streams:
            pipe.hset("streams", stream.channel, stream.to_json())
            pipe.zadd("due", {stream.channel: first_due[stream.channel]}, nx=True)
            pipe.sadd("dirty", stream.game)
        pipe.execute()

    def drop_streams(self, streams: Iterable[Stream]) -> None:
        pipe = self.redis.pipeline()
        for stream in streams:
            pipe.hdel("streams", stream.channel)
            for key in (*_DUE_KEYS, "looks"):
                pipe.zrem(key, stream.channel)
            pipe.hdel("standings", stream.channel)
            pipe.hdel("tracks", stream.channel)
            pipe.delete(f"look:{stream.channel}", f"resolved:{stream.channel}")
            pipe.sadd("dirty", stream.game)
        pipe.execute()

    # Which looks are due

    def take_due(self, now: float, limit: int, lease_seconds: float, token: str) -> list[str]:
        """At most ``limit`` channels whose look is due, each leased to ``token`` from now on."""
        taken = self._take_due(keys=[*_DUE_KEYS, "looks"], args=[now, limit, lease_seconds, token])
        return [_text(channel) for channel in cast("list[bytes]", taken)]

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
        if _text(lease) != token or not row:
            return None
        stream = _stream(row)
        game = _games(games or b"[]").get(stream.game)
        if not game or not game.enabled:
            return None
        return stream, game if standing and Standing.from_json(standing).near_end else game.without_banner()

    def holds_lease(self, channel: str, token: str) -> bool:
        return _text(self.redis.get(f"lease:{channel}")) == token

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
        return int(_text(self.redis.hget("counters", "looks_finished|")) or 0)

    def tasks_waiting(self, queue: str) -> int:
        return self.redis.llen(queue)

    def finish_look(self, channel: str, token: str, next_due: float, lane: Lane = "") -> bool:
        """False when the lease has passed to another look, whose word then counts."""
        keys = [*_DUE_KEYS, "looks", f"lease:{channel}"]
        return bool(self._finish(keys=keys, args=[channel, token, next_due, _LANES[lane]]))

    def look_at_once(self, channel: str, now: float) -> None:
        for key in _DUE_KEYS:
            self.redis.zadd(key, {channel: now}, xx=True)

    def lead(self, name: str, lease_seconds: float) -> bool:
        """Whether the beat called ``name`` leads for the next ``lease_seconds``."""
        milliseconds = int(lease_seconds * 1000)
        if self.redis.set("leader", name, nx=True, px=milliseconds):
            return True
        if _text(self.redis.get("leader")) != name:
            return False
        return bool(self.redis.pexpire("leader", milliseconds))

    def resign(self, name: str) -> None:
        if _text(self.redis.get("leader")) == name:
            self.redis.delete("leader")

    # A look on its way from capture to the reader

    def put_look(self, channel: str, look: bytes, expire_seconds: float) -> None:
        """The newer look replaces the older one that waits."""
        self.redis.set(f"look:{channel}", look, px=int(expire_seconds * 1000))

    def take_look(self, channel: str) -> bytes | None:
        return cast("bytes | None", self.redis.getdel(f"look:{channel}"))

    # What capture remembers of a stream

    def resolved(self, channel: str) -> bytes | None:
        return cast("bytes | None", self.redis.get(f"resolved:{channel}"))

    def put_resolved(self, channel: str, memory: str, expire_seconds: float) -> None:
        self.redis.set(f"resolved:{channel}", memory, px=int(expire_seconds * 1000))

    # What we believe

    def track(self, channel: str) -> tuple[Standing | None, str]:
        """The standing and what track remembers beside it (empty at first)."""
        pipe = self.redis.pipeline(transaction=False)
        pipe.hget("standings", channel)
        pipe.hget("tracks", channel)
        standing, memory = pipe.execute()
        return (Standing.from_json(standing) if standing else None), _text(memory)

    def put_track(self, standing: Standing, memory: str) -> None:
        pipe = self.redis.pipeline(transaction=False)
        pipe.hset("standings", standing.channel, standing.to_json())
        pipe.hset("tracks", standing.channel, memory)
        pipe.sadd("dirty", standing.game)
        pipe.execute()

    def standings(self) -> dict[str, Standing]:
        rows = cast("dict[bytes, bytes]", self.redis.hgetall("standings"))
        return {_text(channel): _standing(row) for channel, row in rows.items()}

    # What is shown

    def take_dirty(self) -> set[str]:
        """The games whose board may have changed since the last call; an empty name stands for all of them."""
        pipe = self.redis.pipeline()
        pipe.smembers("dirty")
        pipe.delete("dirty")
        names, _ = pipe.execute()
        return {_text(name) for name in names}

    def is_dirty(self) -> bool:
        return bool(self.redis.exists("dirty"))

    def start_directing(self, lease_seconds: float) -> bool:
        """False while another makes the boards."""
        return bool(self.redis.set("directing", "1", nx=True, px=int(lease_seconds * 1000)))

    def end_directing(self) -> None:
        self.redis.delete("directing")

    def board(self, game: str) -> Board | None:
        text = cast("bytes | None", self.redis.get(f"board:{game}"))
        return Board.from_json(text) if text else None

    def on_air(self, game: str) -> OnAir | None:
        text = cast("bytes | None", self.redis.get(f"on-air:{game}"))
        return OnAir.from_json(text) if text else None

    def put_board(self, board: Board, announce: bool) -> None:
        body = board.to_json()
        pipe = self.redis.pipeline()
        pipe.set(f"board:{board.game}", body)
        if announce:
            pipe.xadd("events", {"kind": "board", "game": board.game, "body": body}, maxlen=EVENTS_KEPT)
        pipe.execute()

    def put_on_air(self, on_air: OnAir) -> None:
        body = on_air.to_json()
        pipe = self.redis.pipeline()
        pipe.set(f"on-air:{on_air.game}", body)
        pipe.xadd("events", {"kind": "on-air", "game": on_air.game, "body": body}, maxlen=EVENTS_KEPT)
        pipe.execute()

    # What happened lately

    def put_moments(self, moments: Iterable[Moment]) -> None:
        lines = [moment.to_json() for moment in moments]
        if lines:
            self.redis.lpush("moments", *lines)
            self.redis.ltrim("moments", 0, MOMENTS_KEPT - 1)

    def moments(self, now: float) -> list[Moment]:
        """Those of the last ten minutes, the newest first."""
        rows = cast("list[bytes]", self.redis.lrange("moments", 0, -1))
        return [moment for moment in map(Moment.from_json, rows) if now - moment.at <= MOMENT_SECONDS]

    def put_alive(self, changes: Iterable[AliveChange]) -> None:
        pipe = self.redis.pipeline(transaction=False)
        for change in changes:
            key = f"alive:{change.channel}"
            if change.is_new_match:
                pipe.delete(key)
            pipe.rpush(key, f"{change.at:.1f} {change.alive}")
            pipe.ltrim(key, -ALIVE_KEPT, -1)
            pipe.expire(key, ALIVE_EXPIRES_SECONDS)
        pipe.execute()

    def alive_histories(self, channels: Iterable[str]) -> dict[str, list[tuple[float, int]]]:
        """For each channel when its number was which, in the match under way."""
        names = list(channels)
        pipe = self.redis.pipeline(transaction=False)
        for name in names:
            pipe.lrange(f"alive:{name}", 0, -1)
        rows = cast("list[list[bytes]]", pipe.execute())
        return {name: [(float(at), int(alive)) for at, alive in map(bytes.split, points)]
                for name, points in zip(names, rows, strict=True) if points}

    def events_after(self, event_id: str, block_milliseconds: int | None = None) -> list[Event]:
        """Events newer than ``event_id`` (``$``: from now on), waiting for one when told to."""
        answer = cast("list[Any]", self.redis.xread({"events": event_id}, count=200, block=block_milliseconds))
        return [event_from(entry_id, values) for _, entries in answer or [] for entry_id, values in entries]

    def newest_event_id(self) -> str:
        """Empty when there is none: nothing has changed yet, or Redis forgot."""
        newest = cast("list[tuple[bytes, Any]]", self.redis.xrevrange("events", count=1))
        return _text(newest[0][0]) if newest else ""

    # What was counted

    def count(self, name: str, label: str = "", by: int = 1) -> None:
        self.redis.hincrby("counters", f"{name}|{label}", by)

    def count_all(self, counts: Mapping[tuple[str, str], int]) -> None:
        pipe = self.redis.pipeline(transaction=False)
        for (name, label), by in counts.items():
            pipe.hincrby("counters", f"{name}|{label}", by)
        pipe.execute()

    def counters(self) -> dict[tuple[str, str], int]:
        rows = cast("dict[bytes, bytes]", self.redis.hgetall("counters"))
        return {(name, label): int(value) for key, value in rows.items()
                for name, _, label in [_text(key).partition("|")]}

    def put_fault(self, step: str, subject: str, sentence: str, now: float) -> None:
        self.redis.hset("faults", f"{step}|{subject}", json.dumps({"sentence": sentence, "at": now}))

    def clear_fault(self, step: str, subject: str) -> None:
        self.redis.hdel("faults", f"{step}|{subject}")

    def faults(self) -> dict[tuple[str, str], dict[str, Any]]:
        rows = cast("dict[bytes, bytes]", self.redis.hgetall("faults"))
        return {(step, subject): json.loads(row) for key, row in rows.items()
                for step, _, subject in [_text(key).partition("|")]}


def event_from(entry_id: bytes, values: Mapping[bytes, bytes]) -> Event:
    return Event(_text(entry_id), cast("Any", _text(values[b"kind"])), _text(values[b"game"]), _text(values[b"body"]))


@lru_cache(maxsize=4)
def _games(rows: bytes) -> Mapping[str, Game]:
    return {row["slug"]: Game.from_dict(row) for row in json.loads(rows)}


# Most rows are the same at the next pass: parsing them again would be most of its cost.
_stream = lru_cache(maxsize=RECORDS_KEPT)(Stream.from_json)
_standing = lru_cache(maxsize=RECORDS_KEPT)(Standing.from_json)


def _list_to_json(records: Iterable[Game] | Iterable[Channel]) -> str:
    return "[" + ",".join(record.to_json() for record in records) + "]"


def _text(value: object) -> str:
    return value.decode() if isinstance(value, bytes) else str(value or "")
