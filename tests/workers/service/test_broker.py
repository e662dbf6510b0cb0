"""Does an entry of a queue that is no task end a worker, or take room from the tasks?"""

from __future__ import annotations

import base64
import json
import signal
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from redis import Redis

from scoreboard.store import Store
from tests.scoreboard.streams import PUBG
from tests.workers.service.pipeline import Pipeline, wait_for
from tests.workers.stream_server import StreamServer
from workers.message import task_message

pytestmark = [pytest.mark.slow, pytest.mark.timed]
NOT_TEXT = object()


def message(**changes: Any) -> bytes:
    """A task of ours with parts of it replaced; the names' dots lead inside."""
    now = time.time()
    found = json.loads(task_message("direct", "control", (True,), "id", now, now + 60))
    for path, value in changes.items():
        *folders, name = path.split("__")
        place = found
        for folder in folders:
            place = place[folder]
        if value is NOT_TEXT:
            del place[name]
        else:
            place[name] = value
    return json.dumps(found).encode()


def body(value: Any) -> str:
    return base64.b64encode(json.dumps(value).encode()).decode()


NO_CANVAS: dict[str, Any] = {}
ROTTEN = [
    b"",
    b"not json",
    b"{",
    b"null",
    b"[]",
    b"7",
    b'"text"',
    b"{}",
    b"\xff\xfe\x00",
    b"[" * 100_000,
    b'{"body": 1}',
    b'{"headers": 5, "properties": 5, "body": 5}',
    b'{"properties": {}, "body": ""}',
    b"x" * 5_000_000,
    message(headers=None),
    message(headers=[]),
    message(headers={}),
    message(headers__task=5),
    message(headers__task=[]),
    message(headers__task={}),
    message(headers__task="workers.tasks.unknown"),
    message(headers__task="os.system"),
    message(headers__id=None),
    message(headers__id=[]),
    message(headers__expires="whenever"),
    message(headers__expires=5),
    message(headers__expires=[1]),
    message(headers__eta="tomorrow"),
    message(headers__eta="2999-01-01T00:00:00"),
    message(headers__timelimit="long"),
    message(headers__retries="x"),
    message(headers__sent_at={}),
    message(headers__stamps=5, headers__stamped_headers=5),
    message(properties=None),
    message(properties={}),
    message(properties__delivery_tag=NOT_TEXT),
    message(properties__delivery_tag=[]),
    message(properties__delivery_info=7),
    message(properties__delivery_info={}),
    message(properties__body_encoding="rot13"),
    message(body="%%%"),
    message(body=5),
    message(body=base64.b64encode(b"\xff").decode()),
    message(body=body(5)),
    message(body=body([])),
    message(body=body([5, 5, 5])),
    message(body=body([[1, 2, 3, 4, 5], {}, NO_CANVAS])),
    message(body=body([[{}], {"x": 1}, NO_CANVAS])),
    message(**{"content-type": "application/x-python-serialize"}),
    message(**{"content-type": 5}),
    message(**{"content-encoding": "klingon"}),
]


@pytest.fixture
def streams() -> Iterator[StreamServer]:
    streams = StreamServer()
    yield streams
    streams.close()


@pytest.mark.parametrize("role", ["control", "capture", "ocr"])
def test_rotten_entries_end_no_process_and_take_no_room(
    role: str, redis: Redis, redis_url: str, store: Store, streams: StreamServer, tmp_path: Path
) -> None:
    """Each twice, so that leaked room would be used up; afterwards a task is taken as ever."""
    port = int(redis_url.rpartition(":")[2].partition("/")[0])
    pipeline = Pipeline(tmp_path, port, streams)
    pipeline.start(role)
    try:
        for entry in ROTTEN * 2:
            redis.lpush(role, entry)
        wait_for(lambda: redis.llen(role) == 0, 60)
        store.publish_catalog([PUBG], [], "v1")
        store.end_discovering("v1")
        now = store.now()
        for _ in range(20):
            redis.lpush(role, task_message("direct", role, (True,), f"{now}", now, now + 30))
            time.sleep(0.05)
        wait_for(lambda: redis.llen(role) == 0 and store.board("all"), 30)
        assert pipeline.ended() == []
        wait_for(lambda: store.counters().get(("bad_rows", "queues"), 0) >= 10, 5)
        pipeline.processes[role].send_signal(signal.SIGTERM)
        assert pipeline.processes[role].wait(20) == 0
    except AssertionError:
        print(pipeline.log(role)[-6000:])
        raise
    finally:
        pipeline.end()
