"""How does one change reach every viewer, however many there are?"""

from __future__ import annotations

import asyncio
import json
import logging
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from redis.exceptions import RedisError

from scoreboard.models import Event, OnAir
from scoreboard.store import Store
from webapp.board.bodies import Body, board_body, on_air_body
from webapp.board.events.changes import changes_body
from webapp.board.events.packing import packed
from webapp.board.rows import current_rows, row_of
from webapp.store.link import store

BLOCK_MILLISECONDS = 1000
RETRY_SECONDS = 1.0
FRAMES_WAITING = 32
"""A viewer who lags this many events behind is dropped; the browser comes back by itself and resumes."""
SWITCHES_KEPT = 200
ROWS_TOLD = 100
"""Of a board's rows, in an event: more than anybody looks at, and a board may have thousands."""
HEARTBEAT_SECONDS = 15.0
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, eq=False)
class SseEvent:
    """One event as it goes over the wire, made once for all viewers."""

    place: tuple[int, int]
    """Of the event in the scoreboard's stream."""
    kind: str
    game: str
    wire: bytes
    packed: bytes
    """The same for those who read it packed."""
    body: Body | None = None
    """Of a board."""
    changes: SseEvent | None = None
    """Of a board: the same for those who have the one before it."""


def frame(
    place: tuple[int, int],
    kind: str,
    game: str,
    wire: bytes,
    body: Body | None = None,
    changes: SseEvent | None = None,
) -> SseEvent:
    return SseEvent(place, kind, game, wire, packed(wire), body, changes)


HEARTBEAT = frame((0, 0), "", "", b": still here\n\n")


class Listener:
    """One viewer's events that wait to be sent; ``None`` ends them."""

    __slots__ = ("frames", "game", "takes_changes")

    def __init__(self, game: str, takes_changes: bool) -> None:
        self.game, self.takes_changes = game, takes_changes
        self.frames: asyncio.Queue[SseEvent | None] = asyncio.Queue(FRAMES_WAITING)


class Hub:
    """The one reader of the scoreboard's events in this process."""

    def __init__(self, find_store: Callable[[], Store]) -> None:
        self._find_store = find_store
        self.listeners: set[Listener] = set()
        self._newest_boards: dict[str, SseEvent] = {}
        self._switches: deque[SseEvent] = deque(maxlen=SWITCHES_KEPT)
        self._read_to = "0-0"
        self._beaten_at = 0.0

    async def run(self) -> None:
        """Until cancelled."""
        while True:
            self.beat(time.monotonic())
            try:
                frames = await asyncio.to_thread(self._next_frames)
            except RedisError as fault:
                log.warning("no live events for now: %s", fault)
                await asyncio.sleep(RETRY_SECONDS)
                continue
            for frame in frames:
                self.publish(frame)

    def _next_frames(self) -> list[SseEvent]:
        board_store = self._find_store()
        self._forget_with(board_store)
        events = board_store.events_after(self._read_to, BLOCK_MILLISECONDS)
        frames = [
            frame
            for event in newest_boards_only(events)
            if (
                frame := frame_of(
                    event, board_store, time.time(), self._newest_boards.get(event.game)
                )
            )
        ]
        if events:
            self._read_to = events[-1].id
        return frames

    def _forget_with(self, board_store: Store) -> None:
        """A Redis that was emptied, or another in its place, numbers its events anew: ours are of no more use."""
        newest = place_of(board_store.newest_event_id()) or (0, 0)
        if newest < (place_of(self._read_to) or (0, 0)):
            self._read_to = "0-0"
            self._newest_boards.clear()
            self._switches.clear()

    def beat(self, now: float) -> None:
        """Tell those who wait that we are still here, once in a while; ``now`` by any clock that never goes back."""
        if now - self._beaten_at < HEARTBEAT_SECONDS:
            return
        self._beaten_at = now
        for listener in self.listeners:
            if listener.frames.empty():
                listener.frames.put_nowait(HEARTBEAT)

    def publish(self, frame: SseEvent) -> None:
        if frame.kind == "board":
            self._newest_boards[frame.game] = frame
        else:
            self._switches.append(frame)
        for listener in [each for each in self.listeners if each.game == frame.game]:
            try:
                listener.frames.put_nowait(
                    frame.changes if listener.takes_changes and frame.changes else frame
                )
            except asyncio.QueueFull:
                self.end(listener)

    def listen(
        self, game: str, seen: tuple[int, int] | None, takes_changes: bool = False
    ) -> Listener:
        """A viewer who saw everything up to ``seen``: gets the newest board if newer, and each switch since.

        Who takes changes gets the board in any case: of another process, what they saw may differ from ours.
        """
        listener = Listener(game, takes_changes)
        for frame in self._missed(game, seen, takes_changes):
            listener.frames.put_nowait(frame)
        self.listeners.add(listener)
        return listener

    def _missed(self, game: str, seen: tuple[int, int] | None, wants_board: bool) -> list[SseEvent]:
        switches = [frame for frame in self._switches if frame.game == game]
        board = self._newest_boards.get(game)
        newest = max((frame.place for frame in (*switches, board) if frame), default=(0, 0))
        if seen is None or seen > newest:
            switches, seen = switches[-1:], (0, 0)
        frames = [*switches[-(FRAMES_WAITING // 2) :], *([board] if board else [])]
        missed = (
            frame for frame in frames if frame.place > seen or (wants_board and frame is board)
        )
        return sorted(missed, key=lambda frame: frame.place)

    def end(self, listener: Listener) -> None:
        """What waits is thrown away, so that a stuck viewer holds no memory."""
        self.listeners.discard(listener)
        while not listener.frames.empty():
            listener.frames.get_nowait()
        listener.frames.put_nowait(None)

    def end_all(self) -> None:
        for listener in list(self.listeners):
            self.end(listener)


def place_of(event_id: str) -> tuple[int, int] | None:
    """An event's id as numbers; nothing for what is not one."""
    milliseconds, _, number = event_id.partition("-")
    if not (
        milliseconds.isascii() and milliseconds.isdigit() and number.isascii() and number.isdigit()
    ):
        return None
    return (int(milliseconds), int(number)) if len(event_id) <= 40 else None


def newest_boards_only(events: list[Event]) -> list[Event]:
    """A board that a later one of the same batch replaces is not worth making."""
    newest = {event.game: event.id for event in events if event.kind == "board"}
    return [event for event in events if event.kind != "board" or newest[event.game] == event.id]


def frame_of(
    event: Event, board_store: Store, now: float, before: SseEvent | None = None
) -> SseEvent | None:
    """Nothing for a board that Redis has forgotten meanwhile. ``before`` is the board that viewers have."""
    board = board_store.board(event.game)
    rows = current_rows(board, now) if board else []
    place = place_of(event.id) or (0, 0)
    if event.kind == "on-air":
        on_air = OnAir.from_json(event.body)
        body = on_air_body(on_air.game, on_air, row_of(rows, on_air.channel), now)
        return frame(place, event.kind, event.game, wire_of(event.id, event.kind, body))
    if not board:
        return None
    body = board_body(board.game, board.at, rows[:ROWS_TOLD], now)
    changes = None
    if before and before.body:
        wire = wire_of(event.id, "changes", changes_body(before.body, body))
        changes = frame(place, "changes", event.game, wire)
    return frame(place, event.kind, event.game, wire_of(event.id, event.kind, body), body, changes)


def wire_of(event_id: str, kind: str, body: Body) -> bytes:
    text = json.dumps(body, ensure_ascii=False, separators=(",", ":"))
    return f"id: {event_id}\nevent: {kind}\ndata: {text}\n\n".encode()


hub = Hub(store)
