"""What does Celery beat send, and which of several beats does it?

The due times stand in Redis, so this scheduler keeps nothing: a beat that dies is replaced by one that knows as much.
"""

from __future__ import annotations

import logging
import os
import socket
import time
from typing import Any
from uuid import uuid4

from celery import beat
from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

from scoreboard.queues import CAPTURE, CONTROL
from scoreboard.requests import ASK_EXPIRES_SECONDS
from scoreboard.version import VERSION
from workers.app import CAPTURE_EXPIRES_SECONDS, beat_heart, store, tally
from workers.message import look_message
from workers.schedule.pace import room

TICK_SECONDS = 0.1
LEADERSHIP_SECONDS = 5.0
RENEW_SECONDS = 1.0
LEASE_SECONDS = 24.0
"""Longer than any look takes: after it a lost one is replaced."""
DIRECT_EVERY_SECONDS = 2.0
"""Numbers age, so every board is made anew this often although nothing was read."""
MAX_DIRECT_WAITING = 4
MAX_CONTROL_WAITING = 8
"""A discovery finds room also when boards wait to be made."""

logger = logging.getLogger(__name__)


class Scheduler(beat.Scheduler):
    """Sends discovery each minute, looks when they are due, and directions when something changed."""

    def setup_schedule(self) -> None:
        self.name = f"{socket.gethostname()}:{os.getpid()}:{uuid4().hex[:8]}"
        self.leads_until = self.renewed_at = self.directed_at = self.measured_at = 0.0
        self.finished, self.finished_per_second = 0, 0.0
        self.merge_inplace(self.app.conf.beat_schedule)

    def tick(self, *_: Any, **__: Any) -> float:
        now = time.time()
        try:
            if not self._leads(now):
                return RENEW_SECONDS
            super().tick()
            self._send_captures(now)
            self._send_direct(now)
            self._send_asked(now)
        except (RedisError, OperationalError) as error:
            beat_heart()  # this process is well: to restart it would not bring Redis back
            logger.warning("Redis does not answer (%s); trying again in a second", error)
            return RENEW_SECONDS
        return max(0.01, TICK_SECONDS - (time.time() - now))

    def _leads(self, now: float) -> bool:
        """Once a second: renew the leadership, measure the pace, notice what the admins changed."""
        if now - self.renewed_at < RENEW_SECONDS:
            return True
        leads = store().lead(self.name, LEADERSHIP_SECONDS)
        beat_heart()
        store().put_worker(f"beat@{self.name}", VERSION, now)
        if not leads:
            return False
        finished, elapsed = store().looks_finished(), now - self.renewed_at
        latest = max(0, finished - self.finished) / elapsed if self.finished else 0.0
        self.finished_per_second += 0.3 * (latest - self.finished_per_second)
        self.finished, self.renewed_at = finished, now
        self._discover_what_changed()
        return True

    def _discover_what_changed(self) -> None:
        if store().wants_discovery() and store().tasks_waiting(CONTROL) < MAX_CONTROL_WAITING:
            self.send_task("workers.tasks.discover", expires=RENEW_SECONDS)

    def _send_captures(self, now: float) -> None:
        most = room(store().looks_waiting(), self.finished_per_second)
        token = uuid4().hex
        while most > 0 and (taken := store().take_due(now, most, LEASE_SECONDS, token)):
            store().push_tasks(
                CAPTURE,
                [
                    look_message(
                        "capture", CAPTURE, channel, token, now, now, now + CAPTURE_EXPIRES_SECONDS
                    )
                    for channel, _ in taken
                ],
            )
            for _, due_at in taken:
                tally().took("dispatch", now - due_at)
            most -= len(taken)

    def _send_direct(self, now: float) -> None:
        everything = now - self.directed_at >= DIRECT_EVERY_SECONDS
        if not everything and not store().boards_are_due():
            return
        if store().tasks_waiting(CONTROL) >= MAX_DIRECT_WAITING:
            return
        self.directed_at = now if everything else self.directed_at
        self.send_task(
            "workers.tasks.direct",
            (everything,),
            expires=DIRECT_EVERY_SECONDS,
            producer=self.producer,
        )

    def _send_asked(self, now: float) -> None:
        """What admins want to know goes to the workers that can tell."""
        for ask in store().take_asked(now):
            self.send_task(
                f"workers.tasks.ask_{ask.kind}",
                (ask.to_json(),),
                expires=ASK_EXPIRES_SECONDS,
                producer=self.producer,
            )

    def close(self) -> None:
        """A beat that ends in peace leaves at once to another."""
        try:
            store().resign(self.name)
        except RedisError as error:
            logger.warning("could not resign: %s", error)
        super().close()
