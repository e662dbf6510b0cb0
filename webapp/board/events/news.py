"""What has changed in the scoreboard since this process last looked?"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterable, Iterator, Set
from dataclasses import dataclass, field

from django.db import close_old_connections
from redis.exceptions import RedisError

from scoreboard.kept.part import BoardPart, SeenTop, part_of
from scoreboard.models import ALL_GAMES, Event, OnAir, RankedStream
from scoreboard.store import Store
from webapp.board.bodies import on_air_body
from webapp.board.events.frames import NOWHERE, Place, SseEvent, event, place_of
from webapp.board.events.shown import ShownBoard, show
from webapp.board.rows import current, row_now
from webapp.catalog.games import blocked_channels
from webapp.store.clock import now as site_now

BLOCK_MILLISECONDS = 400
"""Shorter than Redis' time to answer, see ``link.TIMEOUT_SECONDS``."""
POLL_SECONDS = 2.0
"""Boards in which little has changed are not announced; this often they are compared anyway."""
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class BoardNews:
    shown: ShownBoard
    place: Place


@dataclass(slots=True)
class News:
    items: list[SseEvent | BoardNews] = field(default_factory=list)
    forgot: bool = False
    """Redis was emptied, or replaced by another: nothing known before is of use."""


class NewsReader:
    """Remembers how far it has read."""

    def __init__(self, find_store: Callable[[], Store]) -> None:
        self._find_store = find_store
        self._read_to = "0-0"
        self._polled_at = 0.0
        self._known: dict[str, object] = {}
        """Of each game's newest board: when it was computed, and which of its channels are blocked."""
        self._seen: dict[str, SeenTop] = {}
        """What boards said of themselves in this turn."""
        self._blocked: frozenset[str] = frozenset()
        self.followed: Set[str] = frozenset()
        """Channels whose rows are wanted, wherever they are."""
        self.unreadable = 0
        """Rows passed over because they could not be parsed."""

    @property
    def newest(self) -> Place:
        return place_of(self._read_to) or NOWHERE

    def read(self) -> News:
        """Raises ``RedisError``; nothing is lost then."""
        board_store, news = self._find_store(), News()
        if (place_of(board_store.newest_event_id()) or NOWHERE) < self.newest:
            news.forgot, self._read_to, self._polled_at = True, "0-0", 0.0
            self._known.clear()
        self._blocked = blocked_channels()
        close_old_connections()
        events = board_store.events_after(self._read_to, BLOCK_MILLISECONDS)
        polled = self._to_poll(board_store)
        games = sorted({*polled, *(each.game for each in events)})
        self._seen = board_store.tops(games) if games else {}
        for each in newest_boards_only(events):
            news.items += self._readable(self._of_event, each, board_store)
        for game in polled:
            news.items += self._readable(self._of_board, game, board_store, NOWHERE)
        if events:
            self._read_to = events[-1].id
        return news

    def _readable(
        self, make: Callable[..., Iterator[SseEvent | BoardNews]], *words: object
    ) -> list[SseEvent | BoardNews]:
        """A row of another version, or a broken one, is passed over: it must not hold up what follows."""
        try:
            return list(make(*words))
        except RedisError:
            raise
        except (ValueError, TypeError, KeyError, AttributeError):
            self.unreadable += 1
            log.exception("skipped a row that cannot be read: %.200s", words[0])
            return []

    def _of_event(self, each: Event, board_store: Store) -> Iterator[SseEvent | BoardNews]:
        place = place_of(each.id) or NOWHERE
        if each.kind == "board":
            yield from self._of_board(each.game, board_store, place)
        elif each.kind == "on-air":
            now, on_air = site_now(), OnAir.from_json(each.body)
            row = row_now(
                board_store, each.game, on_air.channel, now, seen=self._seen.get(each.game)
            )
            yield event("on-air", each.game, on_air_body(each.game, on_air, row, now), place)

    def _to_poll(self, board_store: Store) -> list[str]:
        """Games whose boards are compared now."""
        if time.monotonic() - self._polled_at < POLL_SECONDS:
            return []
        self._polled_at = time.monotonic()
        return sorted({*board_store.games(), *self._known, ALL_GAMES})

    def _of_board(self, game: str, board_store: Store, place: Place) -> Iterator[BoardNews]:
        """Nothing when Redis has forgotten the board meanwhile, or it is the one known."""
        part = board_store.first_rows(game, self._blocked, self._seen.get(game))
        if part is None:
            return
        known = (part.board.at, part.hidden)
        if self._known.get(game) != known:
            yield BoardNews(self._show(part, board_store), place)
            self._known[game] = known

    def _show(self, part: BoardPart, board_store: Store) -> ShownBoard:
        now, game = site_now(), part.board.game
        shown = show(part, now)
        if not shown.is_enough and (board := board_store.board(game)):
            return show(part_of(board, self._blocked), now)
        others = self.followed - shown.by_channel.keys()
        if part.is_whole or not others or game == ALL_GAMES:
            return shown
        return show(part, now, board_store.followed_rows(game, others, part.hidden, now))

    def show_again(self, shown: ShownBoard, now: float) -> ShownBoard:
        """The same board as of ``now``, without asking Redis."""
        again = show(shown.part, now, shown.by_channel)
        if again.is_enough:
            return again
        board = self._find_store().known_board(shown.board.game)
        return show(part_of(board, shown.part.hidden), now) if board else again

    def find(self, channel: str, games: Iterable[str]) -> dict[str, RankedStream]:
        """By game: the row of a channel that nobody followed before. Raises ``RedisError``."""
        board_store, now = self._find_store(), site_now()
        found = {
            game: board_store.followed_rows(game, [channel], self._blocked, now).get(channel)
            for game in games
        }
        return {game: current(row, now) for game, row in found.items() if row is not None}


def newest_boards_only(events: list[Event]) -> list[Event]:
    """A board that a later one of the same batch replaces is not worth making."""
    newest = {each.game: each.id for each in events if each.kind == "board"}
    return [each for each in events if each.kind != "board" or newest[each.game] == each.id]
