"""What does a reader of boards remember of their rows, and what does it fetch?"""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING, Protocol, cast

from scoreboard.kept.ladder import Ladder, Place
from scoreboard.models import ALL_GAMES, Board, Order, RankedStream, Top
from scoreboard.store.part import RowReader, text
from scoreboard.store.passes import ask_for_pass, is_lost

if TYPE_CHECKING:
    from redis import Redis

MANY = 5000
"""With more rows changed, all of them are fetched."""


class PlaceOf(Protocol):
    """As ``scoreboard.rules`` has it."""

    def __call__(self, row: RankedStream, order: Order) -> Place: ...


_NEW = b'"state":"new"'


@dataclass(slots=True)
class _View:
    """The order of one board that somebody asked for as a whole."""

    order: Order
    ladder: Ladder[RankedStream]
    changed: set[str] = field(default_factory=set)
    """Since the order was put right."""


class Mirror:
    """Rows as Redis holds them: fetched when they have changed, parsed when somebody asks for them."""

    def __init__(self, redis: Redis, reader: RowReader, place_of: PlaceOf) -> None:
        self._redis, self._reader, self._place_of = redis, reader, place_of
        self._bodies: dict[str, bytes] = {}
        self._rows: dict[str, tuple[bytes, RankedStream | None]] = {}
        """With the body that it was parsed from."""
        self._views: dict[str, _View] = {}
        self._firsts: dict[str, dict[str, tuple[RankedStream, RankedStream]]] = {}
        """Of each board: its first rows by channel, without and with their ranks."""
        self._lost: dict[str, RankedStream] = {}
        self._lost_at = 0.0
        self._number = 0
        """The last pass whose rows are known."""

    def refresh(self, made: int) -> None:
        """Fetches what passes have written up to number ``made``, and after it."""
        if made == self._number:
            return
        pipe = self._redis.pipeline()
        pipe.get("boards-made")
        pipe.zrange("rows-changed", f"({self._number}", "+inf", byscore=True)
        pipe.hlen("rows")
        ask_for_pass(pipe, self._number)
        made_now, changed, count, *asked = pipe.execute()
        channels = [text(channel) for channel in changed]
        has_gone_back = int(made_now or 0) < self._number  # emptied, or an older state of it
        is_unknown = not self._number or has_gone_back or is_lost(self._number, *asked)
        if is_unknown or len(channels) > MANY:
            self._fetch_all()
        elif channels:
            self._note(channels, cast("list[bytes | None]", self._redis.hmget("rows", channels)))
        if len(self._bodies) != count:
            self._fetch_missed()
        self._number = int(made_now or 0)

    def _fetch_missed(self) -> None:
        """Nobody says for ever that a row has gone."""
        names = set(map(text, cast("list[bytes]", self._redis.hkeys("rows"))))
        gone, missing = list(self._bodies.keys() - names), list(names - self._bodies.keys())
        self._note(gone, [None] * len(gone))
        if missing:
            self._note(missing, cast("list[bytes | None]", self._redis.hmget("rows", missing)))

    def _fetch_all(self) -> None:
        rows = cast("dict[bytes, bytes]", self._redis.hgetall("rows"))
        bodies: dict[str, bytes | None] = dict.fromkeys(self._bodies)
        bodies |= {text(channel): body for channel, body in rows.items()}
        self._note(list(bodies), list(bodies.values()))

    def _note(self, channels: Sequence[str], bodies: Sequence[bytes | None]) -> None:
        changed = set()
        for channel, body in zip(channels, bodies, strict=True):
            if self._bodies.get(channel) != body:
                changed.add(channel)
                if body is not None and _NEW in body:
                    self._remember(channel, body)
                if body is None:
                    del self._bodies[channel]
                    self._rows.pop(channel, None)
                else:
                    self._bodies[channel] = body
        for view in self._views.values():
            view.changed |= changed

    def _remember(self, channel: str, body: bytes) -> None:
        """A stream that was looked at before is new again: a Redis that lost what it held."""
        known, row = self.row(channel), self._reader.one("rows", RankedStream.from_json, body)
        if known and row and known.captured_at and (known.game, "new") == (row.game, row.state):
            self._lost_at = time.monotonic()
            self._lost[channel] = known

    def lost(self, seconds: float) -> list[RankedStream]:
        """Rows as they were known before, of streams that were not looked at since; for so long after the last."""
        if self._lost and time.monotonic() - self._lost_at > seconds:
            self._lost.clear()
        return list(self._lost.values())

    def holds(self, channel: str, game: str) -> bool:
        return _on(self.row(channel), game) is not None

    def row(self, channel: str) -> RankedStream | None:
        """Without a rank."""
        body = self._bodies.get(channel)
        if body is None:
            return None
        known = self._rows.get(channel)
        if known is None or known[0] != body:
            known = self._rows[channel] = (
                body,
                self._reader.one("rows", RankedStream.from_json, body),
            )
        return known[1]

    def ladder(self, top: Top) -> Ladder[RankedStream]:
        """The order of all rows of a board."""
        view = self._views.get(top.game)
        if view is None or view.order != top.order:
            ladder = Ladder(partial(self._place_of, order=top.order))
            view = self._views[top.game] = _View(top.order, ladder, set(self._bodies))
        if view.changed:
            rows = {channel: self.row(channel) for channel in view.changed}
            view.ladder.put({name: _on(row, top.game) for name, row in rows.items()})
            view.changed = set()
        return view.ladder

    def whole(self, top: Top) -> Board:
        ladder = self.ladder(top)
        return _board(top, self._ranked(ladder.channels(), ladder.in_play))

    def first(self, top: Top) -> Board:
        """With the first rows alone, those that are where they were as they were."""
        rows = [row for row in map(self.row, top.first) if row is not None]
        known, placed = self._firsts.get(top.game, {}), {}
        for place, row in enumerate(rows, 1):
            rank = place if place <= top.in_play else None
            was = known.get(row.channel)
            is_same = was is not None and was[0] is row and was[1].rank == rank
            placed[row.channel] = was if was and is_same else (row, replace(row, rank=rank))
        self._firsts[top.game] = placed
        return _board(top, tuple(ranked for _, ranked in placed.values()))

    def _ranked(self, channels: Iterable[str], in_play: int) -> tuple[RankedStream, ...]:
        """One that is gone, or cannot be read, leaves its place to the next."""
        rows = [row for row in map(self.row, channels) if row is not None]
        return tuple(
            replace(row, rank=place) if place <= in_play else row
            for place, row in enumerate(rows, 1)
        )


def _board(top: Top, rows: tuple[RankedStream, ...]) -> Board:
    return Board(top.game, top.at, rows, top.moving, top.unread)


def _on(row: RankedStream | None, game: str) -> RankedStream | None:
    return row if row is not None and game in (row.game, ALL_GAMES) else None
