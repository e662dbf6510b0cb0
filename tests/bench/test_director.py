"""Does the director choose in time on a simulated board?"""

from __future__ import annotations

import random

import pytest

from bench.director.__main__ import MAX_FINISHED, MIN_STAY, MIN_WORTH, Tally, hour
from bench.director.judged import Judged, Shows, ends_of, missed
from bench.director.looks import learn
from bench.director.matches import KINDS, WINNER_SECONDS, Match, play
from scoreboard.director import direct
from scoreboard.forecast.forecasts import Forecasts
from scoreboard.models import OnAir


@pytest.fixture(scope="module")
def forecasts() -> Forecasts:
    return learn(random.Random(1), 100)


@pytest.mark.parametrize("known", [True, False])
def test_ten_minutes_of_a_large_board(known: bool, forecasts: Forecasts) -> None:
    judged, ends = hour(150, 10, {"this one": direct}, forecasts if known else None, 1)
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
    for kind in KINDS * 5:
        match = play(kind, 0.0, chance)
        assert match.alive(-1) == kind.players
        assert 1 <= match.alive(match.ends_at) <= kind.squad
        assert match.alive(match.ends_at - 0.01) > match.alive(match.ends_at)
        assert match.out_at <= match.ends_at
        assert match.gone_at <= match.ends_at + WINNER_SECONDS


def match_until(ends_at: float) -> Match:
    return Match(KINDS[0], 0.0, (ends_at,), ends_at, ends_at, ends_at + WINNER_SECONDS, 1)


def test_what_is_counted_of_a_director() -> None:
    one, two = match_until(100), match_until(130)
    shows = {"one": Shows(one, 0), "two": Shows(two, 0)}
    judged = Judged()
    for now in range(0, 140):
        channel = "one" if now < 110 else "two"
        judged.note(now, OnAir("all", channel, 0, "first"), shows, {"two"})
    assert [visit.left for visit in judged.visits] == [20]
    assert [visit.goes - visit.came for visit in judged.stays] == [110]
    assert judged.finished == pytest.approx((9 + 9) / 140)
    ends = ends_of([("one", one), ("two", two)], 300)
    assert missed(judged, ends, 2) == (0, 2)
    assert not judged.was_up("two", 111)
