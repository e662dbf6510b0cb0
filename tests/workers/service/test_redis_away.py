"""Are all roles right again after Redis was away, hung, half-open or failed over, with no process restarted?"""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from redis import Redis
from redis.exceptions import ResponseError

from tests.workers.service.pipeline import ROLES, START_SECONDS, Pipeline, RedisServer, wait_for
from tests.workers.service.proxy import Proxy
from tests.workers.stream_server import StreamServer

pytestmark = [pytest.mark.slow, pytest.mark.timed]
RIGHT_AGAIN_SECONDS = 20.0
HALF_OPEN_SECONDS = 30.0
KILLED_SECONDS = 15.0


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RedisServer]:
    server = RedisServer(tmp_path_factory.mktemp("redis"))
    server.start()
    yield server
    server.send(signal.SIGCONT) if server.process else None
    server.end()


@pytest.fixture(scope="module")
def proxy(server: RedisServer) -> Iterator[Proxy]:
    proxy = Proxy(server.port)
    proxy.forward()
    yield proxy
    proxy.refuse()


@pytest.fixture(scope="module")
def streams() -> Iterator[StreamServer]:
    streams = StreamServer()
    yield streams
    streams.close()


@pytest.fixture(scope="module")
def started(
    tmp_path_factory: pytest.TempPathFactory,
    server: RedisServer,
    proxy: Proxy,
    streams: StreamServer,
) -> Iterator[Pipeline]:
    """All roles at work, through the proxy: the same processes meet one fault after the other."""
    pipeline = Pipeline(tmp_path_factory.mktemp("roles"), proxy.port, streams)
    pipeline.publish(server.store)
    pipeline.start_all()
    try:
        pipeline.seconds_until_right(server.store, time.time(), START_SECONDS)
        yield pipeline
    finally:
        pipeline.end()
        print({role: pipeline.log(role)[-1500:] for role in ROLES})


@pytest.fixture
def pipeline(started: Pipeline, server: RedisServer) -> Iterator[Pipeline]:
    """All is right before the fault; afterwards nothing has ended and what the fault broke is closed."""
    started.seconds_until_right(server.store, time.time(), RIGHT_AGAIN_SECONDS)
    before = started.connections()
    yield started
    assert started.ended() == []
    wait_for(lambda: no_more(started.connections(), before), 10)


SPARE_CONNECTIONS = 5
"""A thread that meets another one at the pool opens one more."""


def no_more(connections: dict[str, int], before: dict[str, int]) -> bool:
    """What a fault broke is closed."""
    return all(connections[role] <= before[role] + SPARE_CONNECTIONS for role in connections)


PROBE_SECONDS = 30.0
"""The least age of a heart that a probe of the chart takes for a death."""


def hearts_beat(pipeline: Pipeline) -> bool:
    return all(
        time.time() - pipeline.heart(role).stat().st_mtime < PROBE_SECONDS / 2 for role in ROLES
    )


def test_away_for_seconds_behind_a_port_that_refuses(
    pipeline: Pipeline, server: RedisServer, proxy: Proxy
) -> None:
    took = []
    for seconds in (1, 2, 3, 1, 2, 3):
        proxy.refuse()
        time.sleep(seconds)
        proxy.forward()
        took.append(pipeline.seconds_until_right(server.store, time.time(), RIGHT_AGAIN_SECONDS))
    print("away for 1, 2, 3, 1, 2, 3 s: right again after", [round(one, 1) for one in took])


def test_a_redis_that_comes_back_empty(pipeline: Pipeline, server: RedisServer) -> None:
    for seconds in (1, 3):
        server.end()
        time.sleep(seconds)
        server.start()
        pipeline.publish(server.store)
        took = pipeline.seconds_until_right(server.store, time.time(), RIGHT_AGAIN_SECONDS)
        print(f"killed, empty after {seconds} s: right again after {took:.1f} s")


def test_half_open_connections(pipeline: Pipeline, server: RedisServer, proxy: Proxy) -> None:
    proxy.fall_silent()
    time.sleep(1)
    proxy.speak_to_new_ones()
    took = pipeline.seconds_until_right(server.store, time.time(), HALF_OPEN_SECONDS)
    print(f"half-open: right again after {took:.1f} s")


def test_a_redis_that_hangs(pipeline: Pipeline, server: RedisServer) -> None:
    server.send(signal.SIGSTOP)
    time.sleep(20)
    assert hearts_beat(pipeline), "a probe would have restarted a healthy process"
    server.send(signal.SIGCONT)
    took = pipeline.seconds_until_right(server.store, time.time(), RIGHT_AGAIN_SECONDS)
    print(f"stopped for 20 s: right again after {took:.1f} s")


def test_a_fail_over(pipeline: Pipeline, server: RedisServer, tmp_path: Path) -> None:
    """The primary becomes a replica, which unblocks whoever waits and refuses to write, and a primary again."""
    folder = tmp_path / "other"
    folder.mkdir()
    other = RedisServer(folder)
    other.start()
    try:
        server.redis.replicaof("127.0.0.1", other.port)  # type: ignore[no-untyped-call]
        time.sleep(3)
        server.redis.replicaof("NO", "ONE")  # type: ignore[no-untyped-call]
        pipeline.publish(server.store)
        took = pipeline.seconds_until_right(server.store, time.time(), RIGHT_AGAIN_SECONDS)
        print(f"failed over: right again after {took:.1f} s")
    finally:
        other.end()


def test_clients_that_are_unblocked_with_an_error(pipeline: Pipeline, server: RedisServer) -> None:
    for _ in range(5):
        for client in server.redis.client_list():
            if client["cmd"] == "brpop":
                server.redis.client_unblock(int(client["id"]), error=True)
        time.sleep(0.3)
    took = pipeline.seconds_until_right(server.store, time.time(), RIGHT_AGAIN_SECONDS)
    print(f"unblocked with an error: right again after {took:.1f} s")


def test_a_redis_that_is_slow(pipeline: Pipeline, server: RedisServer) -> None:
    """Half a second for each command, as on a full network."""
    ends = threading.Event()

    def slow_down() -> None:
        slow = Redis(port=server.port)
        while not ends.is_set():
            try:
                slow.execute_command("DEBUG", "SLEEP", "0.4")
            except ResponseError:
                return

    threading.Thread(target=slow_down, daemon=True).start()
    time.sleep(10)
    ends.set()
    took = pipeline.seconds_until_right(server.store, time.time(), RIGHT_AGAIN_SECONDS)
    print(f"slow for 10 s: right again after {took:.1f} s")


def test_started_without_redis(tmp_path: Path, streams: StreamServer) -> None:
    folder = tmp_path / "redis"
    folder.mkdir()
    server = RedisServer(folder)
    pipeline = Pipeline(tmp_path, server.port, streams)
    pipeline.start_all()
    try:
        wait_for(lambda: all(pipeline.heart(role).exists() for role in ROLES), START_SECONDS)
        time.sleep(10)
        assert hearts_beat(pipeline)
        assert pipeline.ended() == []
        server.start()
        pipeline.publish(server.store)
        took = pipeline.seconds_until_right(server.store, time.time(), RIGHT_AGAIN_SECONDS)
        print(f"started without Redis: right {took:.1f} s after it came")
    finally:
        pipeline.end()
        server.end()
        print({role: pipeline.log(role)[-1500:] for role in ROLES})


@pytest.mark.parametrize("role", list(ROLES))
def test_a_process_that_is_killed(pipeline: Pipeline, server: RedisServer, role: str) -> None:
    """What it had begun is replaced by the time its successor is up, or soon after."""
    pipeline.kill(role)
    killed_at = time.time()
    pipeline.heart(role).unlink()
    pipeline.start(role)
    wait_for(pipeline.heart(role).exists, START_SECONDS)
    up_at = time.time()
    pipeline.seconds_until_right(server.store, killed_at, KILLED_SECONDS)
    after_kill, after_start = time.time() - killed_at, time.time() - up_at
    print(f"{role} killed: right {after_kill:.1f} s later, {after_start:.1f} s after its successor")
