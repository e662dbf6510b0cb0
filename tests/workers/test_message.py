"""Is our message what Celery itself would have sent?"""

from __future__ import annotations

import base64
import json
from datetime import datetime
from typing import Any

from kombu import Connection
from redis import Redis

from scoreboard.store import Store
from workers.app import app
from workers.message import look_message

NOW = 1_800_000_000.0


def parts(message: bytes) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(message)
    return {**found, "body": json.loads(base64.b64decode(found["body"]))}


def test_it_has_the_form_of_those_that_celery_sends(
    redis_url: str, redis: Redis, store: Store
) -> None:
    with Connection(redis_url) as connection, app.amqp.Producer(connection) as producer:
        app.send_task(
            "workers.tasks.capture", ("a", "t", NOW), expires=5, producer=producer, queue="capture"
        )
    store.push_tasks("ours", [look_message("capture", "capture", "a", "t", NOW, NOW, NOW + 5)])
    theirs, ours = (parts(redis.lindex(queue, 0) or b"") for queue in ("capture", "ours"))

    assert set(ours) == set(theirs)
    assert ours["body"] == theirs["body"] == [["a", "t", NOW], {}, theirs["body"][2]]
    assert set(ours["headers"]) == {*theirs["headers"], "sent_at"}
    assert ours["headers"]["task"] == theirs["headers"]["task"]
    assert datetime.fromisoformat(ours["headers"]["expires"]).timestamp() == NOW + 5
    assert {*ours["properties"], "expiration"} == set(theirs["properties"])
    for name in ("delivery_info", "delivery_mode", "priority", "body_encoding"):
        assert ours["properties"][name] == theirs["properties"][name]
    assert (ours["content-type"], ours["content-encoding"]) == (
        theirs["content-type"],
        theirs["content-encoding"],
    )
