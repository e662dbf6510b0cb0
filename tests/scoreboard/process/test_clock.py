"""Does a process keep to Redis' time, however wrong its own clock is?"""

from __future__ import annotations

import time

import pytest
from redis.exceptions import ConnectionError as NotReached

from scoreboard.process.clock import Clock
from scoreboard.store import Store


class Machine:
    """A machine's two clocks, and a Redis a round trip away."""

    def __init__(self, redis_ahead: float = 0.0, round_trip: float = 0.002) -> None:
        self.steady, self.wall = 500.0, 1_000_000.0
        self.redis_ahead, self.round_trip = redis_ahead, round_trip
        self.is_away = False
        self.clock = Clock(self.ask, lambda: self.wall, lambda: self.steady)

    @property
    def redis_time(self) -> float:
        return 1_000_000.0 + self.steady - 500.0 + self.redis_ahead

    def ask(self) -> float:
        if self.is_away:
            raise NotReached
        self.pass_time(self.round_trip / 2)
        told = self.redis_time
        self.pass_time(self.round_trip / 2)
        return told

    def pass_time(self, seconds: float) -> None:
        self.steady += seconds
        self.wall += seconds


@pytest.mark.parametrize("ahead", [0.0, 7.0, -7.0, 3600.0, -3600.0])
def test_it_is_redis_time_and_the_offset_is_known(ahead: float) -> None:
    machine = Machine(redis_ahead=-ahead)
    assert machine.clock.now() == pytest.approx(machine.redis_time, abs=0.001)
    assert machine.clock.offset_seconds() == pytest.approx(ahead, abs=0.001)


def test_a_jump_of_the_machines_clock_changes_nothing() -> None:
    machine = Machine()
    machine.clock.measure()
    machine.wall += 3600
    assert machine.clock.now() == pytest.approx(machine.redis_time, abs=0.001)
    assert machine.clock.offset_seconds() == pytest.approx(3600, abs=0.001)


def test_without_redis_it_is_the_machines_own_time_until_redis_answers() -> None:
    machine = Machine(redis_ahead=50.0)
    machine.is_away = True
    assert machine.clock.now() == machine.wall
    assert machine.clock.offset_seconds() is None
    machine.is_away = False
    machine.pass_time(2)
    assert machine.clock.now() == pytest.approx(machine.redis_time, abs=0.001)


def test_slow_answers_are_not_believed() -> None:
    machine = Machine()
    machine.clock.measure()
    before = machine.clock.now() - machine.redis_time
    machine.round_trip, machine.redis_ahead = 4.0, 0.0
    assert not machine.clock.measure()
    assert machine.clock.now() - machine.redis_time == pytest.approx(before, abs=0.001)


def test_it_follows_the_real_redis(store: Store) -> None:
    clock = Clock(store.now)
    assert clock.now() == pytest.approx(time.time(), abs=0.1)
    assert clock.offset_seconds() == pytest.approx(0.0, abs=0.1)
