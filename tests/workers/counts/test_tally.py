"""Does what a worker counts reach the scoreboard?"""

from __future__ import annotations

import pytest
from redis import Redis

from scoreboard.process.durations import BOUNDS_SECONDS, bucket, cumulated
from scoreboard.store import Store
from workers.counts.tally import Tally


@pytest.mark.parametrize(
    ("seconds", "name"), [(0.0, "0.001"), (0.001, "0.001"), (0.0011, "0.0025"), (31.0, "+Inf")]
)
def test_a_duration_counts_under_the_first_bound_that_it_does_not_pass(
    seconds: float, name: str
) -> None:
    assert bucket(seconds) == name


def test_the_counts_at_each_bound_hold_all_the_shorter_ones() -> None:
    rows = cumulated({"0.005": 2, "+Inf": 1})
    assert [count for _, count in rows] == [0, 0, *[2] * (len(BOUNDS_SECONDS) - 2), 3]


def test_counts_are_added_up_and_sent_on_once(store: Store) -> None:
    tally = Tally(lambda: store)
    tally.count("captures")
    tally.count("captures")
    tally.took("decode", 0.004, 0.003)
    tally.send()
    tally.send()
    assert store.counters() == {
        ("captures", ""): 2,
        ("step_seconds_bucket", "decode|0.005"): 1,
        ("step_microseconds", "decode"): 4000,
        ("step_cpu_microseconds", "decode"): 3000,
    }


def test_a_step_counts_however_it_ends(store: Store) -> None:
    tally = Tally(lambda: store)

    def fail() -> None:
        with tally.capture() as timings, timings.step("fetch"):
            timings.bytes += 7
            raise ValueError("ended")

    with pytest.raises(ValueError, match="ended"):
        fail()
    tally.send()
    counters = store.counters()
    assert counters["capture_bytes", ""] == 7
    assert counters["captures", ""] == 1
    assert (
        sum(
            count
            for (name, label), count in counters.items()
            if name == "step_seconds_bucket" and label.startswith("fetch|")
        )
        == 1
    )


def test_counts_wait_while_redis_is_away(store: Store) -> None:
    away = [Store(Redis(host="127.0.0.1", port=1)), store]
    tally = Tally(lambda: away.pop(0))
    tally.count("captures")
    tally.send()
    assert store.counters() == {}
    tally.count("captures")
    tally.send()
    assert store.counters() == {("captures", ""): 2}


def test_however_much_was_counted_it_takes_three_commands(store: Store, redis: Redis) -> None:
    tally = Tally(lambda: store)
    for _ in range(2):  # the script is known by then
        for number in range(40):
            tally.took(f"step {number}", 0.004, 0.003)
        before = redis.info("stats")["total_commands_processed"]
        tally.send()
        sent = redis.info("stats")["total_commands_processed"] - before - 1
    assert sent == 3
    assert len(store.counters()) == 120
    assert store.counters()["step_microseconds", "step 39"] == 8000


def test_of_thousands_of_counts_and_large_ones_none_is_lost(store: Store) -> None:
    counts = {("counted", str(number)): 10**14 + number for number in range(2500)}
    for _ in range(2):
        store.count_all(counts)
    assert store.counters() == {name: 2 * count for name, count in counts.items()}


def test_a_count_that_is_no_number_begins_again_and_the_others_go_on(
    store: Store, redis: Redis
) -> None:
    store.count("captures", by=2)
    redis.hset("counters", "looks_lost|", "many")
    store.count_all({("captures", ""): 1, ("looks_lost", ""): 3})
    assert store.counters() == {("captures", ""): 3, ("looks_lost", ""): 3}
