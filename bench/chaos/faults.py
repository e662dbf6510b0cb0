"""Which faults are tried, and how is each begun and ended?"""

from __future__ import annotations

import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from redis import Redis
from redis.exceptions import RedisError

from bench.chaos.stage import Stage
from demo.port import free_port

ROLES = ("beat", "control", "capture", "ocr-1", "web")
STOPPED_SECONDS = 30.0
AWAY_SECONDS = 20.0
Happen = Callable[[Stage], Iterator[None]]


@dataclass(frozen=True, slots=True)
class Fault:
    """``happen`` begins it, yields for as long as ``seconds``, and ends it."""

    name: str
    happen: Callable[..., Iterator[None]]
    seconds: float = 0.0


def faults() -> list[Fault]:
    found = [Fault(f"{role} killed", _killed(role)) for role in ROLES]
    found += [Fault(f"{role} stopped 30 s", _stopped(role), STOPPED_SECONDS) for role in ROLES]
    found += [Fault(f"{role} cut off half-open", _half_open(role)) for role in ROLES]
    found += [
        Fault(f"capture's clock {offset}", _clock("capture", offset), STOPPED_SECONDS)
        for offset in ("+7s", "-7s", "+1h", "-1h")
    ]
    found += [
        Fault(f"beat's clock {offset}", _clock("beat", offset), STOPPED_SECONDS)
        for offset in ("+7s", "-1h")
    ]
    return [
        *found,
        Fault("Redis stopped 20 s", _redis_stopped, AWAY_SECONDS),
        Fault("Redis killed, back after 3 s, empty", _redis_killed, 3.0),
        Fault("Redis emptied", _redis_emptied),
        Fault("Redis slowed by 500 ms", _redis_slow, AWAY_SECONDS),
        Fault("Redis full", _redis_full, AWAY_SECONDS),
        Fault("Redis failed over", _redis_failed_over, 3.0),
        Fault("database away 20 s", _database_away, AWAY_SECONDS),
    ]


def _killed(role: str) -> Happen:
    def happen(stage: Stage) -> Iterator[None]:
        stage.signal(role, signal.SIGKILL)
        yield

    return happen


def _stopped(role: str) -> Happen:
    def happen(stage: Stage) -> Iterator[None]:
        stage.signal(role, signal.SIGSTOP)
        yield
        stage.signal(role, signal.SIGCONT)

    return happen


def _half_open(role: str) -> Happen:
    def happen(stage: Stage) -> Iterator[None]:
        stage.relays.freeze(role)
        yield

    return happen


def _clock(role: str, offset: str) -> Happen:
    def happen(stage: Stage) -> Iterator[None]:
        stage.clocks[role] = offset
        stage.restart(role)
        yield
        del stage.clocks[role]
        stage.restart(role)

    return happen


def _redis_stopped(stage: Stage) -> Iterator[None]:
    stage.signal("redis", signal.SIGSTOP)
    yield
    stage.signal("redis", signal.SIGCONT)


def _redis_killed(stage: Stage) -> Iterator[None]:
    stage.signal("redis", signal.SIGKILL)
    stage.fleet.processes["redis"].wait(10)
    yield
    stage.fleet.start_again("redis")


def _redis_emptied(stage: Stage) -> Iterator[None]:
    stage.redis.flushall()
    yield


def _redis_slow(stage: Stage) -> Iterator[None]:
    stage.relays.delay(0.5)
    yield
    stage.relays.delay(0.0)


def _redis_full(stage: Stage) -> Iterator[None]:
    stage.redis.config_set("maxmemory-policy", "noeviction")
    stage.redis.config_set("maxmemory", "1mb")
    yield
    stage.redis.config_set("maxmemory", "0")


def _redis_failed_over(stage: Stage) -> Iterator[None]:
    """A replica takes over; the former master answers READONLY until the address leads to the new one."""
    with _replica(stage) as port:
        replica = Redis(port=port)
        replica.replicaof("NO", "ONE")
        stage.redis.replicaof("127.0.0.1", str(port))
        stage.redis.execute_command("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes")
        yield
        stage.relays.lead_to(port)
        time.sleep(AWAY_SECONDS)
        # Back to the first one, so that the next fault finds the stage as it was.
        stage.redis.replicaof("127.0.0.1", str(port))
        time.sleep(1)
        stage.redis.replicaof("NO", "ONE")
        stage.relays.lead_to(stage.ports.redis)
        replica.execute_command("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes")


@contextmanager
def _replica(stage: Stage) -> Iterator[int]:
    port = free_port()
    command = ["redis-server", "--port", str(port), "--bind", "127.0.0.1", "--save", ""]
    command += [
        "--replicaof",
        "127.0.0.1",
        str(stage.ports.redis),
        "--dir",
        str(stage.fleet.folder),
    ]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    try:
        ends_at = time.monotonic() + 15
        while time.monotonic() < ends_at and not _is_in_sync(port):
            time.sleep(0.2)
        yield port
    finally:
        server.terminate()
        server.wait(10)


def _is_in_sync(port: int) -> bool:
    try:
        return bool(Redis(port=port).info("replication").get("master_link_status") == "up")
    except RedisError:
        return False


def _database_away(stage: Stage) -> Iterator[None]:
    stage.database.stop()
    yield
    stage.database.start()
