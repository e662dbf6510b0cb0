"""Which pipeline do the faults happen to? Each role a process with its own way to Redis, restarted when it dies."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from urllib.request import urlopen

from redis import Redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from bench.chaos import wrong_clock
from bench.chaos.relay import Relays
from bench.load.fleet import Fleet
from demo.port import free_port
from demo.roles import CHECKOUT, Ports, Role, choose_ports, environment, ground, pipeline
from tests.postgres import Postgres

ROLES = ("beat", "control", "capture", "ocr", "web")
RESTART_SECONDS = 1.0
"""A container runtime restarts what died after about as long."""
PLAYING_SECONDS = 300
START_SECONDS = 900.0
"""The arena's first start draws and encodes every picture."""
_INTERVALS = """
from webapp.catalog.models import Game
Game.objects.update(final_seconds={0}, playing_seconds={0}, waiting_seconds={0})
"""


@dataclass
class Stage:
    fleet: Fleet
    ports: Ports
    relays: Relays
    roles: dict[str, Role]
    database: Postgres
    checkout: Path
    interval_seconds: float
    """Between two looks at any channel."""
    _ended: threading.Event = field(default_factory=threading.Event)
    _starting: threading.Lock = field(default_factory=threading.Lock)

    @property
    def site(self) -> str:
        return f"http://127.0.0.1:{self.ports.web}"

    @property
    def arena(self) -> str:
        return f"http://127.0.0.1:{self.ports.arena}"

    @property
    def redis(self) -> Redis:
        return quick_redis(self.ports.redis)

    def start(self, name: str) -> None:
        url = f"redis://127.0.0.1:{self.relays.by_role[name].port}/0"
        self.fleet.start(self.roles[name], {"REDIS_URL": url}, self.checkout)

    def signal(self, name: str, number: signal.Signals) -> None:
        os.killpg(self.fleet.processes[name].pid, number)

    def give_clock(self, name: str) -> bool:
        """Restart a role with a clock that can be set, once; whether that was now."""
        role, launcher = self.roles[name], [wrong_clock.__file__, str(self._clock(name))]
        if role.command[1] == launcher[0]:
            return False
        self.set_clock(name, 0)
        with self._starting:
            self.roles[name] = replace(
                role, command=[role.command[0], *launcher, *role.command[2:]]
            )
            self.fleet.stop(name)
            self.start(name)
        return True

    def set_clock(self, name: str, seconds_ahead: float) -> None:
        self._clock(name).write_text(str(seconds_ahead))

    def keep(self) -> None:
        """Restart what died, until the end."""
        while not self._ended.wait(0.2):
            for name in self.roles:
                with self._starting:
                    ended = self.fleet.processes[name].poll() is not None
                    if ended and not self._ended.wait(RESTART_SECONDS):
                        self.start(name)

    def end(self) -> None:
        """Nothing is restarted from now on."""
        self._ended.set()
        with self._starting:
            return

    def processes_and_sockets(self) -> tuple[int, int]:
        return self.fleet.size(self.roles)

    def manage(self, *words: str, given: str = "") -> None:
        subprocess.run(
            [sys.executable, "manage.py", *words],
            check=True,
            cwd=self.checkout,
            env=dict(self.fleet.environment),
            input=given,
            text=True,
            stdout=subprocess.DEVNULL,
        )

    def add_channels(self, rows: list[dict[str, str]]) -> None:
        self.manage("channel", "add", "--from", "-", given="\n".join(map(json.dumps, rows)))

    def _clock(self, name: str) -> Path:
        return self.fleet.folder / f"{name}.clock"


def quick_redis(port: int) -> Redis:
    """Whoever asks a Redis that does not answer hears of it within a second."""
    quick = Retry(NoBackoff(), 0)
    return Redis(port=port, socket_timeout=1, socket_connect_timeout=1, retry=quick)


@contextmanager
def stage(matches: int, checkout: Path, interval_seconds: float) -> Iterator[Stage]:
    """The roles of ``checkout`` over the arena of this one."""
    ports = choose_ports(free_port())
    folder = Path(tempfile.mkdtemp(prefix="rotisserie-chaos-"))
    with Postgres() as database:
        told = {**environment(ports), "DATABASE_URL": database.url, "ALLOWED_HOSTS": "*"}
        with Fleet(told, folder) as fleet:
            redis, arena = ground(ports, matches, folder)
            fleet.start(redis)
            fleet.await_redis(Redis(port=ports.redis))
            more = ["--healthy", "--playing-seconds", str(PLAYING_SECONDS)]
            fleet.start(replace(arena, command=[*arena.command, *more]))
            relays = Relays(ports.redis, ROLES)
            made = Stage(fleet, ports, relays, _roles(ports), database, checkout, interval_seconds)
            try:
                _fill(made)
                for name in made.roles:
                    made.start(name)
                threading.Thread(target=made.keep, daemon=True).start()
                _answer(f"{made.site}/readyz", 60)
                yield made
            finally:
                made.end()


def _roles(ports: Ports) -> dict[str, Role]:
    """One process each, so that each is missed."""
    found = {role.name: role for role in pipeline(ports)}
    del found["ocr-2"]
    found["ocr"] = replace(found.pop("ocr-1"), name="ocr")
    return {name: found[name] for name in ROLES}


def _fill(made: Stage) -> None:
    made.manage("migrate", "--verbosity", "0")
    made.manage("shell", "-c", _INTERVALS.format(made.interval_seconds))
    truth = _answer(f"{made.arena}/truth", START_SECONDS)
    wanted = ("url", "game", "name", "channel")
    made.add_channels([{key: row[key] for key in wanted} for row in truth["channels"]])


def _answer(url: str, seconds: float) -> Any:
    ends_at = time.monotonic() + seconds
    while True:
        try:
            with urlopen(url, timeout=30) as answer:
                return json.load(answer)
        except (OSError, ValueError):
            if time.monotonic() > ends_at:
                raise
            time.sleep(0.5)


__all__ = ["CHECKOUT", "ROLES", "Stage", "quick_redis", "stage"]
