"""Are connections that are kept at hand as good as those of the pool?"""

from __future__ import annotations

import os
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import ResponseError
from redis.retry import Retry

from scoreboard.store.connect import redis_client


def test_the_next_command_uses_the_same_connection_and_the_pool_is_not_asked(
    redis_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = redis_client(redis_url)
    first = client.client_id()
    monkeypatch.delattr(type(client.connection_pool), "get_connection")
    assert client.client_id() == first


def test_a_connection_that_redis_has_closed_is_opened_again(redis_url: str, redis: Redis) -> None:
    client = redis_client(redis_url)
    assert redis.client_kill_filter(_id=str(client.client_id()))
    assert client.ping()


def test_threads_get_the_answers_to_their_own_commands(redis_url: str) -> None:
    client, meet = redis_client(redis_url), threading.Barrier(8)

    def echoes(name: int) -> bool:
        meet.wait()
        return all(client.echo(f"{name} {turn}") == b"%d %d" % (name, turn) for turn in range(100))

    with ThreadPoolExecutor(8) as threads:
        assert all(threads.map(echoes, range(8)))


def test_an_error_of_a_command_leaves_the_connection_usable(redis_url: str) -> None:
    client = redis_client(redis_url)
    first = client.client_id()
    with pytest.raises(ResponseError):
        client.execute_command("NOT-A-COMMAND")
    assert client.client_id() == first


def test_a_forked_process_opens_its_own(redis_url: str) -> None:
    client = redis_client(redis_url)
    first = client.client_id()
    if not (child := os.fork()):
        os._exit(client.client_id() == first)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


def test_with_sentinels_their_pool_sees_every_connection() -> None:
    assert not redis_client("redis+sentinel://one:26379/primary")._keeps  # type: ignore[attr-defined]


def test_a_retry_policy_of_the_caller_s_sees_every_command(redis_url: str) -> None:
    asked = []

    class Counting(Retry):
        def __deepcopy__(self, memo: object) -> Counting:
            return self

        def call_with_retry(self, do: Any, *others: Any, **more: Any) -> Any:
            asked.append(do)
            return super().call_with_retry(do, *others, **more)

    client = redis_client(redis_url, retry=Counting(NoBackoff(), 0))
    client.ping()
    before = len(asked)
    client.ping()
    assert len(asked) > before
