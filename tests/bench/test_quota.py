"""Is YouTube's quota kept and a broadcast found in time, in some hours of the simulated day?"""

from bench.quota import MAX_MEDIAN_MINUTES, simulate
from workers.discover.youtube.quota import DAY_UNITS


def test_three_hours_of_four_games() -> None:
    day = simulate(60, 3.0, 1)
    assert len(day.began) > 30
    assert day.median() <= MAX_MEDIAN_MINUTES
    assert day.units <= DAY_UNITS * 3 / 24 + 500
    assert 10 <= day.searches <= 16
    assert not day.faults
