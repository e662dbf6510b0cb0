"""What has changed that the boards are made of, and what is written of them?"""

from __future__ import annotations

from collections.abc import Callable, Collection, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, cast

from scoreboard.models import OnAir, RankedStream, Standing, Stream, Top
from scoreboard.store.boards import EVENTS_KEPT
from scoreboard.store.part import Part, Row, text
from scoreboard.store.passes import is_lost, noting

if TYPE_CHECKING:
    from redis import Redis

WHOLE_KEPT_SECONDS = 86_400.0
"""Whole boards that we write expire then; those of an older process never do."""
_AT_ONCE = 1000
"""Lua puts no more than some thousand words in one command."""
Command = tuple[str | bytes | int, ...]

# What a pass needs to know, in one turn. ARGV: the change seen last, the pass that is known. How long the whole board
# was idle, a Redis that evicts by frequency does not tell.
_NEWS = """
local games, place = redis.call('SMEMBERS', 'dirty'), redis.call('LPOS', 'passes', ARGV[2])
local idle = redis.pcall('OBJECT', 'IDLETIME', 'board:all')
local after = '(' .. ARGV[1]
local found = {
  games,
  redis.call('MGET', 'changes', 'changes-found', 'boards-made'),
  redis.call('MGET', 'catalog:published', 'forecasts-learned'),
  redis.call('HGET', 'counters', 'looks_finished|'), redis.call('HLEN', 'streams'),
  redis.call('ZRANGE', 'changed', after, '+inf', 'BYSCORE'),
  redis.call('ZRANGE', 'found-changed', after, '+inf', 'BYSCORE'),
  redis.call('PTTL', 'board:all'), redis.call('PTTL', 'whole-boards'),
  place, not place and redis.call('LINDEX', 'passes', -1),
  type(idle) == 'table' and -1 or idle or 0,
}
if #games > 0 then redis.call('DEL', 'dirty') end
return found
"""

# All of it or nothing: nothing when another pass was written meanwhile. ARGV: the number of the pass that this one goes
# on from, then how many words a command has and they, of each.
_PUT = """
if (redis.call('GET', 'boards-made') or '0') ~= ARGV[1] then return 0 end
local place = 2
while place <= #ARGV do
  local last = place + ARGV[place]
  redis.call(unpack(ARGV, place + 1, last))
  place = last + 1
end
return 1
"""


@dataclass(frozen=True, slots=True)
class News:
    """What was written since the boards were made last."""

    games: frozenset[str]
    """Games of which somebody says so; an empty name means all."""
    looked: frozenset[str]
    """Channels at which a look has ended."""
    found: frozenset[str]
    """Channels of which something else was written."""
    number: int
    """Of the last change."""
    untold: int
    """Grows by each look whose worker does not say whose it was: an older one."""
    streams: int
    """How many there are."""
    made: int | None
    """The number of the last pass over the boards; nothing before the first."""
    is_lost: bool
    """Whether Redis knows nothing of the pass that was asked for."""
    whole_left: float
    """Seconds until the whole board of all games expires; negative: there is none, or an older process wrote it."""
    older_wrote: bool
    whole_idle: float | None
    """Since it was last read or written; nothing where Redis does not tell."""
    readers_left: float
    """How much longer whole boards are written for older readers; negative: they are not."""
    catalog: str
    """The version of the one that is published."""
    learned: str
    """How often forecasts have been learned."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """Of the channels that were asked for; nothing of one that is gone or cannot be read."""

    streams: Mapping[str, Stream | None]
    standings: Mapping[str, Standing | None]


@dataclass(slots=True)
class Made:
    """What a pass over the boards has to write."""

    before: int | None
    """The number of the pass that it goes on from."""
    number: int
    rows: Mapping[str, bytes]
    """JSON of the rows that changed, without ranks."""
    gone: Collection[str]
    tops: Sequence[Top]
    told: Collection[str]
    """Boards whose change is announced."""
    afresh: bool = False
    """Whether these are all rows there are."""
    on_air: list[OnAir] = field(default_factory=list)
    """What the director changed."""
    wholes: dict[str, bytes] = field(default_factory=dict)
    """Boards as one text, for older readers."""
    readers_seconds: float = 0.0
    """For how long whole boards are written from now on; 0: as it was."""


class BoardRows(Part):
    """Boards by rows. A pass has a number: its time in milliseconds, or one more than the last."""

    def __init__(self, redis: Redis) -> None:
        super().__init__(redis)
        self._news = redis.register_script(_NEWS)
        self._put_boards = redis.register_script(_PUT)

    def board_news(self, seen: int, known_pass: int = 0) -> News:
        """Since the change ``seen``; in one turn. ``known_pass``: the last one that the asking process made."""
        answers = cast("list[Any]", self._news(args=[seen, known_pass]))
        dirty, numbers, versions, finished, streams, looked, changed, left, readers, *more = answers
        *asked, idle = more
        catalog, learned = map(text, versions)
        changes, others, made = (int(number or 0) for number in numbers)
        return News(
            games=frozenset(map(text, dirty)),
            looked=frozenset(map(text, looked)),
            found=frozenset(map(text, changed)),
            number=changes,
            untold=int(finished or 0) - (changes - others),
            catalog=catalog,
            learned=learned,
            streams=streams,
            made=made or None,
            is_lost=is_lost(known_pass, *asked),
            whole_left=left / 1000,
            older_wrote=left == -1,
            whole_idle=None if idle < 0 else float(idle),
            readers_left=readers / 1000,
        )

    def put_back(self, games: Iterable[str]) -> None:
        """Their boards may have changed all the same."""
        self.redis.sadd("dirty", "", *games)

    def fetch(self, streams: Sequence[str], standings: Sequence[str]) -> Fetched:
        """The channels whose stream is wanted, and those whose standing is."""
        pipe = self.redis.pipeline(transaction=bool(streams and standings))
        for key, channels in (("streams", streams), ("standings", standings)):
            if channels:
                pipe.hmget(key, channels)
        rows = iter(cast("list[list[bytes | None]]", pipe.execute()))
        found, believed = next(rows) if streams else [], next(rows) if standings else []
        return Fetched(
            self._by_channel("streams", Stream.from_json, streams, found),
            self._by_channel("standings", Standing.from_json, standings, believed),
        )

    def fetch_rows(self, channels: Sequence[str]) -> dict[str, RankedStream | None]:
        """Rows of boards, without ranks."""
        if not channels:
            return {}
        rows = cast("list[bytes | None]", self.redis.hmget("rows", channels))
        return self._by_channel("rows", RankedStream.from_json, channels, rows)

    def _by_channel(
        self,
        key: str,
        parse: Callable[[bytes], Row],
        channels: Sequence[str],
        rows: Sequence[bytes | None],
    ) -> dict[str, Row | None]:
        each = zip(channels, rows, strict=True)
        return {channel: self.rows.one(key, parse, row) for channel, row in each}

    def kept_rows(self) -> dict[str, RankedStream]:
        """All rows by channel, without ranks."""
        rows = cast("dict[bytes, bytes]", self.redis.hgetall("rows"))
        return self.rows.by_name("rows", RankedStream.from_json, rows)

    def all_on_air(self, games: Sequence[str]) -> dict[str, OnAir | None]:
        if not games:
            return {}
        rows = cast("list[bytes | None]", self.redis.mget([f"on-air:{game}" for game in games]))
        return {
            game: self.rows.one("on-air", OnAir.from_json, row)
            for game, row in zip(games, rows, strict=True)
        }

    def forget_gone(self, streams: Container[str], rows: Container[str]) -> None:
        """When others than these last changed. Whoever misses that finds that it knows more than there are."""
        for key, kept in (
            ("changed", streams),
            ("found-changed", streams),
            ("rows-changed", rows),
        ):
            names = map(text, cast("list[bytes]", self.redis.zrange(key, 0, -1)))
            if gone := [name for name in names if name not in kept]:
                self.redis.zrem(key, *gone)

    def put_boards(self, made: Made) -> bool:
        """All of it or nothing: false when another pass was written meanwhile."""
        if made.afresh:
            known = map(text, cast("list[bytes]", self.redis.hkeys("rows")))
            made.gone = [channel for channel in known if channel not in made.rows]
        words = [word for each in _commands(made) for word in (len(each), *each)]
        return bool(self._put_boards(args=[made.before or 0, *words]))


def _commands(made: Made) -> Iterator[Command]:
    rows = [word for row in made.rows.items() for word in row]
    yield from _in_parts(("HSET", "rows"), rows)
    yield from _in_parts(("HDEL", "rows"), list(made.gone))
    changed = (*made.rows, *made.gone)
    numbered = [word for channel in changed for word in (made.number, channel)]
    yield from _in_parts(("ZADD", "rows-changed"), numbered)
    for game, body in made.wholes.items():
        yield ("SET", f"board:{game}", body, "PX", int(WHOLE_KEPT_SECONDS * 1000))
    if made.readers_seconds:
        yield ("SET", "whole-boards", "1", "PX", int(made.readers_seconds * 1000))
    texts = {f"top:{top.game}": top.to_json() for top in made.tops}
    texts |= {f"on-air:{on_air.game}": on_air.to_json() for on_air in made.on_air}
    yield ("MSET", *(word for each in texts.items() for word in each), "boards-made", made.number)
    yield from noting(made.number)
    for top in made.tops:
        if top.game in made.told:
            yield _event("board", top.game, "")
    for on_air in made.on_air:
        yield _event("on-air", on_air.game, on_air.to_json())


def _in_parts(command: Command, words: Sequence[str | bytes | int]) -> Iterator[Command]:
    for place in range(0, len(words), 2 * _AT_ONCE):
        yield (*command, *words[place : place + 2 * _AT_ONCE])


def _event(kind: str, game: str, body: str) -> Command:
    fields = ("kind", kind, "game", game, "body", body)
    return ("XADD", "events", "MAXLEN", "~", EVENTS_KEPT, "*", *fields)
