"""What does beat send, and what when there are two of it?"""

from __future__ import annotations

import base64
import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from redis import Redis

from bench.chaos.relay import Relays
from scoreboard.store import Store
from tests.scoreboard.streams import PUBG, holds_lease, playing, stream
from tests.workers.scan_orders import order

pytestmark = pytest.mark.timed

Beats = Callable[[], subprocess.Popen[bytes]]


@contextmanager
def beat(redis_url: str, heartbeat: Path) -> Iterator[subprocess.Popen[bytes]]:
    environment = {**os.environ, "REDIS_URL": redis_url, "HEARTBEAT_FILE": str(heartbeat)}
    process = subprocess.Popen(
        [sys.executable, "-m", "celery", "-A", "workers.app", "beat"], env=environment
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait()


@pytest.fixture
def start_beat(redis_url: str, redis: Redis, tmp_path: Path) -> Iterator[Beats]:
    with ExitStack() as running:
        yield lambda: running.enter_context(beat(redis_url, tmp_path / "heart"))


def sent(redis: Redis, queue: str) -> list[list[Any]]:
    messages = [json.loads(message) for message in redis.lrange(queue, 0, -1)]
    assert all(message["headers"]["expires"] for message in messages)
    return [json.loads(base64.b64decode(message["body"]))[0] for message in messages]


def tasks(redis: Redis, queue: str) -> list[str]:
    return [json.loads(message)["headers"]["task"] for message in redis.lrange(queue, 0, -1)]


def wait_for(found: Callable[[], object], seconds: float) -> float:
    """How long it took."""
    began = time.monotonic()
    while not found():
        assert time.monotonic() - began < seconds, "it did not happen in time"
        time.sleep(0.02)
    return time.monotonic() - began


def make_due(store: Store, *channels: str) -> None:
    store.put_streams(
        [stream(channel) for channel in channels], dict.fromkeys(channels, time.time())
    )


def test_a_look_is_sent_for_each_stream_that_is_due(
    redis: Redis, store: Store, start_beat: Beats, tmp_path: Path
) -> None:
    make_due(store, "a", "b")
    store.want_recordings(["twitch-owl"], time.time())
    for scan in ("one", "two"):
        store.order_scan(order("http://a.example/a.mp4", scan))
    start_beat()
    wait_for(lambda: redis.llen("capture") == 2, 10)
    wait_for(lambda: sent(redis, "scan") == [["report"]], 5)
    wait_for(lambda: tasks(redis, "control").count("workers.tasks.record") == 1, 5)
    looks = sent(redis, "capture")
    assert sorted(channel for channel, _, _ in looks) == ["a", "b"]
    assert all(holds_lease(store, channel, token) for channel, token, _ in looks)
    assert (tmp_path / "heart").exists()
    (channel, token, _), _ = looks
    redis.delete("capture")
    store.finish_look(playing(channel, 5), "", token, time.time())
    assert wait_for(lambda: redis.llen("capture") == 1, 5) < 0.5
    assert redis.llen("scan") == 1, "the second scan is sent when the first is done"


def test_a_change_is_directed_at_once_and_a_publication_discovered(
    redis: Redis, store: Store, start_beat: Beats
) -> None:
    start_beat()
    wait_for(lambda: [True] in sent(redis, "control"), 10)
    redis.delete("control")
    store.publish_catalog([PUBG], [], "v1")
    assert wait_for(lambda: [False] in sent(redis, "control"), 5) < 0.5
    wait_for(lambda: [] in sent(redis, "control"), 2)


def test_with_no_worker_the_queues_do_not_grow(
    redis: Redis, store: Store, start_beat: Beats
) -> None:
    make_due(store, *(f"c{number}" for number in range(300)))
    start_beat()
    wait_for(lambda: redis.llen("capture") >= 32, 10)
    time.sleep(3)
    assert redis.llen("capture") == 32
    assert redis.llen("control") <= 5


@pytest.mark.slow
def test_when_the_leading_beat_dies_another_takes_over(
    redis: Redis, store: Store, start_beat: Beats
) -> None:
    make_due(store, *(f"c{number}" for number in range(20)))
    beats = [start_beat(), start_beat()]
    wait_for(lambda: redis.llen("capture") == 20, 10)
    leader = str(redis.get("leader")).split(":")[1]
    next(process for process in beats if process.pid == int(leader)).send_signal(signal.SIGKILL)
    make_due(store, "later")
    assert wait_for(lambda: redis.llen("capture") == 21, 15) < 10
    assert Counter(channel for channel, _, _ in sent(redis, "capture")).most_common(1)[0][1] == 1


@pytest.mark.slow
def test_a_beat_that_ends_in_peace_leaves_at_once_to_another(
    redis: Redis, store: Store, start_beat: Beats
) -> None:
    beats = [start_beat(), start_beat()]
    wait_for(lambda: redis.exists("leader"), 10)
    leader = str(redis.get("leader")).split(":")[1]
    process = next(process for process in beats if process.pid == int(leader))
    process.terminate()
    assert process.wait(5) == 0
    make_due(store, "a")
    assert wait_for(lambda: redis.llen("capture") == 1, 5) < 3


def test_beat_stays_light() -> None:
    code = "import sys, workers.beat; print([m for m in ('cv2', 'numpy', 'av', 'streamlink') if m in sys.modules])"
    answer = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert answer.stdout.strip() == "[]"


def test_looks_are_sent_while_each_answer_of_redis_takes_half_a_second(
    redis: Redis, redis_url: str, store: Store, tmp_path: Path
) -> None:
    relays = Relays(int(redis_url.rpartition(":")[2].partition("/")[0]), ["beat"])
    relays.delay(0.5)
    store.publish_catalog(
        [replace(PUBG, slug=slug) for slug in ("pubg", "apex", "fortnite")], [], "v1"
    )
    make_due(store, "a", "b")
    slow = f"redis://127.0.0.1:{relays.by_role['beat'].port}/0"
    with beat(slow, tmp_path / "heart"):
        wait_for(lambda: len(sent(redis, "capture")) == 2, 20)
