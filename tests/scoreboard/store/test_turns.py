"""Does a beat learn and take all of a tick in one turn, and is what is due shared out as before?"""

from __future__ import annotations

import pytest
from redis import Redis

from scoreboard.requests import Ask
from scoreboard.store import Store, Turn
from tests.scoreboard.streams import NOW, PUBG, holds_lease, playing, put_track, stream

GAMES = ("pubg", "apex", "fortnite", "warzone", "blackout")


@pytest.fixture
def leading(store: Store) -> Store:
    store.publish_catalog([PUBG], [], "v1")
    assert store.lead("beat", 5)
    return store


def turn(store: Store, now: float = NOW, most: int = 32) -> Turn:
    found = store.turn(now, most, 6, "t", "beat")
    assert found
    return found


def commands_of(store: Store) -> int:
    """Of a tick that takes no stock, those inside of its script as well."""
    before = store.redis.info("stats")["total_commands_processed"]
    assert store.turn(NOW, 32, 6, "t", "beat", takes_stock=False)
    return int(store.redis.info("stats")["total_commands_processed"] - before - 1)


def test_nothing_to_do(leading: Store) -> None:
    leading.redis.delete("dirty")
    assert turn(leading) == Turn([], boards_are_due=False, is_asked=False, control_waiting=0)


def test_all_there_is_to_do(leading: Store) -> None:
    leading.put_streams([stream("a"), stream("b")], {"a": NOW - 2, "b": NOW + 1})
    put_track(leading, playing("a", 5))
    leading.ask(Ask("1", "frame", "a", 0.0))
    leading.push_tasks("control", [b"task"] * 3)
    assert turn(leading) == Turn([("a", NOW - 2)], True, True, 3)
    assert holds_lease(leading, "a", "t")
    assert leading.take_asked(leading.now())


def test_what_need_not_be_known_at_each_tick(leading: Store, redis: Redis) -> None:
    leading.put_streams([stream("a")], {"a": NOW})
    turn(leading)
    redis.delete("dirty", "lease:a")
    leading.push_tasks("control", [b"task"])
    quick = leading.turn(NOW + 7, 0, 6, "t", "beat", takes_stock=False)
    assert quick == Turn([], False, False, 0)
    assert ("looks_lost", "") not in leading.counters()
    assert turn(leading, NOW + 7, most=0).control_waiting == 1
    assert leading.counters()["looks_lost", ""] == 1


def test_looks_that_wait_leave_less_room(leading: Store) -> None:
    names = [f"c{number}" for number in range(10)]
    leading.put_streams([stream(name) for name in names], dict.fromkeys(names, NOW))
    leading.push_tasks("capture", [b"task"] * 3)
    leading.push_tasks("ocr", [b"task"] * 2)
    assert len(turn(leading, most=9).looks) == 4
    assert turn(leading, most=5).looks == []
    assert turn(leading, most=2).looks == []


def test_no_turn_hands_out_more_than_five_hundred(leading: Store) -> None:
    names = [f"c{number}" for number in range(700)]
    leading.put_streams([stream(name) for name in names], dict.fromkeys(names, NOW))
    assert [len(turn(leading, most=10_000).looks) for _ in range(3)] == [500, 200, 0]
    assert leading.looks_under_way(NOW + 5) == 700


def test_a_tick_of_five_games_at_rest_takes_few_commands(leading: Store) -> None:
    names = [f"{game}-{number}" for game in GAMES for number in range(20)]
    streams = [stream(name, name.partition("-")[0]) for name in names]
    leading.put_streams(streams, dict.fromkeys(names, NOW + 60))
    leading.redis.delete("dirty")
    commands_of(leading)  # the script is known by then
    assert commands_of(leading) <= 4 + len(GAMES)


def test_many_due_looks_take_a_command_each_and_few_beside(leading: Store) -> None:
    names = [f"c{number}" for number in range(100)]
    leading.put_streams([stream(name) for name in names], dict.fromkeys(names, NOW + 60))
    commands_of(leading)
    leading.look_at_all("pubg", NOW)
    assert commands_of(leading) <= 32 + 20


def test_the_queues_in_a_redis_of_their_own_are_counted(
    leading: Store, redis: Redis, redis_url: str
) -> None:
    apart = Store(redis, Redis.from_url(redis_url, db=1))
    names = [f"c{number}" for number in range(10)]
    apart.put_streams([stream(name) for name in names], dict.fromkeys(names, NOW))
    apart.push_tasks("ocr", [b"task"] * 3)
    apart.push_tasks("control", [b"task"])
    found = turn(apart, most=5)
    assert (len(found.looks), found.control_waiting) == (2, 1)
    apart.broker.flushdb()
