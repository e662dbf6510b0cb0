"""Does the director choose in time on a simulated board?"""

from __future__ import annotations

import random

import pytest

from arena.clips.clip import GAMES
from arena.script.course import Course
from bench.director.__main__ import MAX_FINISHED, MIN_STAY, MIN_WORTH, Tally, hour
from bench.director.judged import Judged, Shows, ends_of, missed
from bench.director.looks import learn
from bench.director.matches import WINNER_SECONDS, Match, play
from scoreboard.director import direct
from scoreboard.forecast.forecasts import Forecasts
from scoreboard.models import OnAir


@pytest.fixture(scope="module")
def forecasts() -> Forecasts:
    """Learned of one game; of the others only the facts are known."""
    return learn(1, 36, GAMES[:1])


@pytest.mark.parametrize("known", [True, False])
def test_ten_minutes_of_a_board(known: bool, forecasts: Forecasts) -> None:
    judged, ends = hour(60, 10, {"this one": direct}, forecasts if known else None, 1)
    tally = Tally()
    tally.add(judged["this one"], ends)
    arrivals = tally.judged.visits
    assert len(arrivals) > 10
    assert tally.judged.over == 0
    assert tally.judged.finished <= 2 * MAX_FINISHED
    if known:
        assert sum(20 <= each.left <= 180 for each in arrivals) >= MIN_WORTH * 0.9 * len(arrivals)
        assert tally.judged.stay >= MIN_STAY * 0.8


def test_matches_end_as_they_are_played() -> None:
    chance = random.Random(2)
    for game in GAMES * 10:
        match = play(game, 0.0, chance, 1000.0)
        assert match.alive(-1) == match.course.players
        assert 1 <= match.alive(match.ends_at) <= 4
        assert match.alive(match.ends_at - 0.01) > match.alive(match.ends_at)
        assert match.out_at <= match.ends_at
        assert match.out_at <= match.gone_at <= match.ends_at + WINNER_SECONDS


def match_until(ends_at: float) -> Match:
    won = Course("solo", 2, ends_at, (ends_at,), "won", 1, None, ends_at)
    return Match(won, 0.0, ends_at, ends_at, ends_at + WINNER_SECONDS)


def test_what_is_counted_of_a_director() -> None:
    one, two = match_until(100), match_until(130)
    shows = {"one": Shows(one, 0), "two": Shows(two, 0)}
    judged = Judged()
    for now in range(0, 140):
        channel = "one" if now < 110 else "two"
        worth = {"two"} if now <= 110 else set[str]()
        judged.note(now, OnAir("all", channel, 0, "first"), shows.__getitem__, worth)
    assert [visit.left for visit in judged.visits] == [20]
    assert judged.arrivals(True, only_possible=True) == judged.arrivals(True) == judged.visits
    assert [visit.goes - visit.came for visit in judged.stays] == [110]
    assert judged.finished == pytest.approx((10 + 10) / 140)
    ends = ends_of([("one", one), ("two", two)], 0, 300)
    assert missed(judged, ends, 2) == (0, 2)
    assert not judged.was_up("two", 111)
