"""What does a board show: as a whole, or in its first rows?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Set
from dataclasses import replace
from threading import Lock
from typing import TYPE_CHECKING, cast

from scoreboard.kept.part import BoardPart, SeenTop, part_of, without
from scoreboard.models import Board, RankedStream, Top
from scoreboard.rules import FRESH_SECONDS, is_fresh, place_of
from scoreboard.store.mirror import Mirror
from scoreboard.store.part import Part

if TYPE_CHECKING:
    from redis import Redis


RANKS_GOOD_SECONDS = 5.0
"""In a board older than this so many numbers may have grown old that the ranks behind them are others."""


class BoardReads(Part):
    """Boards as the last pass left them: those kept by rows, and those that older processes write as one text."""

    def __init__(self, redis: Redis) -> None:
        super().__init__(redis)
        self._texts: dict[str, tuple[bytes, Board | None]] = {}
        """The newest text of each game as Redis holds it, and parsed: a thousand rows are not parsed twice."""
        self._wholes: dict[str, tuple[Top, Board]] = {}
        self._tops: dict[str, Top] = {}
        self._mirror = Mirror(redis, self.rows, place_of)
        self._reading = Lock()

    def board(self, game: str, may_be_older: bool = False) -> Board | None:
        """The newest; with ``may_be_older`` the one before it while another thread reads one."""
        top, made = self._top(game)
        if top is None:
            return self._text(game, may_be_older)
        known = self._wholes.get(game)
        if known and may_be_older and self._reading.locked():
            return known[1]
        with self._reading:
            self._mirror.refresh(made)
            return self._whole(top)

    def first_rows(
        self, game: str, hidden: Set[str] = frozenset(), seen: SeenTop | None = None
    ) -> BoardPart | None:
        """Of a board that is kept by rows its first; it costs nothing to have a longer one.

        ``seen``: what ``tops`` said of it a moment ago.
        """
        top, made = seen or self._top(game)
        if top is None:
            board = self.board(game)
            return part_of(board, hidden) if board else None
        with self._reading:
            self._mirror.refresh(made)
            left_out = frozenset(each for each in hidden if self._mirror.holds(each, game))
            board = without(self._mirror.first(top), left_out)
        has_play = top.in_play <= len(top.first)
        return BoardPart(board, top.count - len(left_out), has_play, left_out)

    def followed_rows(
        self, game: str, channels: Iterable[str], hidden: Set[str], now: float
    ) -> dict[str, RankedStream]:
        """Those of ``channels`` that the board shows, ranked among all whose numbers are fresh at ``now``."""
        wanted = [each for each in channels if self._mirror.holds(each, game)]
        top, made = self._top(game) if wanted else (None, 0)
        if top is None:
            return {}
        with self._reading:
            self._mirror.refresh(made)
            rows = [self._mirror.row(each) for each in wanted if each not in hidden]
            return {row.channel: self._ranked(top, row, hidden, now) for row in rows if row}

    def _ranked(self, top: Top, row: RankedStream, hidden: Set[str], now: float) -> RankedStream:
        if row.channel in top.ranks and not hidden and now - top.at <= RANKS_GOOD_SECONDS:
            return replace(row, rank=top.ranks[row.channel])
        ladder = self._mirror.ladder(top)
        place = ladder.rank(row.channel)
        rows = map(self._mirror.row, ladder.channels(0, place - 1)) if place else ()
        ahead = (each for each in rows if each and each.channel not in hidden)
        rank = 1 + sum(is_fresh(each.captured_at, now) for each in ahead)
        return replace(row, rank=rank if place else None)

    def known_board(self, game: str) -> Board | None:
        """What is known of a board that is kept by rows, without asking Redis."""
        top = self._tops.get(game)
        with self._reading:
            return self._whole(top) if top else None

    def lost_rows(self) -> list[RankedStream]:
        """Rows as they were before Redis lost what it held, of streams that were not looked at since."""
        return self._mirror.lost(FRESH_SECONDS)

    def _whole(self, top: Top) -> Board:
        known = self._wholes.get(top.game)
        if known is None or known[0] != top:
            known = self._wholes[top.game] = (top, self._mirror.whole(top))
        return known[1]

    def _top(self, game: str) -> SeenTop:
        return self.tops([game])[game]

    def tops(self, games: Sequence[str]) -> dict[str, SeenTop]:
        """What each board says of itself, and the number of the last pass.

        Nothing where an older process made the newest board: it is one text, and never expires.
        """
        pipe = self.redis.pipeline(transaction=False)
        pipe.mget("boards-made", *[f"top:{game}" for game in games])
        for game in games:
            pipe.pttl(f"board:{game}")
        (made, *bodies), *left = pipe.execute()
        found: dict[str, SeenTop] = {}
        for game, body, seconds in zip(games, bodies, left, strict=True):
            top = None if seconds == -1 else self.rows.one("top", Top.from_json, body)
            found[game] = (top, int(made or 0))
            if top is None:
                self._tops.pop(game, None)
            else:
                self._tops[game] = top
        return found

    def _text(self, game: str, may_be_older: bool) -> Board | None:
        body = cast("bytes | None", self.redis.get(f"board:{game}"))
        if body is None:
            return None
        known = self._texts.get(game)
        if known and (known[0] == body or (may_be_older and self._reading.locked())):
            return known[1]
        with self._reading:
            known = self._texts.get(game)
            if known is None or known[0] != body:
                known = self._texts[game] = (body, self.rows.one("board", Board.from_json, body))
        return known[1]
