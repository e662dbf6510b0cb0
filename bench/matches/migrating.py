"""What do readers notice while the matches of an older version are migrated?"""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field

import psycopg

from demo.roles import CHECKOUT

BEFORE = "0004"
READ = "SELECT id, name, ended_at FROM desk_match ORDER BY ended_at DESC, id DESC LIMIT 50"
WRITE = """INSERT INTO desk_match (channel, name, game, ended_at, won, page_url)
VALUES (%s, 'Late', 'pubg', now(), true, '')"""
"""As a site of the version before writes a match during an upgrade."""
PAUSE_SECONDS = 0.005


@dataclass(slots=True)
class Client:
    """Reads, or writes, again and again on a connection of its own."""

    url: str
    command: str
    seconds: list[float] = field(default_factory=list)
    ends: threading.Event = field(default_factory=threading.Event)

    def run(self) -> None:
        with psycopg.connect(self.url, autocommit=True) as connection:
            while not self.ends.is_set():
                began = time.monotonic()
                connection.execute(self.command, self._words())
                self.seconds.append(time.monotonic() - began)
                time.sleep(PAUSE_SECONDS)

    def _words(self) -> list[str]:
        return [f"late-{len(self.seconds)}"] if "%s" in self.command else []


@dataclass(frozen=True, slots=True)
class Migrated:
    seconds: float
    reads: list[float]
    """Seconds that each read took meanwhile."""
    writes: list[float]


def migrate(url: str, environment: dict[str, str]) -> Migrated:
    """To the newest version, as an upgrade does, beside a reader and a writer."""
    clients = [Client(url, READ), Client(url, WRITE)]
    threads = [threading.Thread(target=client.run) for client in clients]
    for thread in threads:
        thread.start()
    time.sleep(0.5)
    began = time.monotonic()
    try:
        manage(environment, "migrate", "--verbosity", "0")
    finally:
        seconds = time.monotonic() - began
        for client, thread in zip(clients, threads, strict=True):
            client.ends.set()
            thread.join()
    return Migrated(seconds, clients[0].seconds, clients[1].seconds)


def manage(environment: dict[str, str], *words: str) -> None:
    subprocess.run([sys.executable, "manage.py", *words], cwd=CHECKOUT, env=environment, check=True)
