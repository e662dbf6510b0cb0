"""What does every row of the boards say now, and which have changed?"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial

from scoreboard.kept.clock import RowClock
from scoreboard.kept.ladder import Ladder
from scoreboard.kept.nearest import Nearest
from scoreboard.models import ALL_GAMES, Board, Game, OnAir, Order, RankedStream, Standing, Stream
from scoreboard.ranking import Forecast, order_of, row_of, unknown
from scoreboard.rules import holds_until, is_moving, is_unread, place_of

Rows = Mapping[str, RankedStream]
"""By channel, without ranks."""


@dataclass(frozen=True, slots=True)
class Changed:
    """What one refresh changed."""

    before: Rows
    """The rows that changed, as they were said to be; nothing of one that is new."""
    after: Rows
    """As they are; nothing of one that has left."""
    moved: frozenset[str]
    """Boards on which some row is at another place, or that are longer or shorter."""

    @property
    def channels(self) -> set[str]:
        return {*self.before, *self.after}

    def on(self, game: str) -> bool:
        """Whether a row of this board is among them."""
        rows = (*self.before.values(), *self.after.values())
        return bool(rows) if game == ALL_GAMES else any(row.game == game for row in rows)


@dataclass(slots=True)
class KeptBoard:
    """What one board has of its own: the rows are those of all boards."""

    order: Order
    ladder: Ladder[RankedStream]
    nearest: Nearest = field(default_factory=Nearest)
    moving: int = 0
    unread: int = 0

    def count(self, moving: bool, unread: bool, by: int) -> None:
        self.moving += by * moving
        self.unread += by * unread


@dataclass(frozen=True, slots=True)
class _Counted:
    """As what a channel is counted on its boards."""

    game: str
    moving: bool
    unread: bool


def _board(order: Order) -> KeptBoard:
    return KeptBoard(order, Ladder(partial(place_of, order=order)))


class KeptRows:
    """The rows of all boards: what ``rank`` would make of the same streams and standings."""

    def __init__(self) -> None:
        self.streams: dict[str, Stream] = {}
        self.standings: dict[str, Standing] = {}
        self.rows: dict[str, RankedStream] = {}
        """Those of enabled games."""
        self.boards: dict[str, KeptBoard] = {}
        self._games: Mapping[str, Game] = {}
        self._forecast: Forecast = unknown
        self._counted: dict[str, _Counted] = {}
        self._clock = RowClock()

    def due(self, games: Mapping[str, Game], forecast: Forecast, now: float) -> set[str]:
        """Channels whose rows may say something else although nothing of them was fetched."""
        if games == self._games and forecast == self._forecast:
            return self._clock.due(now)
        self._games, self._forecast = dict(games), forecast
        names = (*games, ALL_GAMES)
        self.boards = {game: _board(order_of(game, games)) for game in names}
        self._counted.clear()
        return {*self.streams, *self.rows}

    def refresh(
        self,
        channels: Iterable[str],
        now: float,
        told: Mapping[str, RankedStream | None] | None = None,
    ) -> Changed:
        """Makes these rows again, by the games and the forecast of the last ``due``.

        ``told``: these rows as they were said to be last, where that was by another process.
        """
        before: dict[str, RankedStream] = {}
        after: dict[str, RankedStream] = {}
        touched: dict[str, dict[str, RankedStream | None]] = {}
        for channel in channels:
            own, new = self.rows.get(channel), self._row(channel, now)
            was = self._counted.get(channel)
            self._count(channel, new, now)
            if new != own or (was is None) != (new is None):
                self._touch(channel, was.game if was else "", new, touched)
            old = own if told is None else told.get(channel)
            if new != old:
                before |= {channel: old} if old else {}
                after |= {channel: new} if new else {}
        return Changed(before, after, frozenset(self._rearrange(touched, now)))

    def _touch(
        self,
        channel: str,
        was_on: str,
        row: RankedStream | None,
        touched: dict[str, dict[str, RankedStream | None]],
    ) -> None:
        """Notes on which boards the row has changed."""
        if row is None:
            self.rows.pop(channel, None)
        else:
            self.rows[channel] = row
        for game in {was_on, row.game if row else "", ALL_GAMES}:
            is_on = row is not None and game in (row.game, ALL_GAMES)
            touched.setdefault(game, {})[channel] = row if is_on else None

    def _row(self, channel: str, now: float) -> RankedStream | None:
        stream = self.streams.get(channel)
        game = self._games.get(stream.game) if stream else None
        if stream is None or game is None or not game.enabled:
            return None
        return row_of(stream, self._standing(stream), self._games, now, self._forecast)

    def _standing(self, stream: Stream) -> Standing:
        return self.standings.get(stream.channel) or Standing(stream.channel, stream.game)

    def _count(self, channel: str, row: RankedStream | None, now: float) -> None:
        """And notes when the clock alone will change the row."""
        if was := self._counted.pop(channel, None):
            self._add(was, -1)
        if row is None:
            self._clock.note(channel, math.inf)
            return
        standing = self._standing(self.streams[channel])
        counted = _Counted(row.game, is_moving(standing, now), is_unread(standing, now))
        self._counted[channel] = counted
        self._add(counted, 1)
        self._clock.note(channel, holds_until(standing, now))

    def _add(self, counted: _Counted, by: int) -> None:
        for game in (counted.game, ALL_GAMES):
            self.boards[game].count(counted.moving, counted.unread, by)

    def _rearrange(
        self, touched: Mapping[str, Mapping[str, RankedStream | None]], now: float
    ) -> Iterable[str]:
        for game, rows in touched.items():
            if board := self.boards.get(game):
                board.nearest.put(rows, now)
                if board.ladder.put(rows):
                    yield game

    def ranked(self, game: str, channels: Iterable[str]) -> tuple[RankedStream, ...]:
        """Those of ``channels`` that are on the board of ``game``, in its order and with its ranks."""
        ladder = self.boards[game].ladder
        names = ladder.in_order(channel for channel in channels if channel in ladder)
        return tuple(replace(self.rows[name], rank=ladder.rank(name)) for name in names)

    def first(self, game: str, count: int | None = None) -> tuple[RankedStream, ...]:
        """The first rows of the board of ``game``."""
        ladder = self.boards[game].ladder
        return tuple(
            replace(self.rows[name], rank=place if place <= ladder.in_play else None)
            for place, name in enumerate(ladder.channels(0, count), 1)
        )

    def board(self, game: str, now: float) -> Board:
        """The whole board of ``game``."""
        kept = self.boards[game]
        return Board(game, now, self.first(game), kept.moving, kept.unread)

    def stage(self, game: str, on_air: OnAir | None, now: float) -> Board:
        """As much of the board of ``game`` as ``direct`` decides by, the first row first."""
        kept = self.boards[game]
        first = kept.ladder.channels(0, 1)
        wanted = kept.nearest.channels(on_air, now).difference(first)
        names = [*first, *(name for name in sorted(wanted) if name in kept.ladder)]
        return Board(game, now, tuple(self.rows[name] for name in names))
