"""Which loops run in a web process besides requests?"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import resource
import signal
import threading
import time
from collections.abc import Awaitable, Callable, MutableMapping
from types import FrameType
from typing import Any

from asgiref.sync import sync_to_async
from django.conf import settings
from django.core.management import CommandError

from webapp.board.events.hub import Hub, hub
from webapp.catalog.channels.arena import ARENA_SECONDS, watch_arena
from webapp.catalog.missing_tables import TABLES_SECONDS, tables
from webapp.catalog.publish.publish import HEAL_SECONDS, republish_if_stale
from webapp.desk.upkeep import UPKEEP_SECONDS, upkeep
from webapp.hooks.queue.turn import TURN_SECONDS, senders
from webapp.hooks.queue.turn import turn as webhooks_turn
from webapp.server.loops import CLOCK, EVENTS, forever
from webapp.store import clock

FILES = 65_536
TICK_SECONDS = 1.0
SENDERS_SECONDS = 2.0
"""Time for a webhook's request to be answered when the process ends."""
log = logging.getLogger(__name__)
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]


async def lifespan(receive: Receive, send: Send) -> None:
    """The server says when it starts and when it ends."""
    tasks: list[asyncio.Task[None]] = []
    while True:
        message = await receive()
        if message["type"] == "lifespan.startup":
            tasks = start_loops(hub)
            _end_events_with_the_server()
            open_many_files()
            await send({"type": "lifespan.startup.complete"})
        else:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            await asyncio.to_thread(senders.close, SENDERS_SECONDS)
            await send({"type": "lifespan.shutdown.complete"})
            return


def start_loops(events: Hub) -> list[asyncio.Task[None]]:
    turns: list[tuple[str, Callable[[], Awaitable[object]], float]] = [
        (EVENTS, events.turn, 0.0),
        (CLOCK, events.tick, TICK_SECONDS),
        ("offset", in_thread(clock.measure), clock.MEASURE_SECONDS),
        ("catalog", in_thread(keep_published), HEAL_SECONDS),
        ("desk", in_thread(upkeep), UPKEEP_SECONDS),
        ("tables", in_thread(keep_tables), TABLES_SECONDS),
        ("webhooks", in_thread(webhooks_turn), TURN_SECONDS),
    ]
    if settings.ARENA_URL:
        turns.append(("arena", in_thread(keep_arena), ARENA_SECONDS))
    return [asyncio.create_task(forever(turn, every, name)) for name, turn, every in turns]


def in_thread(turn: Callable[[], object]) -> Callable[[], Awaitable[object]]:
    return sync_to_async(turn, thread_sensitive=False)


def keep_published() -> None:
    """Republish what Redis forgot, or missed while it was away."""
    if republish_if_stale():
        log.info("republished the catalog")


def keep_tables() -> None:
    """Make the tables of a database that lost them, and watch the arena before an empty catalog is published."""
    try:
        made = tables.make_if_lost(time.monotonic())
    except CommandError as fault:
        log.warning("cannot create the database's tables: %s", fault)
    else:
        if made:
            log.warning("the database was empty; its tables were created")
            watch_arena(settings.ARENA_URL)


def keep_arena() -> None:
    """Watch what the arena broadcasts."""
    try:
        if watch_arena(settings.ARENA_URL):
            log.info("watching the arena's channels")
    except ValueError as fault:
        log.warning("the arena's response is invalid: %s", fault)


def open_many_files() -> None:
    """Each viewer's event stream takes one; many systems start a process with 1,024 and allow more."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = FILES if hard == resource.RLIM_INFINITY else min(FILES, hard)
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, most), hard))


def _end_events_with_the_server() -> None:
    """A server waits for open responses before it exits, and event streams never end, so they are ended first."""
    if threading.current_thread() is not threading.main_thread():
        return
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        before = signal.getsignal(number)

        def end(number: int, frame: FrameType | None, before: Any = before) -> None:
            with contextlib.suppress(RuntimeError):  # the loop has ended already
                loop.call_soon_threadsafe(hub.end_all)
            if callable(before):
                before(number, frame)

        if callable(before):
            signal.signal(number, end)
