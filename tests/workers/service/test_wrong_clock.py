"""Are looks made as ever when the clock of a node is wrong, and is that said?"""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from redis import Redis

from scoreboard.store import Store
from tests.workers.service.pipeline import CHANNELS, ROLES, START_SECONDS, Pipeline, wait_for
from tests.workers.stream_server import StreamServer

pytestmark = [pytest.mark.slow, pytest.mark.timed]


@pytest.fixture
def pipeline(redis_url: str, redis: Redis, store: Store, tmp_path: Path) -> Iterator[Pipeline]:
    streams = StreamServer()
    port = int(redis_url.rpartition(":")[2].partition("/")[0])
    pipeline = Pipeline(tmp_path, port, streams)
    pipeline.publish(store)
    yield pipeline
    pipeline.end()
    streams.close()
    print({role: pipeline.log(role)[-1500:] for role in pipeline.processes})


@pytest.mark.parametrize(
    ("seconds_ahead", "wrong"),
    [
        (7, ("capture",)),
        (-7, ("capture", "control")),
        (3600, ("capture", "ocr")),
        (-3600, ("ocr", "control")),
        (3600, ("beat",)),
    ],
)
def test_looks_are_made_as_ever(
    seconds_ahead: int, wrong: tuple[str, ...], pipeline: Pipeline, store: Store
) -> None:
    for role in ROLES:
        pipeline.start(role, seconds_ahead if role in wrong else 0)
    pipeline.seconds_until_right(store, time.time(), START_SECONDS)
    before = store.counters()["looks_finished", ""]
    time.sleep(5)
    made = store.counters()["looks_finished", ""] - before
    assert made >= 10, "three streams, a look a second each"
    now = store.now()
    assert all(at < now + 70 for at in store.next_looks("pubg").values())
    standings = store.standings()
    assert all(-1 < now - standings[name].looked_at < 15 for name in CHANNELS)

    def offsets() -> dict[str, float]:
        return {
            name.partition("@")[0]: worker["clock_offset_seconds"]
            for name, worker in store.workers(now).items()
        }

    wait_for(lambda: len(offsets()) == len(ROLES), 10)
    for role, offset in offsets().items():
        expected = seconds_ahead if role in wrong else 0
        assert offset == pytest.approx(expected, abs=0.5)
    said = f"the clock is {abs(seconds_ahead)} s {'ahead of' if seconds_ahead > 0 else 'behind'}"
    for role in ROLES:
        assert (said in pipeline.log(role)) == (role in wrong)
    assert {worker["age"] < 5 for worker in store.workers(now - 3600).values()} == {True}
