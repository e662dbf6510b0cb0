"""How is one web process run alone on one core, with a board of its own to show?"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil
from redis import Redis
from redis.exceptions import ConnectionError as NotYet

from demo.port import free_port
from scoreboard.games import known_games
from scoreboard.models import ALL_GAMES, Board, RankedStream
from scoreboard.store import Store

WEB_CORE, OTHER_CORE = 0, 1
FILES = 40_000
READY_SECONDS = 30.0


@dataclass(frozen=True, slots=True)
class Server:
    port: int
    store: Store
    process: psutil.Process

    def show(self, rows: int, title: str) -> None:
        """A board whose first stream is called ``title``."""
        self.store.put_board(board(rows, title), announce=True)

    def memory_bytes(self) -> int:
        return int(self.process.memory_info().rss)

    def cpu_seconds(self) -> float:
        spent = self.process.cpu_times()
        return float(spent.user + spent.system)


@contextmanager
def running(folder: Path) -> Iterator[Server]:
    """The site on ``WEB_CORE``; Redis, and whoever asks, on the other one."""
    allow_files()
    os.sched_setaffinity(0, {OTHER_CORE})
    redis_port, port = free_port(), free_port()
    environment = {
        **os.environ,
        "REDIS_URL": f"redis://127.0.0.1:{redis_port}/0",
        "SECRET_KEY": "for measuring",
        "DATABASE_URL": f"sqlite:///{folder / 'site.sqlite3'}",
        "ALLOWED_HOSTS": "127.0.0.1",
        "DJANGO_SETTINGS_MODULE": "webapp.settings",
    }
    redis = subprocess.Popen(
        [
            "redis-server",
            "--port",
            str(redis_port),
            "--bind",
            "127.0.0.1",
            "--save",
            "",
            "--dir",
            str(folder),
        ],
        stdout=subprocess.DEVNULL,
    )
    subprocess.run(
        [sys.executable, "manage.py", "migrate", "--verbosity", "0"], env=environment, check=True
    )
    web = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "uvicorn",
            "webapp.asgi:application",
            "--port",
            str(port),
            "--log-level",
            "warning",
            "--no-access-log",
            "--timeout-graceful-shutdown",
            "3",
        ],
        env=environment,
    )
    os.sched_setaffinity(web.pid, {WEB_CORE})
    try:
        store = Store(Redis(port=redis_port))
        _await(store)
        store.publish_catalog(known_games().values(), [], "")
        yield Server(port, store, psutil.Process(web.pid))
    finally:
        for process in (web, redis):
            process.terminate()
            process.wait(20)


def allow_files() -> None:
    """A socket for each viewer at both ends; children inherit it."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = FILES if hard == resource.RLIM_INFINITY else min(FILES, hard)
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, wanted), hard))


def board(rows: int, title: str) -> Board:
    now = time.time()
    return Board(
        ALL_GAMES,
        now,
        tuple(
            RankedStream(
                rank=place + 1,
                channel=f"channel-{place:03d}",
                name=f"QuietFalcon{place}",
                title=title if place == 0 else "Ranked until I win",
                platform="web",
                language="en",
                viewers=100 + place,
                page_url=f"https://example.org/channel-{place:03d}",
                playback_url=f"https://example.org/channel-{place:03d}/index.m3u8",
                game="pubg",
                phase="playing",
                alive=place + 2,
                kills=3,
                confidence=0.99,
                captured_at=now - 2,
                state="ok",
                reason="",
                phase_since=now - 600,
            )
            for place in range(rows)
        ),
    )


def _await(store: Store) -> None:
    ends_at = time.monotonic() + READY_SECONDS
    while True:
        try:
            store.redis.ping()
            return
        except NotYet:
            if time.monotonic() > ends_at:
                raise
            time.sleep(0.1)
