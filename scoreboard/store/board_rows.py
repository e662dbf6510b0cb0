"""What has changed that the boards are made of, and what is written of them?"""

from __future__ import annotations

from collections.abc import Callable, Collection, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, cast

from redis.exceptions import WatchError

from scoreboard.models import OnAir, RankedStream, Standing, Stream, Top
from scoreboard.store.boards import EVENTS_KEPT
from scoreboard.store.part import Part, Row, text
from scoreboard.store.passes import ask_for_pass, is_lost, note_pass

WHOLE_KEPT_SECONDS = 86_400.0
"""Whole boards that we write expire then; those of an older process never do."""


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

    def board_news(self, seen: int, known_pass: int = 0) -> News:
        """Since the change ``seen``; in one turn. ``known_pass``: the last one that the asking process made."""
        pipe = self.redis.pipeline()
        pipe.smembers("dirty")
        pipe.delete("dirty")
        pipe.mget("changes", "changes-found", "boards-made")
        pipe.hget("counters", "looks_finished|")
        pipe.hlen("streams")
        pipe.zrange("changed", f"({seen}", "+inf", byscore=True)
        pipe.zrange("found-changed", f"({seen}", "+inf", byscore=True)
        pipe.pttl("board:all")
        pipe.pttl("whole-boards")
        ask_for_pass(pipe, known_pass)
        pipe.object("IDLETIME", "board:all")
        found: list[Any] = pipe.execute(raise_on_error=False)
        for answer in found[:-1]:
            if isinstance(answer, Exception):
                raise answer
        dirty, _, numbers, finished, streams, looked, changed, left, readers, *asked, idle = found
        changes, others, made = (int(number or 0) for number in numbers)
        return News(
            games=frozenset(map(text, dirty)),
            looked=frozenset(map(text, looked)),
            found=frozenset(map(text, changed)),
            number=changes,
            untold=int(finished or 0) - (changes - others),
            streams=streams,
            made=made or None,
            is_lost=is_lost(known_pass, *asked),
            whole_left=left / 1000,
            older_wrote=left == -1,
            whole_idle=None if isinstance(idle, Exception) else float(idle or 0),
            readers_left=readers / 1000,
        )

    def put_back(self, games: Iterable[str]) -> None:
        """Their boards may have changed all the same."""
        self.redis.sadd("dirty", "", *games)

    def fetch(self, streams: Sequence[str], standings: Sequence[str]) -> Fetched:
        """The channels whose stream is wanted, and those whose standing is."""
        pipe = self.redis.pipeline()
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
        with self.redis.pipeline() as pipe:
            pipe.watch("boards-made")  # type: ignore[no-untyped-call]
            if int(cast("Any", pipe.get("boards-made")) or 0) != (made.before or 0):
                return False
            if made.afresh:
                known = map(text, cast("list[bytes]", pipe.hkeys("rows")))
                made.gone = [channel for channel in known if channel not in made.rows]
            pipe.multi()
            self._write(pipe, made)
            try:
                pipe.execute()
            except WatchError:
                return False
        return True

    def _write(self, pipe: Any, made: Made) -> None:
        if made.rows:
            pipe.hset("rows", mapping=made.rows)
        if made.gone:
            pipe.hdel("rows", *made.gone)
        if changed := [*made.rows, *made.gone]:
            pipe.zadd("rows-changed", dict.fromkeys(changed, made.number))
        for top in made.tops:
            pipe.set(f"top:{top.game}", top.to_json())
        for game, body in made.wholes.items():
            pipe.set(f"board:{game}", body, px=int(WHOLE_KEPT_SECONDS * 1000))
        if made.readers_seconds:
            pipe.set("whole-boards", "1", px=int(made.readers_seconds * 1000))
        pipe.set("boards-made", made.number)
        note_pass(pipe, made.number)
        self._tell(pipe, made)

    def _tell(self, pipe: Any, made: Made) -> None:
        for top in made.tops:
            if top.game in made.told:
                fields = {"kind": "board", "game": top.game, "body": ""}
                pipe.xadd("events", fields, maxlen=EVENTS_KEPT)
        for on_air in made.on_air:
            body = on_air.to_json()
            pipe.set(f"on-air:{on_air.game}", body)
            fields = {"kind": "on-air", "game": on_air.game, "body": body}
            pipe.xadd("events", fields, maxlen=EVENTS_KEPT)
