"""What did the scoreboard last hold, while Redis is away or has just restarted empty?"""

from __future__ import annotations

import time
from collections.abc import Callable, Hashable, Set
from threading import Lock
from typing import Any, TypeVar

from redis import Redis
from redis.exceptions import RedisError

from scoreboard.history import Highlight
from scoreboard.kept.part import BoardPart, SeenTop, part_of
from scoreboard.models import Board, OnAir, Stream
from scoreboard.ranking import order_of
from scoreboard.store import Store
from webapp.store.filled import filled

FORGOTTEN_SECONDS = 30.0
"""How long the last answers are given while a Redis that restarted empty does not know them yet."""
ANSWERS_KEPT = 500
Found = TypeVar("Found")


class Unreadable(RedisError):
    """An answer that is not understood."""


class LastKnown(Store):
    """The scoreboard with a memory of what viewers ask for; anything else raises while Redis is away."""

    def __init__(self, redis: Redis, broker: Redis | None = None, bulk: Redis | None = None):
        super().__init__(redis, broker, bulk)
        self._known: dict[Hashable, tuple[float, Any]] = {}
        self._lock = Lock()

    def answers(self) -> bool:
        """Whether Redis answers now."""
        return does_answer(self.redis)

    def board(self, game: str, may_be_older: bool = False) -> Board | None:
        try:
            found = _readable(self._filled_board, game, may_be_older)
        except RedisError:
            if last := self._last_board(game):
                return last
            raise
        if _is_read(found):
            self._keep(("board", game), found)
            return found
        return self._lately(("board", game)) or found

    def first_rows(
        self, game: str, hidden: Set[str] = frozenset(), seen: SeenTop | None = None
    ) -> BoardPart | None:
        """All rows of a board where Redis has lost what it held: those that count may be anywhere."""
        found = _readable(super().first_rows, game, hidden, seen)
        if found is not None and not self.lost_rows():
            return found
        board = self.board(game)
        return part_of(board, hidden) if board else None

    def _filled_board(self, game: str, may_be_older: bool) -> Board | None:
        found = super().board(game, may_be_older)
        if not _is_read(found) or found is None or all(row.state != "new" for row in found.streams):
            return found
        known: Board | None = self._known.get(("board", game), (0.0, None))[1]
        rows = [*self.lost_rows(), *(known.streams if known else ())]
        return filled(found, rows, order_of(game, self.games()))

    def _last_board(self, game: str) -> Board | None:
        """The newer one of what was asked for last and what is known without having been asked for."""
        asked: Board | None = self._known.get(("board", game), (0.0, None))[1]
        known = self.known_board(game)
        return max((each for each in (asked, known) if each), key=_made_at, default=None)

    def on_air(self, game: str) -> OnAir | None:
        return self._remembered(("on-air", game), super().on_air, game) or self._lately(
            ("on-air", game)
        )

    def moments(self, now: float) -> list[Highlight]:
        return self._remembered("moments", super().moments, now, keep=_always)

    def stream(self, channel: str) -> Stream | None:
        return self._remembered(("stream", channel), super().stream, channel)

    def preview(self, channel: str) -> bytes | None:
        return self._remembered(("preview", channel), super().preview, channel)

    def moment_preview(self, channel: str, at: float) -> bytes | None:
        return self._remembered(("preview", channel, at), super().moment_preview, channel, at)

    def _remembered(
        self,
        question: Hashable,
        ask: Callable[..., Found],
        *words: Any,
        keep: Callable[[Found], bool] = bool,
    ) -> Found:
        """What Redis says, or said last while it does not answer. Raises its error when it never said anything."""
        try:
            found = _readable(ask, *words)
        except RedisError:
            if question not in self._known:
                raise
            return self._known[question][1]  # type: ignore[no-any-return]
        if keep(found):
            self._keep(question, found)
        return found

    def _keep(self, question: Hashable, found: object) -> None:
        with self._lock:
            self._known.pop(question, None)
            self._known[question] = (time.monotonic(), found)
            if len(self._known) > ANSWERS_KEPT:
                del self._known[next(iter(self._known))]

    def _lately(self, question: Hashable) -> Any:
        at, known = self._known.get(question, (0.0, None))
        return known if time.monotonic() - at < FORGOTTEN_SECONDS else None


def does_answer(redis: Redis) -> bool:
    try:
        return bool(redis.ping())
    except RedisError:
        return False


def _readable(ask: Callable[..., Found], *words: Any) -> Found:
    """A row that cannot be read, of another version perhaps, is as good as no answer."""
    try:
        return ask(*words)
    except (ValueError, TypeError, KeyError, AttributeError) as fault:
        raise Unreadable(f"Redis holds a row that cannot be read: {fault!r}"[:200]) from fault


def _made_at(board: Board) -> float:
    return board.at


def _always(found: object) -> bool:
    return True


def _is_read(board: Board | None) -> bool:
    """Whether any of its streams was ever read; a Redis that restarted empty knows none, or none yet."""
    return board is not None and (
        not board.streams or any(row.captured_at for row in board.streams)
    )
