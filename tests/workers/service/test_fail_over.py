"""Do site and workers reach Redis as its URL says, and go on when its Sentinels name another primary?"""

from __future__ import annotations

import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from kombu import Connection
from redis import Redis
from redis.exceptions import ConnectionError as NotReached
from redis.exceptions import RedisError

from scoreboard.queues import CONTROL
from scoreboard.store import Store
from scoreboard.store.connect import CONNECT_SECONDS as REACHED_SECONDS
from scoreboard.store.connect import redis_client
from scoreboard.store.url import redis_url
from tests.conftest import free_port, need, wait_until_answers
from tests.workers.service.pipeline import Pipeline, wait_for
from tests.workers.service.watched import PASSWORD, SENTINELS, Watched
from tests.workers.stream_server import StreamServer
from webapp.store.link import CONNECT_SECONDS, TIMEOUT_SECONDS, redis_at
from workers.message import task_message
from workers.service import broker


@pytest.fixture
def streams() -> Iterator[StreamServer]:
    streams = StreamServer()
    yield streams
    streams.close()


@pytest.fixture
def watched(tmp_path: Path) -> Iterator[Watched]:
    watched = Watched(tmp_path)
    yield watched
    watched.end()


def celery(url: str) -> Connection:
    options = {**broker.OPTIONS, "redis_url": redis_url(url)}
    return Connection("redis://", transport=broker.TRANSPORT, transport_options=options)


def answers(ask: Callable[[], object], longest: list[float]) -> bool:
    began = time.monotonic()
    try:
        return bool(ask())
    except (RedisError, *broker.Transport.connection_errors):
        return False
    finally:
        longest.append(time.monotonic() - began)


@pytest.mark.timed
def test_site_and_workers_go_on_with_the_new_primary(
    watched: Watched, streams: StreamServer, redis_url: str, redis: Redis, tmp_path: Path
) -> None:
    """Scoreboard and queues in two databases that fail over together, looks elsewhere.

    Nobody waits for long for a Redis that is lost or a Sentinel that is silent, and the worker is the same process.
    """
    pipeline, queues = Pipeline(tmp_path, 0, streams), watched.url.replace("/main/0", "/main/1")
    pipeline.environment = {"REDIS_URL": watched.url, "BROKER_URL": queues, "LOOKS_URL": redis_url}
    store = Store(redis_client(watched.url), redis_client(queues), redis)
    pipeline.publish(store)
    store.end_discovering(store.catalog_version())
    pipeline.start("control")
    try:
        assert made(store, 60)
        with celery(queues) as connection:
            asks = {"site": redis_at(watched.url).time, "worker": store.redis.time}
            asks["queue"] = connection.channel().client.ping
            longest = lose(watched, asks)
        wait_for(lambda: answers(lambda: made(store, 1), []), 15)
        assert pipeline.ended() == []
        assert longest["site"] < TIMEOUT_SECONDS + CONNECT_SECONDS, longest
        assert max(longest.values()) < REACHED_SECONDS, longest
        log = pipeline.log("control")
        assert not [secret for secret in (PASSWORD, SENTINELS, quote(PASSWORD)) if secret in log]
    finally:
        print(pipeline.log("control")[-3000:])
        pipeline.end()


def lose(watched: Watched, asks: dict[str, Callable[[], object]]) -> dict[str, float]:
    """The primary; what each waited at most for an answer or an error, until all had one from another."""
    waits: dict[str, list[float]] = {name: [] for name in asks}
    assert all(answers(ask, []) for ask in asks.values())
    watched.lose_primary()

    def all_answer() -> bool:
        return {answers(ask, waits[name]) for name, ask in asks.items()} == {True}

    took = wait_for(all_answer, 10)
    longest = {name: max(each) for name, each in waits.items()}
    print(f"all answered {took:.1f} s after the primary was lost; the longest waits: {longest}")
    return longest


def made(store: Store, seconds: float) -> bool:
    """Whether the worker takes a task within that time and makes the boards."""
    before, now = store.redis.get("boards-made"), store.now()
    message = task_message("direct", CONTROL, (True,), f"{now}", now, now + seconds)
    store.push_tasks(CONTROL, [message])
    try:
        wait_for(lambda: store.redis.get("boards-made") != before, seconds)
    except AssertionError:
        return False
    return True


def test_a_primary_nobody_knows_is_an_error_without_a_password(watched: Watched) -> None:
    client = redis_client(watched.url.replace("/main/", "/other/"))
    with pytest.raises(RedisError) as error:
        client.ping()
    assert "other" in str(error.value)
    assert not {PASSWORD, SENTINELS} & {*str(error.value).split("'")}
    assert SENTINELS not in repr(redis_url(watched.url)) + str(error.value)


def test_queues_are_reached_with_tls(tmp_path: Path) -> None:
    key, certificate, port = tmp_path / "key.pem", tmp_path / "ca.pem", free_port()
    made = ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    names = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"]
    files = ["-keyout", str(key), "-out", str(certificate)]
    subprocess.run([need("openssl"), *made, *names, *files], check=True, capture_output=True)
    tls = ["--tls-port", str(port), "--tls-cert-file", str(certificate), "--tls-key-file", str(key)]
    words = ["--port", "0", "--tls-auth-clients", "no", "--requirepass", "word", "--save", ""]
    server = subprocess.Popen(
        [need("redis-server"), *tls, *words, "--dir", str(tmp_path)], stdout=subprocess.DEVNULL
    )
    try:
        wait_until_answers(port)
        url = f"rediss://:word@localhost:{port}/1?ssl_ca_certs={certificate}"
        with celery(url) as connection:
            assert connection.channel().client.ping()
        with pytest.raises(NotReached, match="CERTIFICATE"):
            redis_client(url.partition("?")[0]).ping()
    finally:
        server.kill()
        server.wait()
