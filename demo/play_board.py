"""How does a hand-made board reach the page? As if workers had read every stream: python -m demo --board FILE"""

from __future__ import annotations

import time
from collections.abc import Iterable
from pathlib import Path

from demo.hand_made import HandMadeStream, Moment, Step
from scoreboard.models import Standing, Stream
from scoreboard.store import Store
from workers.direct.direct import direct_games

TICK_SECONDS = 1.0
_LEASE_SECONDS = 5.0
_PREVIEW_SECONDS = 90.0
_TOKEN = "hand-made"  # noqa: S105 - of a lease
_MANY = 10_000


class BoardPlayer:
    """Keeps Redis as the file says it is, second by second."""

    def __init__(self, store: Store, steps: Iterable[Step], folder: Path = Path()) -> None:
        self.store, self.folder = store, folder
        self._steps = list(steps)
        self._moment = Moment()
        self._captured: dict[str, float] = {}
        """When the number of each channel was broadcast."""
        self._phase_since: dict[str, float] = {}

    def play(self) -> None:
        """For ever."""
        began = time.monotonic()
        while True:
            self.tick(time.monotonic() - began, time.time())
            time.sleep(TICK_SECONDS)

    def tick(self, elapsed: float, now: float) -> None:
        """What is so ``elapsed`` seconds after the start, as of ``now`` (epoch seconds)."""
        before = self._moment
        while self._steps and self._steps[0].at <= elapsed:
            self._moment = self._moment.after(self._steps.pop(0))
        self._put_streams(before, now)
        self._put_standings(before, now)
        if self._moment.boards:
            self.store.end_discovering(self.store.catalog_version())
            direct_games(self.store, True, now)

    def _put_streams(self, before: Moment, now: float) -> None:
        known = self.store.streams()
        gone = before.streams.keys() - self._moment.streams.keys()
        self.store.drop_streams(known[channel] for channel in gone if channel in known)
        rows = self._moment.streams.values()
        self.store.put_streams(map(_stream, rows), {row.channel: now for row in rows})
        for row in rows:
            self.store.look_at_once(row.channel, row.game, now)
            if row.preview:
                picture = (self.folder / row.preview).read_bytes()
                self.store.put_preview(row.channel, picture, _PREVIEW_SECONDS)

    def _put_standings(self, before: Moment, now: float) -> None:
        while self.store.take_due(now, _MANY, _LEASE_SECONDS, _TOKEN):
            pass
        for channel, row in self._moment.streams.items():
            known = before.streams.get(channel)
            if known != row or self._moment.reads:
                self._captured[channel] = now - row.age
            if known is None or known.phase != row.phase:
                self._phase_since[channel] = self._captured[channel]
            standing = _standing(row, self._captured[channel], self._phase_since[channel], now)
            self.store.finish_look(standing, "", _TOKEN, now)


def _stream(row: HandMadeStream) -> Stream:
    return Stream(
        row.channel,
        row.game,
        row.name,
        row.playback_url or row.page_url,
        row.title,
        row.platform,
        row.language,
        row.viewers,
        row.page_url,
        row.playback_url,
        player=row.player,
    )


def _standing(row: HandMadeStream, captured_at: float, since: float, now: float) -> Standing:
    return Standing(
        row.channel,
        row.game,
        row.phase,
        row.alive,
        row.kills,
        row.confidence,
        captured_at,
        row.state,
        looked_at=now,
        phase_since=since,
    )
