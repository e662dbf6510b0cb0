"""Which processes does a measured pipeline run in, and what do they use?"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Self

import psutil
from redis import Redis
from redis.backoff import ConstantBackoff
from redis.retry import Retry

from bench.load.ending import end_on_signals
from demo.roles import CHECKOUT, Role

GRACE_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class Use:
    """What the processes of one role have used up to now."""

    cpu_seconds: float
    resident_bytes: int


@dataclass
class Fleet:
    """Processes by the name of their role, all ended with the block, also by a signal; their logs are in ``folder``."""

    environment: Mapping[str, str]
    folder: Path = field(default_factory=lambda: Path(tempfile.mkdtemp(prefix="rotisserie-bench-")))
    processes: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)
    started: dict[str, tuple[Role, Mapping[str, str] | None, Path]] = field(default_factory=dict)

    def __enter__(self) -> Self:
        if threading.current_thread() is threading.main_thread():
            end_on_signals()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for process in reversed(self.processes.values()):
            _signal(process, signal.SIGTERM)
        ends_at = time.monotonic() + GRACE_SECONDS
        for process in self.processes.values():
            try:
                process.wait(max(0.1, ends_at - time.monotonic()))
            except subprocess.TimeoutExpired:
                _signal(process, signal.SIGKILL)
                process.wait()
        if kind is None:
            shutil.rmtree(self.folder, ignore_errors=True)
        else:
            print(f"the logs of the roles lie in {self.folder}", flush=True)

    def start(
        self, role: Role, more: Mapping[str, str] | None = None, checkout: Path = CHECKOUT
    ) -> None:
        """``more`` environment for this role alone; ``checkout`` is where its code is."""
        self.started[role.name] = role, more, checkout
        with open(self.folder / f"{role.name}.log", "ab") as log:
            self.processes[role.name] = subprocess.Popen(
                role.command,
                env={**self.environment, **(more or {})},
                cwd=checkout,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def start_again(self, name: str) -> None:
        self.start(*self.started[name])

    def stop(self, name: str) -> None:
        process = self.processes.pop(name)
        _signal(process, signal.SIGTERM)
        try:
            process.wait(GRACE_SECONDS)
        except subprocess.TimeoutExpired:
            _signal(process, signal.SIGKILL)
            process.wait()

    def await_redis(self, redis: Redis) -> None:
        """Until the Redis that was started answers; raises its error when it does not."""
        redis.set_retry(Retry(ConstantBackoff(0.1), int(GRACE_SECONDS / 0.1)))
        redis.ping()

    def uses(self) -> dict[str, Use]:
        """By role, its children counted with it."""
        return {name: _use(psutil.Process(process.pid)) for name, process in self.processes.items()}

    def size(self, names: Iterable[str]) -> tuple[int, int]:
        """How many processes these roles have, and how many TCP connections; what just died has none."""
        processes, connections = 0, 0
        for process in [self.processes[name] for name in names if name in self.processes]:
            with contextlib.suppress(psutil.Error):
                for one in [psutil.Process(process.pid), *_children(process.pid)]:
                    connections += len(one.net_connections("tcp"))
                    processes += 1
        return processes, connections

    def sockets(self, status: str) -> dict[str, int]:
        """How many TCP connections of each role are in ``status``."""
        return {
            name: sum(
                connection.status == status
                for connection in psutil.Process(process.pid).net_connections()
            )
            for name, process in self.processes.items()
        }


def _use(process: psutil.Process) -> Use:
    family = [process, *process.children(recursive=True)]
    times = [one.cpu_times() for one in family]
    ended = sum(one.children_user + one.children_system for one in times)
    return Use(
        ended + sum(one.user + one.system for one in times),
        sum(one.memory_info().rss for one in family),
    )


def _children(pid: int) -> list[psutil.Process]:
    return list(psutil.Process(pid).children(recursive=True))


def _signal(process: subprocess.Popen[bytes], number: signal.Signals) -> None:
    try:
        os.killpg(process.pid, number)
    except ProcessLookupError:
        return
