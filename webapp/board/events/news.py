"""What has changed in the scoreboard since this process last looked?"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from django.db import close_old_connections
from redis.exceptions import RedisError

from scoreboard.models import ALL_GAMES, Event, OnAir
from scoreboard.store import Store
from webapp.board.answers import without
from webapp.board.bodies import on_air_body
from webapp.board.events.frames import NOWHERE, Place, SseEvent, event, place_of
from webapp.board.events.shown import ShownBoard, show
from webapp.board.rows import current_rows, row_of
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
        self._blocked: frozenset[str] = frozenset()
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
        for each in newest_boards_only(events):
            news.items += self._readable(self._of_event, each, board_store)
        news.items += self._poll(board_store)
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
            now, board = site_now(), board_store.board(each.game)
            on_air = OnAir.from_json(each.body)
            row = row_of(current_rows(board, now) if board else [], on_air.channel)
            yield event("on-air", each.game, on_air_body(each.game, on_air, row, now), place)

    def _poll(self, board_store: Store) -> list[SseEvent | BoardNews]:
        if time.monotonic() - self._polled_at < POLL_SECONDS:
            return []
        self._polled_at = time.monotonic()
        games = sorted({*board_store.games(), *self._known, ALL_GAMES})
        return [
            each
            for game in games
            for each in self._readable(self._of_board, game, board_store, NOWHERE)
        ]

    def _of_board(self, game: str, board_store: Store, place: Place) -> Iterator[BoardNews]:
        """Nothing when Redis has forgotten the board meanwhile, or it is the one known."""
        board = board_store.board(game)
        if board is None:
            return
        blocked = self._blocked & {row.channel for row in board.streams}
        if self._known.get(game) != (board.at, blocked):
            yield BoardNews(show(without(board, blocked), site_now()), place)
            self._known[game] = (board.at, blocked)


def newest_boards_only(events: list[Event]) -> list[Event]:
    """A board that a later one of the same batch replaces is not worth making."""
    newest = {each.game: each.id for each in events if each.kind == "board"}
    return [each for each in events if each.kind != "board" or newest[each.game] == each.id]
