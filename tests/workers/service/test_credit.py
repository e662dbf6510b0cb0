"""Does a worker take no more than it can run, and is nothing of that written to Redis?"""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import pytest
from kombu import Connection, Consumer, Queue
from redis import Redis

from scoreboard.store.url import redis_url as parsed
from workers.message import look_message
from workers.service import broker


@pytest.fixture
def connection(redis_url: str) -> Iterator[Connection]:
    options = {**broker.OPTIONS, "redis_url": parsed(redis_url)}
    with Connection(redis_url, transport=broker.TRANSPORT, transport_options=options) as connection:
        yield connection


@pytest.fixture
def taken(connection: Connection, redis: Redis) -> Iterator[list[Any]]:
    """What a worker with two threads has taken of five tasks, once it has drained what it may."""
    now, found = time.time(), list[Any]()
    for number in range(5):
        redis.lpush("ocr", look_message("read", "ocr", f"{number}", "t", now, now, now + 5))
    channel = connection.channel()
    channel.basic_qos(0, 2, False)
    with Consumer(channel, [Queue("ocr")], on_message=found.append, accept=["json"]):
        drain(connection)
        yield found


def drain(connection: Connection) -> None:
    try:
        for _ in range(5):
            connection.drain_events(timeout=0.2)
    except TimeoutError:
        return


def test_no_more_is_taken_than_there_are_threads(
    taken: list[Any], connection: Connection, redis: Redis
) -> None:
    assert (len(taken), redis.llen("ocr")) == (2, 3)
    taken[1].ack()
    drain(connection)
    assert (len(taken), redis.llen("ocr")) == (3, 2)
    taken[0].reject(requeue=True)
    drain(connection)
    assert (len(taken), redis.llen("ocr")) == (4, 1)


def test_nothing_is_acknowledged_in_redis(taken: list[Any], connection: Connection) -> None:
    client = connection.default_channel.client
    client.config_resetstat()
    for message in taken:
        message.ack()
    drain(connection)
    used = set(client.info("commandstats")) - {"cmdstat_info", "cmdstat_config|resetstat"}
    assert used == {"cmdstat_brpop"}


def test_a_task_that_never_ends_does_not_keep_its_place(
    taken: list[Any], connection: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(broker, "LOST_SECONDS", 0.0)
    drain(connection)
    assert len(taken) == 5


def test_a_task_that_was_taken_is_not_sent_again(
    taken: list[Any], connection: Connection, redis: Redis
) -> None:
    connection.close()
    assert (len(taken), redis.llen("ocr")) == (2, 3)
