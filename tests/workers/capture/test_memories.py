"""Is what is remembered of a stream right for whichever process looks next, and are most looks spared fetching it?"""

from __future__ import annotations

from dataclasses import replace

import pytest
from redis import Redis

from scoreboard.store import Store
from tests.scoreboard.streams import NOW, PUBG, stream
from tests.workers.looks import memory_of
from workers.capture.memory import KEPT, RENEW_SECONDS, Memories, Memory, Source
from workers.net.set_cookie import Cookie

SOURCE = Source("hls", "https://example.org/" + "token" * 200, {"referer": "https://example.org"})
COOKIES = (Cookie("a", "b", "example.org"),)
FIRST = Memory(SOURCE, "1 first.ts", 5.0, {"0": "1"}, cookies=COOKIES, thumbnail="x" * 900)


class Worker:
    """A process."""

    def __init__(self, redis: Redis) -> None:
        self.store, self.now = Store(redis), NOW
        self.memories = Memories(self.store.put_remembered, 1200.0, lambda: self.now)

    def recall(self) -> Memory:
        wanted = self.store.wanted("channel", "t", left_by=self.memories.left_by("channel"))
        assert wanted
        self.fetched = wanted.remembered
        return self.memories.recall("channel", wanted.remembered)


@pytest.fixture
def workers(store: Store, redis: Redis) -> tuple[Worker, Worker]:
    store.publish_catalog([PUBG], [], "v1")
    store.put_streams([stream("channel")], {"channel": NOW})
    redis.set("lease:channel", "t")
    return Worker(redis), Worker(redis)


def test_processes_that_look_by_turns_know_the_same(workers: tuple[Worker, Worker]) -> None:
    memory = Memory()
    for number in range(8):
        worker = workers[number // 2 % 2]
        assert worker.recall() == memory
        memory = replace(FIRST, newest=f"{number} next.ts", stopped={}, newest_at=5.0 + number)
        worker.memories.keep("channel", f"look {number}", memory)
        assert memory_of(worker.store.redis) == memory


def test_who_took_the_last_look_fetches_nothing_and_writes_what_is_new(
    workers: tuple[Worker, Worker],
) -> None:
    worker, _ = workers
    worker.recall()
    worker.memories.keep("channel", "1", FIRST)
    assert worker.recall() == FIRST
    assert worker.fetched is None
    before = sent(worker.store.redis)
    worker.memories.keep("channel", "2", replace(FIRST, newest="2 second.ts"))
    assert sent(worker.store.redis) - before < 300


def sent(redis: Redis) -> int:
    return int(redis.info("stats")["total_net_input_bytes"])


def test_what_expires_is_renewed_now_and_then(workers: tuple[Worker, Worker], redis: Redis) -> None:
    worker, _ = workers
    worker.memories.keep("channel", "1", FIRST)
    for seconds, is_renewed in ((RENEW_SECONDS - 1, False), (2, True)):
        worker.now += seconds
        redis.pexpire("remembered:channel", 50_000)
        worker.memories.keep("channel", "again", FIRST)
        assert (redis.pttl("remembered:channel") > 50_000) is is_renewed


def test_what_redis_lost_is_forgotten_and_what_is_unreadable_replaced(
    workers: tuple[Worker, Worker], redis: Redis
) -> None:
    worker, other = workers
    worker.memories.keep("channel", "1", FIRST)
    redis.hset("remembered:channel", "dates_move", "{")
    assert other.recall() == Memory()
    other.memories.keep("channel", "2", FIRST)
    assert worker.recall() == FIRST
    redis.delete("remembered:channel")
    assert worker.recall() == Memory()


def test_no_more_streams_are_known_than_a_process_looks_at(workers: tuple[Worker, Worker]) -> None:
    memories = workers[0].memories
    for number in range(KEPT + 1):
        memories.recall(f"{number}", {})
        memories.recall("0", {})
    assert (len(memories._kept), "1" in memories._kept) == (KEPT, False)
