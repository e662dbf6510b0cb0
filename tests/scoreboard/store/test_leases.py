"""Does a lease follow what its look can still take, and can an old look ever count?"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from redis import Redis

from scoreboard.models import Reading
from scoreboard.store import Store
from tests.scoreboard.streams import NOW, PUBG, playing, put_track, stream
from workers.schedule.finish import finish_with_reading
from workers.schedule.pace import MAX_LOOK_SECONDS, latest_due


@pytest.fixture
def looking(store: Store) -> Iterator[Store]:
    """A look at ``a`` was handed out at ``NOW`` for 6 seconds."""
    store.publish_catalog([PUBG], [], "v1")
    store.put_streams([stream("a")], {"a": NOW})
    assert store.take_due(NOW, 1, 6, "t") == [("a", NOW)]
    return store


def lease_seconds(store: Store) -> float:
    return store.redis.pttl("lease:a") / 1000


def due(store: Store) -> float:
    return store.next_looks("pubg")["a"]


def test_each_step_holds_the_lease_for_as_long_as_it_may_take(looking: Store) -> None:
    assert 5 < lease_seconds(looking) <= 6
    assert looking.wanted("a", "t", lease_seconds=11)
    assert 10 < lease_seconds(looking) <= 11
    assert looking.put_look("a", "t", b"look", "ocr", b"task", 8, 9)
    assert 8 < lease_seconds(looking) <= 9
    assert looking.wanted("a", "t", take_look=True, lease_seconds=10)
    assert 9 < lease_seconds(looking) <= 10


def test_a_look_under_way_is_not_lost_and_comes_up_when_its_lease_ends(looking: Store) -> None:
    looking.wanted("a", "t", lease_seconds=11)
    assert looking.take_due(NOW + 7, 10, 6, "next") == []
    assert looking.looks_under_way(NOW + 16.5) == 1
    assert ("looks_lost", "") not in looking.counters()
    assert NOW + 17 < due(looking) <= NOW + 18


def test_a_lost_look_is_replaced_as_soon_as_its_lease_ends(looking: Store, redis: Redis) -> None:
    redis.delete("lease:a")  # it ran out
    assert looking.take_due(NOW + 6.1, 10, 6, "next") == [("a", NOW + 6)]
    assert looking.counters()["looks_lost", ""] == 1


def test_a_look_that_a_pause_took_the_lease_of_is_lost(looking: Store) -> None:
    looking.pause("a", 3600)
    assert looking.take_due(NOW + 6.1, 10, 6, "next") == []
    assert looking.counters()["looks_lost", ""] == 1
    assert looking.looks_under_way(NOW + 6) == 0


def test_an_old_picture_never_comes_under_a_newer_look(looking: Store, redis: Redis) -> None:
    """A command that waited in the socket of a Redis that hung is carried out late."""
    redis.delete("lease:a")
    assert looking.take_due(NOW + 7, 1, 6, "newer")
    assert not looking.put_look("a", "t", b"old", "ocr", b"task", 8, 9)
    assert redis.llen("ocr") == 0
    wanted = looking.wanted("a", "newer", take_look=True)
    assert wanted
    assert wanted.look is None


def test_a_look_that_ends_too_late_counts_for_nothing(looking: Store) -> None:
    put_track(looking, playing("a", 30, captured_at=NOW - 10))
    wanted = looking.wanted("a", "t")
    assert wanted
    reading = Reading(25, 1, "playing", 0.99, captured_at=NOW)
    late = NOW + MAX_LOOK_SECONDS + 0.1
    finish_with_reading(looking, wanted, "t", NOW, reading, late)
    assert looking.standings()["a"].alive == 30
    finish_with_reading(looking, wanted, "t", NOW, reading, late - 0.2)
    assert looking.standings()["a"].alive == 25


def test_an_hour_ahead_leaves_nothing_due_in_55_minutes(looking: Store, redis: Redis) -> None:
    looking.finish_look(playing("a", 5), "", "t", NOW + 3610, "final")
    assert looking.pull_in({"pubg": latest_due(PUBG, NOW)}, NOW) == {"pubg": 1}
    assert due(looking) == NOW
    assert redis.zscore("due:pubg:final", "a") == NOW
    assert looking.pull_in({"pubg": latest_due(PUBG, NOW)}, NOW) == {}


def test_what_is_due_within_the_longest_interval_stays(looking: Store) -> None:
    looking.finish_look(playing("a", 5), "", "t", NOW + 66)
    assert looking.pull_in({"pubg": latest_due(PUBG, NOW)}, NOW) == {}


def test_a_lease_from_a_wrong_clock_of_redis_does_not_hold_a_stream_for_an_hour(
    looking: Store, redis: Redis
) -> None:
    redis.pexpire("lease:a", 3_600_000)
    assert looking.take_due(NOW + 7, 10, 6, "next") == []
    assert lease_seconds(looking) <= 6
    assert due(looking) <= NOW + 13


def test_a_pause_is_no_such_lease(looking: Store) -> None:
    looking.pause("a", 3600)
    assert looking.take_due(NOW + 7, 10, 6, "next") == []
    assert lease_seconds(looking) > 3500
