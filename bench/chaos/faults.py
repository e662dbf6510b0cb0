"""Which faults are tried, and how does each begin and end?"""

from __future__ import annotations

import signal
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from redis import Redis
from redis.exceptions import RedisError

from bench.chaos.stage import ROLES, Stage, quick_redis
from demo.port import free_port

STOPPED_SECONDS = 30.0
AWAY_SECONDS = 20.0
WRONG_SECONDS = 12.0
"""Three looks at each channel."""
CLOCKS = {"+7 s": 7.0, "-7 s": -7.0, "+1 h": 3600.0, "-1 h": -3600.0}
SLOW_SECONDS = 0.5
FULL = "1mb"
FAIL_OVER_SECONDS = 3.0
IN_SYNC_SECONDS = 15.0
Happen = Callable[[Stage], Iterator[None]]


@dataclass(frozen=True, slots=True)
class Fault:
    """``happen`` begins it and yields, ``seconds`` later ends it and yields, and afterwards clears up."""

    name: str
    happen: Happen
    seconds: float = 0.0
    prepare: Callable[[Stage], bool] | None = None
    """What the fault needs, done before anything is measured; whether that restarted a role."""


def faults() -> list[Fault]:
    found = [Fault(f"{role} killed", _killed(role)) for role in ROLES]
    found += [Fault(f"{role} stopped for 30 s", _stopped(role), STOPPED_SECONDS) for role in ROLES]
    found += [Fault(f"{role} cut off half-open", _half_open(role)) for role in ROLES]
    found += [
        Fault("Redis stopped for 20 s", _stopped("redis"), AWAY_SECONDS),
        Fault("Redis killed, back after 3 s, empty", _redis_killed, 3.0),
        Fault("Redis emptied", _redis_emptied),
        Fault("Redis slowed by 500 ms for 20 s", _redis_slow, AWAY_SECONDS),
        Fault("Redis full for 20 s", _redis_full, AWAY_SECONDS),
        Fault("Redis failed over", _redis_failed_over, FAIL_OVER_SECONDS),
        Fault("database away for 20 s", _database_away, AWAY_SECONDS),
    ]
    return found + [_clock(role, offset) for role in ROLES for offset in CLOCKS]


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


def _clock(role: str, offset: str) -> Fault:
    def happen(stage: Stage) -> Iterator[None]:
        stage.set_clock(role, CLOCKS[offset])
        yield
        stage.set_clock(role, 0)

    return Fault(
        f"{role}'s clock {offset}", happen, WRONG_SECONDS, lambda stage: stage.give_clock(role)
    )


def _redis_killed(stage: Stage) -> Iterator[None]:
    stage.signal("redis", signal.SIGKILL)
    stage.fleet.processes["redis"].wait(10)
    yield
    stage.fleet.start_again("redis")


def _redis_emptied(stage: Stage) -> Iterator[None]:
    stage.redis.flushall()
    yield


def _redis_slow(stage: Stage) -> Iterator[None]:
    stage.relays.delay(SLOW_SECONDS)
    yield
    stage.relays.delay(0.0)


def _redis_full(stage: Stage) -> Iterator[None]:
    """Redis refuses every command that may need memory."""
    stage.redis.config_set("maxmemory-policy", "noeviction")
    stage.redis.config_set("maxmemory", FULL)
    yield
    stage.redis.config_set("maxmemory", "0")


def _redis_failed_over(stage: Stage) -> Iterator[None]:
    """A replica takes over. The old primary answers ``READONLY``; its address leads to the new one seconds later."""
    port, old = free_port(), stage.fleet.processes["redis"]
    before = stage.redis
    _start_replica(stage, port)
    quick_redis(port).replicaof("NO", "ONE")
    before.replicaof("127.0.0.1", str(port))
    yield
    stage.relays.lead_to(port)
    stage.ports = replace(stage.ports, redis=port)
    yield
    old.terminate()
    old.wait(10)


def _start_replica(stage: Stage, port: int) -> None:
    """In sync; from now on the stage's ``redis``."""
    role, _, _ = stage.fleet.started["redis"]
    place = role.command.index("--port") + 1
    command = [*role.command[:place], str(port), *role.command[place + 1 :]]
    stage.fleet.processes["old redis"] = stage.fleet.processes["redis"]
    stage.fleet.start(replace(role, command=command))
    replica = quick_redis(port)
    stage.fleet.await_redis(Redis(port=port))
    replica.replicaof("127.0.0.1", str(stage.ports.redis))
    ends_at = time.monotonic() + IN_SYNC_SECONDS
    while not _is_in_sync(replica):
        if time.monotonic() > ends_at:
            raise RuntimeError("the replica does not get in sync")
        time.sleep(0.1)


def _is_in_sync(replica: Redis) -> bool:
    try:
        return bool(replica.info("replication").get("master_link_status") == "up")
    except RedisError:
        return False


def _database_away(stage: Stage) -> Iterator[None]:
    stage.database.stop()
    yield
    stage.database.start()
