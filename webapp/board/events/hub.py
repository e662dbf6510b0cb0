"""How does one change reach every viewer, however many there are?"""

from __future__ import annotations

import asyncio
import math
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import groupby

from redis.exceptions import RedisError

from scoreboard.models import ALL_GAMES
from scoreboard.rules import FRESH_SECONDS
from scoreboard.store import Store
from webapp.board.bodies import Body, stream_body, time_body
from webapp.board.events.changes import changes_body, is_nothing
from webapp.board.events.frames import NOWHERE, Place, SseEvent, event
from webapp.board.events.news import NewsReader
from webapp.board.events.shown import ShownBoard
from webapp.store.clock import now as site_now
from webapp.store.link import store

FRAMES_WAITING = 32
"""A viewer this many events behind is dropped; the browser reconnects and resumes."""
SWITCHES_KEPT = 200
TIME_SECONDS = 5.0
"""How often every viewer is sent the time, which also keeps proxies from closing the connection."""
BOARDS_KEPT = 8
"""Of each game: some seconds, in which a page that was rendered with one of them connects."""
OPENER_SECONDS = 0.5
"""Viewers who connect within this time share one frame, whose ages are off by at most as much."""


class Listener:
    """One viewer's events that wait to be sent; ``None`` ends them."""

    __slots__ = ("channel", "close", "frames", "game", "sent", "takes_changes")

    def __init__(self, game: str, takes_changes: bool = False, channel: str = "") -> None:
        self.game, self.takes_changes, self.channel = game, takes_changes, channel
        self.frames: asyncio.Queue[SseEvent | None] = asyncio.Queue(FRAMES_WAITING)
        self.close: Callable[[], object] = _nothing
        """Closes the connection of a viewer who reads no more."""
        self.sent: Body | None = None
        """With a ``channel``: what was last sent of it, apart from its age."""


class Hub:
    """The only reader of the scoreboard's events in this process."""

    def __init__(self, find_store: Callable[[], Store]) -> None:
        self.listeners: set[Listener] = set()
        self._news = NewsReader(find_store)
        self._shown: dict[str, ShownBoard] = {}
        self._recent: dict[str, deque[ShownBoard]] = {}
        self._openers: dict[tuple[str, str], tuple[float, list[SseEvent]]] = {}
        self._parts: dict[str, SseEvent] = {}
        """Of each game: what those who take changes were sent of its last board."""
        self._switches: deque[SseEvent] = deque(maxlen=SWITCHES_KEPT)
        self._time_at = 0.0
        # A thread of its own: requests that wait for Redis do not hold the events up.
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="events")

    @property
    def unreadable(self) -> int:
        """Events and boards that were skipped."""
        return self._news.unreadable

    async def turn(self) -> None:
        """Wait up to a second for news, then send them. Raises ``RedisError``."""
        loop = asyncio.get_running_loop()
        self._news.followed = frozenset(each.channel for each in self.listeners if each.channel)
        news = await loop.run_in_executor(self._thread, self._news.read)
        if news.forgot:
            self._shown.clear()
            self._recent.clear()
            self._openers.clear()
            self._parts.clear()
            self._switches.clear()
        for each in news.items:
            if isinstance(each, SseEvent):
                self.publish(each)
            else:
                self._publish_board(each.shown, each.place)

    async def tick(self) -> None:
        """Unrank what has become too old and tell the time, whether or not Redis answers."""
        now = site_now()
        for shown in [each for each in self._shown.values() if each.stale_at < now]:
            fresh = await asyncio.to_thread(self._news.show_again, shown, now)
            if self._shown.get(shown.board.game) is shown:
                self._publish_board(fresh)
        self.tell_time(time.monotonic())

    def tell_time(self, now: float) -> None:
        """Once in ``TIME_SECONDS``, to viewers with nothing else to read; ``now`` of a monotonic clock."""
        if now - self._time_at < TIME_SECONDS:
            return
        self._time_at = now
        made: dict[str, SseEvent] = {}
        for listener in self.listeners:
            if listener.frames.empty():
                if listener.game not in made:
                    made[listener.game] = event("time", listener.game, self.time_of(listener.game))
                listener.frames.put_nowait(made[listener.game])

    def time_of(self, game: str) -> Body:
        shown = self._shown.get(game)
        return time_body(shown.board.at if shown else None, site_now())

    def hello(self, game: str) -> SseEvent:
        """What every stream begins with."""
        return event("hello", game, {**self.time_of(game), "fresh_seconds": FRESH_SECONDS})

    def publish(self, frame: SseEvent) -> None:
        """A switch, to everyone who watches its game."""
        self._switches.append(frame)
        for listener in self._watching(frame.game):
            self._hand(listener, frame)

    def _publish_board(self, shown: ShownBoard, place: Place = NOWHERE) -> None:
        game, before = shown.board.game, self._shown.get(shown.board.game)
        self._shown[game] = shown
        self._recent.setdefault(game, deque(maxlen=BOARDS_KEPT)).append(shown)
        self._openers.clear()
        self._publish_streams(game)
        listeners = self._watching(game)
        changes = changes_body(before.body, shown.body) if before else None
        if not listeners or (changes and is_nothing(changes, before.body if before else {})):
            return
        whole = event("board", game, shown.body, place)
        part = whole
        if changes:
            part = event("changes", game, changes, place, after=self._parts.get(game))
        self._parts[game] = part
        for listener in listeners:
            self._hand(listener, part if listener.takes_changes else whole)

    def _publish_streams(self, game: str) -> None:
        """To those who follow one channel, when it changed on the board of its game."""
        if game == ALL_GAMES:
            return
        following = sorted((each for each in self.listeners if each.channel), key=_channel)
        for channel, listeners in groupby(following, key=_channel):
            body = self._stream_body(channel)
            key, made = _ageless(body), event("stream", game, body)
            for listener in [each for each in listeners if each.sent != key]:
                listener.sent = key
                self._hand(listener, made)

    def _stream_body(self, channel: str) -> Body:
        """The channel's row, ranked among those of its game; ``stream`` is null when it is on no board."""
        for game, shown in self._shown.items():
            if game != ALL_GAMES and (row := shown.by_channel.get(channel)):
                at = time_body(shown.board.at, 0.0)["board_at"]
                return {"channel": channel, "at": at, "stream": stream_body(row, site_now())}
        return {"channel": channel, "at": self.time_of(ALL_GAMES)["board_at"], "stream": None}

    def _watching(self, game: str) -> list[Listener]:
        return [each for each in self.listeners if each.game == game and not each.channel]

    def _hand(self, listener: Listener, frame: SseEvent) -> None:
        try:
            listener.frames.put_nowait(frame)
        except asyncio.QueueFull:
            self.end(listener)
            listener.close()

    async def find(self, channel: str) -> None:
        """The rows of a channel that may be far down its board, before somebody follows it."""
        partial = [
            game
            for game, shown in self._shown.items()
            if game != ALL_GAMES and not shown.part.is_whole and channel not in shown.by_channel
        ]
        if not partial:
            return
        try:
            rows = await asyncio.to_thread(self._news.find, channel, partial)
        except RedisError:
            return
        for game, row in rows.items():
            if game in self._shown:
                self._shown[game].by_channel.setdefault(channel, row)

    def listen(
        self,
        game: str,
        seen: Place | None,
        takes_changes: bool = False,
        channel: str = "",
        tag: str = "",
    ) -> Listener:
        """A viewer who saw everything up to ``seen``: gets the board as it is now, and each switch since.

        Who has the board of ``tag`` gets what changed since, if it is known. With ``channel`` the viewer gets that
        channel alone.
        """
        listener = Listener(ALL_GAMES if channel else game, takes_changes, channel)
        if channel:
            body = self._stream_body(channel)
            listener.sent = _ageless(body)
            listener.frames.put_nowait(event("stream", game, body))
        else:
            # Who comes back may have changes that came after the board of ``tag``.
            for frame in self._missed(game, seen, tag if takes_changes and seen is None else ""):
                listener.frames.put_nowait(frame)
        self.listeners.add(listener)
        return listener

    def _missed(self, game: str, seen: Place | None, tag: str) -> list[SseEvent]:
        switches = [frame for frame in self._switches if frame.game == game]
        if seen is None or seen > self._news.newest:
            missed = switches[-1:]
        else:
            missed = [frame for frame in switches if frame.place > seen][-(FRAMES_WAITING // 2) :]
        return [*self._opener(game, tag), *missed]

    def _opener(self, game: str, tag: str) -> list[SseEvent]:
        """What makes the board of ``tag`` the present one; the same for all who come within moments."""
        now = site_now()
        boards = self._recent.get(game, ()) if tag else ()
        before = next((each for each in boards if each.tag == tag), None)
        # A tag that is not known is none: whatever viewers send, no more is kept than there are boards.
        key = game, before.tag if before else ""
        made_at, frames = self._openers.get(key, (-math.inf, []))
        if not 0 <= now - made_at < OPENER_SECONDS:
            frames = self._opened(game, before, now)
            self._openers[key] = (now, frames)
        return frames

    def _opened(self, game: str, before: ShownBoard | None, now: float) -> list[SseEvent]:
        """Without ids: the viewer may have seen later events than the one that the board came by."""
        shown = self._shown.get(game)
        if shown is None:
            return []
        if before is None:
            return [event("board", game, shown.body_at(now))]
        changes = changes_body(before.body, shown.body)
        return [] if is_nothing(changes, before.body) else [event("changes", game, changes)]

    def end(self, listener: Listener) -> None:
        """What waits is thrown away, so that a stuck viewer holds no memory."""
        self.listeners.discard(listener)
        while not listener.frames.empty():
            listener.frames.get_nowait()
        listener.frames.put_nowait(None)

    def end_all(self) -> None:
        for listener in list(self.listeners):
            self.end(listener)


def _nothing() -> None:
    pass


def _channel(listener: Listener) -> str:
    return listener.channel


def _ageless(body: Body) -> Body:
    stream = body["stream"]
    return {} if stream is None else {**stream, "age_seconds": None}


hub = Hub(store)
