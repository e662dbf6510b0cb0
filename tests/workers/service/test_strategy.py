"""Which messages are run the short way? Those of our own form, as kombu brings them; no others."""

from __future__ import annotations

import json
from base64 import b64encode
from typing import Any

import pytest
from kombu import Connection, Consumer, Queue
from redis import Redis

from scoreboard.store.url import redis_url as parsed
from workers import strategy
from workers.message import look_message
from workers.service import broker

ODD: dict[str, Any] = {
    "eta": "2999-01-01T00:00:00",
    "timelimit": [5, 5],
    "stamps": {"x": 1},
    "expires": None,
}


def brought(redis_url: str, redis: Redis, message: bytes) -> Any:
    """``message``, as a worker gets it."""
    options = {**broker.OPTIONS, "redis_url": parsed(redis_url)}
    found: list[Any] = []
    redis.lpush("ocr", message)
    with (
        Connection(redis_url, transport=broker.TRANSPORT, transport_options=options) as connection,
        Consumer(connection, [Queue("ocr")], on_message=found.append, accept=["json"]),
    ):
        connection.drain_events(timeout=5)
    return found[0]


def test_what_beat_and_capture_send_is(redis_url: str, redis: Redis) -> None:
    message = brought(redis_url, redis, look_message("read", "ocr", "a", "t", 1.5, 2.0, 9.25))
    assert strategy._read(message) == (["a", "t", 1.5], 9.25)


@pytest.mark.parametrize("name", ODD)
def test_a_message_that_asks_for_more_is_not(name: str, redis_url: str, redis: Redis) -> None:
    sent = json.loads(look_message("read", "ocr", "a", "t", 1.5, 2.0, 9.25))
    sent["headers"][name] = ODD[name]
    with pytest.raises((ValueError, TypeError)):
        strategy._read(brought(redis_url, redis, json.dumps(sent).encode()))


def test_one_with_named_arguments_is_not(redis_url: str, redis: Redis) -> None:
    sent = json.loads(look_message("read", "ocr", "a", "t", 1.5, 2.0, 9.25))
    sent["body"] = b64encode(json.dumps([["a"], {"token": "t"}, {}]).encode()).decode()
    with pytest.raises(ValueError, match="not a task of ours"):
        strategy._read(brought(redis_url, redis, json.dumps(sent).encode()))
