"""What runs beside the requests in a web process?"""

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
from django.db import DatabaseError
from redis.exceptions import RedisError

from webapp.board.events.hub import hub
from webapp.catalog.channels.arena import ARENA_SECONDS, watch_arena
from webapp.catalog.missing_tables import TABLES_SECONDS, tables
from webapp.catalog.publish.publish import HEAL_SECONDS, republish_if_stale
from webapp.desk.upkeep import UPKEEP_SECONDS, upkeep

FILES = 65_536
log = logging.getLogger(__name__)
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]


async def lifespan(receive: Receive, send: Send) -> None:
    """The server says when it starts and when it ends."""
    tasks: list[asyncio.Task[None]] = []
    while True:
        message = await receive()
        if message["type"] == "lifespan.startup":
            tasks = [
                asyncio.create_task(turn)
                for turn in (hub.run(), keep_published(), keep_desk(), keep_tables(), keep_arena())
            ]
            _end_events_with_the_server()
            open_many_files()
            await send({"type": "lifespan.startup.complete"})
        else:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            await send({"type": "lifespan.shutdown.complete"})
            return


async def keep_published() -> None:
    """Republish what Redis forgot, or missed while it was away."""
    while True:
        try:
            if await sync_to_async(republish_if_stale, thread_sensitive=False)():
                log.info("published the catalog again")
        except DatabaseError as fault:
            log.warning("cannot compare the catalog with the scoreboard: %s", fault)
        await asyncio.sleep(HEAL_SECONDS)


async def keep_desk() -> None:
    """Take in what workers left for the database, and write down how the machine does."""
    while True:
        try:
            await sync_to_async(upkeep, thread_sensitive=False)()
        except (DatabaseError, RedisError) as fault:
            log.warning("the desk waits: %s", fault)
        await asyncio.sleep(UPKEEP_SECONDS)


async def keep_tables() -> None:
    """Make the tables of a database that lost them, and watch the arena before an empty catalog is published."""
    while True:
        try:
            if await sync_to_async(tables.make_if_lost, thread_sensitive=False)(time.monotonic()):
                log.warning("the database was empty: it has the tables of a new one now")
                await sync_to_async(watch_arena, thread_sensitive=False)(settings.ARENA_URL)
        except (DatabaseError, CommandError, ValueError) as fault:
            log.debug("the database's tables wait: %s", fault)
        await asyncio.sleep(TABLES_SECONDS)


async def keep_arena() -> None:
    """Watch what an arena broadcasts, if one is named."""
    while settings.ARENA_URL:
        try:
            if await sync_to_async(watch_arena, thread_sensitive=False)(settings.ARENA_URL):
                log.info("watching the arena's channels")
        except (DatabaseError, ValueError) as fault:
            log.warning("the arena's channels wait: %s", fault)
        await asyncio.sleep(ARENA_SECONDS)


def open_many_files() -> None:
    """Each viewer's event stream is one; many systems begin with a thousand for a process, and let it have more."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = FILES if hard == resource.RLIM_INFINITY else min(FILES, hard)
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, most), hard))


def _end_events_with_the_server() -> None:
    """A server waits for open answers before it ends; event streams are open for ever, so they hear of it first."""
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
