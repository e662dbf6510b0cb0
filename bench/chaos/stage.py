"""Which pipeline do the faults happen to? Every role a process with its own way to Redis, restarted when it dies."""

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

from bench.chaos.relay import Relays
from bench.load.fleet import Fleet
from demo.port import free_port
from demo.roles import CHECKOUT, Ports, Role, choose_ports, environment, ground, pipeline
from tests.postgres import Postgres

RESTART_SECONDS = 1.0
"""A container runtime restarts what died after about as long."""
FAKETIME = "/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1"


@dataclass
class Stage:
    fleet: Fleet
    ports: Ports
    relays: Relays
    roles: dict[str, Role]
    database: Postgres
    checkout: Path
    clocks: dict[str, str] = field(default_factory=dict)
    """libfaketime's offset of a role, such as ``+7s``."""
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
        return Redis(port=self.ports.redis)

    def start(self, name: str) -> None:
        relay = self.relays.by_role[name]
        more = {"REDIS_URL": f"redis://127.0.0.1:{relay.port}/0"}
        if offset := self.clocks.get(name):
            more |= {
                "LD_PRELOAD": FAKETIME,
                "FAKETIME": offset,
                "FAKETIME_DONT_FAKE_MONOTONIC": "1",
                "DONT_FAKE_MONOTONIC": "1",
            }
        self.fleet.start(self.roles[name], more, self.checkout)

    def signal(self, name: str, number: signal.Signals) -> None:
        os.killpg(self.fleet.processes[name].pid, number)

    def restart(self, name: str) -> None:
        with self._starting:
            self.fleet.stop(name)
            self.start(name)

    def keep(self) -> None:
        """Restart what died, until the end."""
        while not self._ended.wait(0.2):
            for name in self.roles:
                with self._starting:
                    if self.fleet.processes[name].poll() is not None:
                        time.sleep(RESTART_SECONDS)
                        if not self._ended.is_set():
                            self.start(name)

    def processes_and_sockets(self) -> tuple[int, int]:
        return self.fleet.size()


@contextmanager
def stage(matches: int, checkout: Path) -> Iterator[Stage]:
    """The roles of ``checkout`` over the arena of this one."""
    ports = choose_ports(free_port())
    folder = Path(tempfile.mkdtemp(prefix="rotisserie-chaos-"))
    with Postgres() as database:
        told = {**environment(ports), "DATABASE_URL": database.url, "ALLOWED_HOSTS": "*"}
        with Fleet(told, folder) as fleet:
            redis, arena = ground(ports, matches, folder)
            fleet.start(redis)
            fleet.await_redis(Redis(port=ports.redis))
            fleet.start(replace(arena, command=[*arena.command, "--healthy"]))
            roles = {role.name: role for role in pipeline(ports)}
            relays = Relays(ports.redis, list(roles))
            made = Stage(fleet, ports, relays, roles, database, checkout)
            truth = _answer(f"{made.arena}/truth", 900)
            manage = [sys.executable, "manage.py"]
            rows = "\n".join(
                json.dumps({key: row[key] for key in ("url", "game", "name", "channel")})
                for row in truth["channels"]
            )
            for words, given in (
                (["migrate", "--verbosity", "0"], ""),
                (["channel", "add", "--from", "-"], rows),
            ):
                subprocess.run(
                    [*manage, *words],
                    check=True,
                    cwd=checkout,
                    env=told,
                    input=given,
                    text=True,
                    stdout=subprocess.DEVNULL,
                )
            for name in roles:
                made.start(name)
            keeper = threading.Thread(target=made.keep, daemon=True)
            keeper.start()
            try:
                _answer(f"{made.site}/readyz", 60)
                yield made
            finally:
                made._ended.set()
                keeper.join(5)


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


__all__ = ["CHECKOUT", "Stage", "stage"]
