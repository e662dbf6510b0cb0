"""What does Celery beat send, and which of several beats sends it?

The due times are in Redis, so this scheduler keeps nothing: a beat that dies is replaced by one that knows as much.
Pauses between two things are measured by this machine's steady clock, due times by Redis'.
"""

from __future__ import annotations

import logging
import os
import socket
import time
from collections.abc import Sequence
from typing import Any
from uuid import uuid4

from celery import beat
from redis.exceptions import RedisError

from scoreboard.queues import CAPTURE, CONTROL, SCAN
from scoreboard.requests import ASK_EXPIRES_SECONDS
from scoreboard.store import Turn
from scoreboard.store.turns import MAX_AT_ONCE
from workers.app import CAPTURE_EXPIRES_SECONDS, app, clock, store, tally
from workers.message import look_message, task_message
from workers.schedule.pace import latest_due, most_waiting
from workers.service.heart import Heart
from workers.service.presence import Presence
from workers.settings import settings

TICK_SECONDS = 0.1
LEADERSHIP_SECONDS = 5.0
RENEW_SECONDS = 1.0
LEASE_SECONDS = CAPTURE_EXPIRES_SECONDS + 1
"""Until the look has begun, which then says how much longer it may take."""
DISCOVER_EVERY_SECONDS = 60.0
DISCOVER_EXPIRES_SECONDS = 55.0
RECORD_EVERY_SECONDS = 10.0
DIRECT_EVERY_SECONDS = 2.0
"""Numbers age, so every board is made again this often although nothing was read."""
SCAN_EXPIRES_SECONDS = 30.0
MAX_DIRECT_WAITING = 4
MAX_CONTROL_WAITING = 8
"""A discovery finds room also when boards wait to be made."""

logger = logging.getLogger(__name__)


class Scheduler(beat.Scheduler):
    """Sends discovery each minute, looks when they are due, and directions when something changed."""

    def setup_schedule(self) -> None:
        self.name = f"{socket.gethostname()}:{os.getpid()}:{uuid4().hex[:8]}"
        self.renewed_at = self.counted_at = self.directed_at = -RENEW_SECONDS
        self.recorded_at = -RECORD_EVERY_SECONDS
        self.discovered_at = time.monotonic()
        self.finished, self.finished_per_second = 0, 0.0
        self.heart = Heart(settings.heartbeat_file)
        Presence(store, clock(), f"beat@{self.name}", "beat", settings.commit).start()

    def tick(self, *_: Any, **__: Any) -> float:
        began = time.monotonic()
        self.heart.beat()
        try:
            if not self._leads(began):
                return RENEW_SECONDS
            is_all = self._turn(began)
            self._take_stock(began)
        except RedisError as error:
            logger.warning("Redis is unreachable, retrying every second: %s", error)
            return RENEW_SECONDS
        spent = time.monotonic() - began
        return max(0.01, TICK_SECONDS - spent) if is_all else 0.01

    def _leads(self, began: float) -> bool:
        """Renews the leadership once a second."""
        if began - self.renewed_at < RENEW_SECONDS:
            return True
        if not store().lead(self.name, LEADERSHIP_SECONDS):
            return False
        self.renewed_at = began
        return True

    def _turn(self, began: float) -> bool:
        """Asks Redis once what is to be done, and sends it; false when more looks are due."""
        now, token = clock().now(), uuid4().hex
        most = most_waiting(self.finished_per_second)
        is_all_due = began - self.directed_at >= DIRECT_EVERY_SECONDS
        is_record_due = began - self.recorded_at >= RECORD_EVERY_SECONDS
        takes_stock = is_all_due or is_record_due
        turn = store().turn(now, most, LEASE_SECONDS, token, self.name, takes_stock)
        if turn is None:
            return True
        # First, while the leadership lasts: each command may take half a second.
        self._send_captures(turn, token, now)
        self._send_discover(began)
        self._send_direct(turn, is_all_due, began)
        if turn.is_asked:
            self._send_asked(now)
        if is_record_due:
            self._send_record(turn, began)
        return len(turn.looks) < MAX_AT_ONCE

    def _take_stock(self, began: float) -> None:
        """Once a second: measure the pace, notice what admins changed."""
        elapsed = began - self.counted_at
        if elapsed < RENEW_SECONDS:
            return
        finished = store().looks_finished()
        latest = max(0, finished - self.finished) / elapsed if self.finished else 0.0
        self.finished_per_second += 0.3 * (latest - self.finished_per_second)
        self.finished, self.counted_at = finished, began
        self._discover_what_changed()
        self._pull_in(clock().now())
        self._send_scans()

    def _discover_what_changed(self) -> None:
        if store().wants_discovery() and store().tasks_waiting(CONTROL) < MAX_CONTROL_WAITING:
            self._send("discover", (), RENEW_SECONDS)

    def _pull_in(self, now: float) -> None:
        """No look is due later than a right clock would have had it."""
        latest = {game.slug: latest_due(game, now) for game in store().games().values()}
        for game, count in store().pull_in(latest, now).items():
            logger.warning("%s: %d looks were due too late; they are due now", game, count)

    def _send_discover(self, began: float) -> None:
        if began - self.discovered_at >= DISCOVER_EVERY_SECONDS:
            self._send("discover", (), DISCOVER_EXPIRES_SECONDS)
            self.discovered_at = began

    def _send_record(self, turn: Turn, began: float) -> None:
        self.recorded_at = began
        is_wanted = store().recordings_wanted(clock().now(), 1)
        if is_wanted and turn.control_waiting < MAX_CONTROL_WAITING:
            self._send("record", (), RECORD_EVERY_SECONDS)

    def _send_captures(self, turn: Turn, token: str, now: float) -> None:
        expires_at = now + CAPTURE_EXPIRES_SECONDS
        messages = [
            look_message("capture", CAPTURE, channel, token, now, now, expires_at)
            for channel, _ in turn.looks
        ]
        store().push_tasks(CAPTURE, messages)
        for _, due_at in turn.looks:
            tally().took("dispatch", now - due_at)

    def _send_direct(self, turn: Turn, everything: bool, began: float) -> None:
        if not everything and not turn.boards_are_due:
            return
        if turn.control_waiting >= MAX_DIRECT_WAITING:
            return
        self.directed_at = began if everything else self.directed_at
        self._send("direct", (everything,), DIRECT_EVERY_SECONDS)

    def _send_asked(self, now: float) -> None:
        """What admins want to know goes to the workers that can answer."""
        for ask in store().take_asked(now):
            self._send(f"ask_{ask.kind}", (ask.to_json(),), ASK_EXPIRES_SECONDS)

    def _send_scans(self) -> None:
        """One of each kind waits for a worker at most; those that find nothing to do end at once."""
        if (wanted := store().scans_wanted()) and not store().tasks_waiting(SCAN):
            for want in wanted:
                self._send("scan", (want,), SCAN_EXPIRES_SECONDS)

    def _send(self, task: str, arguments: Sequence[object], expires_seconds: float) -> None:
        queue = app.conf.task_routes[f"workers.tasks.{task}"]["queue"]
        now, task_id = clock().now(), uuid4().hex
        message = task_message(task, queue, arguments, task_id, now, now + expires_seconds)
        store().push_tasks(queue, [message])

    def close(self) -> None:
        """A beat that is stopped hands over at once."""
        try:
            store().resign(self.name)
        except RedisError as error:
            logger.warning("could not resign: %s", error)
        super().close()
