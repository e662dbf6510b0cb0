"""Is a worker well, does it take what waits, and does it end in peace?"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from redis import Redis

from scoreboard.store import Store
from tests.conftest import free_port
from tests.scoreboard.streams import PUBG, stream
from tests.workers.test_beat import wait_for
from workers.message import look_message

pytestmark = pytest.mark.slow


@pytest.fixture(params=["solo", "threads"])
def worker(
    request: pytest.FixtureRequest, redis_url: str, redis: Redis, tmp_path: Path
) -> Iterator[subprocess.Popen[str]]:
    environment = {
        **os.environ,
        "REDIS_URL": redis_url,
        "HEARTBEAT_FILE": str(tmp_path / "heart"),
        "PYTHONWARNINGS": "ignore:You're running the worker with superuser privileges",
    }
    command = [
        sys.executable,
        "-m",
        "celery",
        "-A",
        "workers.tasks",
        "worker",
        "--pool",
        request.param,
        "--concurrency",
        "2",
        "--queues",
        "control,capture,ocr",
        "--without-gossip",
        "--without-mingle",
    ]
    process = subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def test_a_worker(
    worker: subprocess.Popen[str], redis_url: str, store: Store, tmp_path: Path
) -> None:
    heart = tmp_path / "heart"
    wait_for(heart.exists, 30)
    before = heart.stat().st_mtime
    wait_for(lambda: heart.stat().st_mtime > before, 10)
    wait_for((tmp_path / "heart.ready").exists, 10)

    store.publish_catalog([PUBG], [], "v1")
    store.put_streams([stream("a")], {"a": time.time()})
    assert store.take_due(time.time(), 1, 20, "t")[0][0] == "a"
    now = time.time()
    store.push_tasks("capture", [look_message("capture", "capture", "a", "t", now, now, now + 5)])
    send = "from workers.app import app; app.send_task('workers.tasks.direct', (True,), expires=5)"
    subprocess.run(
        [sys.executable, "-c", send], env={**os.environ, "REDIS_URL": redis_url}, check=True
    )
    wait_for(lambda: store.standings() and store.board("pubg"), 20)
    assert store.standings()["a"].state in ("offline", "error", "timeout", "refused")

    for token in ("late", "later", "latest"):  # more than it runs at once
        late = look_message("read", "ocr", "a", token, now - 9, now - 9, now - 4)
        store.push_tasks("ocr", [late])
    wait_for(lambda: store.counters().get(("tasks_expired", "workers.tasks.read")) == 3, 10)

    store.redis.set("lease:a", "broken", px=20_000)
    store.put_look(
        "a", "broken", b"no look", "ocr", look_of("broken", now), expire_seconds=9, lease_seconds=9
    )
    wait_for(lambda: store.standings()["a"].reason == "JSONDecodeError", 10)

    worker.terminate()
    printed, _ = worker.communicate(timeout=15)
    assert worker.returncode == 0, printed


def look_of(token: str, now: float) -> bytes:
    return look_message("read", "ocr", "a", token, now, now, now + 20)


def test_a_worker_that_cannot_reach_redis_never_gets_ready(tmp_path: Path) -> None:
    """Or a roll-out would replace every worker that can."""
    heart = tmp_path / "heart"
    environment = {
        **os.environ,
        "REDIS_URL": f"redis://127.0.0.1:{free_port()}/0",
        "HEARTBEAT_FILE": str(heart),
    }
    command = [sys.executable, "-m", "celery", "-A", "workers.tasks", "worker", "--pool", "solo"]
    with (tmp_path / "log").open("w") as log:
        process = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
    try:
        wait_for(heart.exists, 60)
        first = heart.stat().st_mtime
        wait_for(lambda: heart.stat().st_mtime > first + 3, 60)
        assert not (tmp_path / "heart.ready").exists()
    finally:
        process.kill()
        process.wait()
