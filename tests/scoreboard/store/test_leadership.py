"""Can two lead, or a lease be ended by another than its holder, whatever comes in between?"""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

from redis import Redis

from scoreboard.store import Store
from tests.scoreboard.streams import NOW, holds_lease, stream
from tests.workers.test_beat import wait_for


def test_two_beats_never_lead_at_the_same_moment(redis_url: str, redis: Redis) -> None:
    """Each holds a flag while it believes that it leads; leases are short, so that they pass on all the time."""
    clashes, turns = [], []
    flag = threading.Lock()

    def beat(name: str) -> None:
        store = Store(Redis.from_url(redis_url))
        for _ in range(400):
            if store.lead(name, 1.0):
                if not flag.acquire(blocking=False):
                    clashes.append(name)
                    continue
                turns.append(name)
                flag.release()
                store.resign(name)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(beat, "abcd"))
    assert clashes == []
    assert len(set(turns)) > 1


def test_a_lease_that_passed_on_in_between_is_not_ended(redis_url: str, redis: Redis) -> None:
    """One that resigns late, and one that renews late, leave the successor alone."""
    store = Store(redis)
    assert store.lead("one", 0.05)
    wait_for(lambda: not redis.exists("leader"), 2)
    assert store.lead("two", 5)
    store.resign("one")
    assert redis.get("leader") == b"two"
    assert not store.lead("one", 60)
    assert redis.get("leader") == b"two"
    assert redis.pttl("leader") <= 5000


def test_each_of_these_is_one_command_to_redis(redis: Redis, redis_url: str) -> None:
    """Nothing can come between the question and the deed."""
    store = Store(redis)
    store.put_streams([stream("a")], {"a": NOW})
    for first in (True, False):
        with Redis.from_url(redis_url).monitor() as monitor:
            store.lead("one", 5)
            store.resume("a", "pubg", NOW)
            store.rest_from_directing("token", 1)
            store.resign("one")
            redis.echo("end")
            seen = []
            for command in monitor.listen():
                if command["client_type"] != "lua":
                    seen.append(command["command"].split()[0])
                if command["command"].startswith("ECHO"):
                    break
        if not first:  # the scripts are known by now
            assert seen == ["EVALSHA"] * 4 + ["ECHO"]


def test_a_beat_that_lost_the_lead_takes_no_looks(store: Store) -> None:
    store.put_streams([stream("a")], {"a": NOW})
    assert store.lead("two", 5)
    assert store.turn(NOW, 10, 6, "t", leader="one") is None
    turn = store.turn(NOW, 10, 6, "t", leader="two")
    assert turn
    assert turn.looks == [("a", NOW)]


def test_to_resume_leaves_a_look_that_began_since_the_pause_ended(store: Store) -> None:
    store.put_streams([stream("a")], {"a": NOW})
    store.pause("a", 0.02)
    wait_for(lambda: not store.redis.exists("lease:a"), 2)
    assert store.take_due(NOW, 10, 6, "look") == [("a", NOW)]
    store.resume("a", "pubg", NOW + 1)
    assert holds_lease(store, "a", "look")


def test_boards_made_too_slowly_do_not_end_the_lease_of_the_next(store: Store) -> None:
    slow = store.start_directing(0.02)
    wait_for(lambda: not store.redis.exists("directing"), 2)
    quick = store.start_directing(5)
    assert slow
    assert quick
    store.rest_from_directing(slow, 0.001)
    assert not store.start_directing(5)
    store.rest_from_directing(quick, 0.001)
    wait_for(lambda: not store.redis.exists("directing"), 2)
