"""Does everything go its way when the queues, and the looks and pictures, have a Redis of their own?"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from redis import Redis

from scoreboard.history import Highlight
from scoreboard.store import Store
from tests.scoreboard.streams import NOW, PUBG, playing, stream
from tests.webapp.server.served import redis_server

BULK = {"look", "preview", "moment-preview", "moment-previews", "last-looks", "looks-kept"}
BULK |= {"banner", "moment-looks"}


@pytest.fixture(scope="module")
def servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Redis, Redis]]:
    """A broker, and a Redis for looks."""
    folder: Path = tmp_path_factory.mktemp("apart")
    with redis_server(folder) as (one, _), redis_server(folder) as (other, _):
        yield Redis(port=one), Redis(port=other)


@pytest.fixture
def apart(redis: Redis, servers: tuple[Redis, Redis]) -> Store:
    for server in servers:
        server.flushall()
    store = Store(redis, *servers)
    store.publish_catalog([PUBG], [], "v1")
    store.put_streams([stream("a")], {"a": NOW})
    assert store.take_due(NOW, 1, 6, "t") == [("a", NOW)]
    return store


def kinds(redis: Redis) -> set[str]:
    return {key.decode().partition(":")[0] for key in redis.scan_iter()}


def test_a_look_goes_all_its_way(apart: Store, servers: tuple[Redis, Redis]) -> None:
    apart.push_tasks("capture", [b'{"headers": {"sent_at": 5}}'])
    assert (apart.tasks_waiting("capture"), apart.oldest_task_sent_at("capture")) == (1, 5)
    assert apart.wanted("a", "t", lease_seconds=11)
    apart.put_preview("a", b"jpeg", 60)
    apart.keep_look("a", b"jpeg")
    assert apart.put_look("a", "t", b"look", "ocr", b"task", 8, 9, b"banner")
    assert apart.looks_waiting() == 2
    assert apart.looks_under_way(NOW + 5) == 1
    assert 7000 < apart.bulk.pttl("look:a") <= 8000
    assert 8000 < apart.redis.pttl("lease:a") <= 9000
    assert kinds(servers[1]) == {"look", "banner", "preview", "last-looks", "looks-kept"}

    reading = apart.wanted("a", "t", take_look=True, lease_seconds=10)
    assert reading
    assert reading.look == b"look"
    assert not apart.bulk.exists("look:a")
    assert [apart.take_banner("a") for _ in range(2)] == [b"banner", None]
    assert apart.finish_look(playing("a", 5), "", "t", NOW + 20)
    assert apart.standings()["a"].alive == 5

    assert kinds(servers[0]) == {"capture", "ocr"}
    assert not kinds(apart.redis) & {*BULK, "capture", "ocr"}


def test_a_look_whose_lease_has_passed_on_is_not_handed_on(apart: Store) -> None:
    apart.redis.set("lease:a", "next")
    assert not apart.put_look("a", "t", b"old", "ocr", b"task", 8, 9)
    assert (apart.looks_waiting(), apart.bulk.exists("look:a")) == (0, 0)
    assert apart.wanted("a", "t", take_look=True) is None


def test_of_a_stream_that_is_dropped_nothing_stays(apart: Store) -> None:
    apart.put_preview("a", b"jpeg", 60)
    apart.keep_look("a", b"jpeg")
    apart.put_look("a", "t", b"look", "ocr", b"task", 8, 9, b"banner")
    apart.drop_streams([stream("a")])
    assert apart.bulk.keys() == []
    assert apart.streams() == {}


def test_pictures_of_a_finish(apart: Store, servers: tuple[Redis, Redis]) -> None:
    finish = Highlight("finish", "pubg", 12.0, "a", "a", 1, 3, "won", "", True)
    apart.put_preview("a", b"jpeg", 60)
    apart.keep_look("a", b"page")
    apart.put_moments([finish])
    assert apart.keep_preview("a", 12.0, 600)
    assert apart.keep_looks("a", 12.0, 600)
    assert not apart.keep_looks("a", 13.0, 600)
    assert apart.moment_preview("a", 12.0) == b"jpeg"
    assert apart.moment_looks("a", 12.0) == [b"page"]
    assert kinds(servers[1]) <= BULK
    assert not kinds(apart.redis) & BULK
    apart.forget_moments(["a"])
    assert apart.moment_preview("a", 12.0) is None
    assert apart.moment_looks("a", 12.0) == []
    assert apart.moments(13.0) == []
