"""Is the end of a match foreseen by what was watched, and is nothing foreseen from nothing?"""

from __future__ import annotations

import json
import random
import statistics
from dataclasses import replace
from math import exp

import pytest
from hypothesis import given
from hypothesis import strategies as some

from scoreboard.forecast.curve import Curve, curve_of, falling, thinned
from scoreboard.forecast.forecasts import Forecasts, foreseen
from scoreboard.forecast.learn import MIN_CURVES, learn
from scoreboard.forecast.marks import MAX_MARKS, halved_in, marks_of
from scoreboard.forecast.prior import prior
from scoreboard.forecast.table import AGES, Fit, Level, Table
from scoreboard.forecast.weather import storm_of
from scoreboard.games import known_games
from scoreboard.models import Game, Mode, Result, Standing
from scoreboard.store import Store

PUBG = known_games()["pubg"]


def matches(count: int, seed: int, lost: bool = True) -> list[tuple[Curve, float]]:
    """Curves of a hundred players and when each match ended; most streamers die first, each number as likely."""
    rng, found = random.Random(seed), []
    for _ in range(count):
        slow = rng.choice((600.0, 1200.0)) * rng.lognormvariate(0, 0.1)
        falls = sorted(slow * rng.betavariate(1.5, 1.5) for _ in range(99))
        dies = rng.randrange(160) if lost else 99
        points = [(0.0, 100), *((at, 99 - number) for number, at in enumerate(falls))]
        seen = points[: dies + 1] if dies < 99 else points
        until = seen[-1][0] + rng.uniform(0, 8)
        curve = curve_of(seen, until, "won" if dies >= 99 else "placed", None if dies >= 99 else 9)
        if curve:
            found.append((curve, falls[-1]))
    return found


def standing(curve: Curve, alive: int, age: float = 0.0) -> Standing | None:
    """What is believed when the number of ``curve`` first is ``alive``."""
    fell = [point for point in curve.points if point[1] >= alive]
    if fell[-1][1] != alive:
        return None
    at = fell[-1][0]
    return Standing(
        "c",
        "pubg",
        "playing",
        alive,
        captured_at=1000 + at + age,
        began_at=1000.0,
        alive_since=1000 + at,
        marks=marks_of(fell),
    )


BIG_TABLE = learn("pubg", "", [curve for curve, _ in matches(250, 1)]) or pytest.fail("no table")


@pytest.mark.parametrize("alive", [50, 10])
def test_the_lost_ones_do_not_bend_what_is_learned(alive: int) -> None:
    """Half of the tested ones end within the median, and eight in ten between low and high."""
    forecasts = Forecasts({("pubg", ""): BIG_TABLE})
    sooner, within, errors, mean = [], [], [], []
    tested = matches(200, 2, lost=False)
    usual = statistics.fmean(
        end - now.alive_since + 1000 for curve, end in tested if (now := standing(curve, alive))
    )
    for curve, end in tested:
        now = standing(curve, alive)
        assert now
        ends = forecasts.ends_in(now, PUBG)
        assert ends
        left = end - (now.captured_at - 1000)
        sooner.append(left < ends.median)
        within.append(ends.low <= left <= ends.high)
        errors.append(abs(left - ends.median))
        mean.append(abs(left - usual))
    assert 0.4 < statistics.fmean(sooner) < 0.6
    assert 0.72 < statistics.fmean(within) < 0.88
    assert statistics.median(errors) < 0.7 * statistics.median(mean)


def test_of_few_matches_nothing_is_learned_and_the_facts_hold() -> None:
    few = [curve for curve, _ in matches(MIN_CURVES + 10, 1)][: MIN_CURVES - 1]
    assert learn("pubg", "", few) is None
    (now,) = [standing(curve, 50) for curve, _ in matches(1, 3, lost=False)]
    assert now
    ends = Forecasts({}).ends_in(now, PUBG)
    assert ends
    assert ends.is_prior
    assert Forecasts({}).ends_in(now, Game("custom", "Custom")) is not None  # by its own pace


def test_nothing_is_foreseen_from_nothing() -> None:
    assert (
        Forecasts({}).ends_in(Standing("c", "custom", "playing", 40), Game("custom", "C")) is None
    )
    for phase in ("waiting", "over", "unknown"):
        assert Forecasts({}).ends_in(Standing("c", "pubg", phase, 40), PUBG) is None  # type: ignore[arg-type]
    assert Forecasts({}).ends_in(Standing("c", "pubg", "playing", None), PUBG) is None


def test_matches_that_were_all_lost_early_teach_no_end() -> None:
    """Below the numbers that were seen the facts stand in, and without facts nothing does."""
    lost = [curve for curve, _ in matches(300, 4) if not curve.ended and curve.points[-1][1] > 40]
    assert len(lost) > MIN_CURVES
    assert learn("custom", "", lost) is None
    table = learn("pubg", "", lost, 1800.0)
    assert table
    assert 5 < table.ends_in(10, (), 900.0, 0.0).median < 900


def test_the_one_who_is_left_has_won() -> None:
    assert BIG_TABLE.ends_in(1, (), 500.0, 3.0).high == 0.0


def test_the_facts_of_another_game_give_way_to_a_match_of_its_own_pace() -> None:
    usual, quick = prior("pubg", 100, 25), prior("pubg", 100, 25, halved_in=20.0)
    assert usual
    assert quick
    assert 300 < usual.median < 900
    assert quick.median < 0.2 * usual.median


@given(
    some.integers(1, 400),
    some.lists(some.tuples(some.integers(0, 5000), some.integers(1, 200)), max_size=MAX_MARKS),
    some.floats(0, 10_000),
    some.floats(0, 10_000),
)
def test_whatever_a_match_was_like_its_forecast_is_in_order(
    alive: int, marks: list[tuple[int, int]], reached: float, age: float
) -> None:
    ends = BIG_TABLE.ends_in(alive, tuple(marks), reached, age)
    assert 0 <= ends.low <= ends.median <= ends.high < 10**9


def test_a_table_travels_as_json_and_a_broken_one_is_left_out(store: Store) -> None:
    assert Table.from_json(BIG_TABLE.to_json()) == BIG_TABLE
    assert len(BIG_TABLE.to_json()) < 40_000
    good = json.loads(BIG_TABLE.to_json())
    fit = Fit(1.0, (0.0,) * len(AGES)).to_json()
    broken = [{}, 5, {**good, "levels": []}, {**good, "storm": {"x": [1]}}, {**good, "players": 0}]
    for wrong in (
        {"lengths": []}, {"lengths": [0.0] * 5000}, {"shortest": 99.0}, {"paces": [1.0]},
        {"hazards": []}, {"hazards": [1.0, -1.0]}, {"hazards": [0.0]}, {"bin_seconds": 0.0},
    ):  # fmt: skip
        broken.append({**good, "storm": {**good["storm"], **wrong}})
    broken += [{**good, "levels": [{**good["levels"][0], "alive": alive}]} for alive in (0, -5)]
    waits = ([1.0], [3.0, 2.0, 4.0], [-1.0, 2.0, 3.0])
    broken += [{**good, "levels": [{**good["levels"][0], "waits": wrong}]} for wrong in waits]
    broken += [{**good, "levels": [{"alive": 2, "curves": 1.0, "fits": [json.loads(fit)]}]}]
    store.redis.set("forecasts", json.dumps([*broken, {**good, "game": "good"}]))
    assert set(foreseen(store).tables) == {("good", "")}
    assert foreseen(store) is foreseen(store)
    store.put_forecasts([BIG_TABLE])
    assert set(foreseen(store).tables) == {("pubg", "")}
    assert Level.from_dict(good["levels"][0]) == BIG_TABLE.levels[0]


def test_a_table_from_before_there_were_storms_is_read() -> None:
    """A rolling upgrade: the fits that asked for a length of another kind are passed over."""
    old = json.loads(BIG_TABLE.to_json())
    del old["storm"]
    for level in old["levels"]:
        del level["waits"]
        level["fits"].append({**level["fits"][0], "base": 9.0, "length": 1.0, "clock": 0.5})
    old["clock"] = {"3": [1.0, 2.0]}
    table = Table.from_dict(old)
    marks = ((0, 100), (300, 70), (500, 50))
    ends = table.ends_in(50, marks, 500.0, 0.0)
    assert ends == replace(BIG_TABLE, storm=None).ends_in(50, marks, 500.0, 0.0)
    assert 100 < ends.median < 1000


def steps(rng: random.Random, seconds: float) -> list[tuple[float, int]]:
    """Of a match in which players die in four short whiles alone, the last of them at ``seconds``."""
    falls = sorted(
        seconds * (rng.choice((0.2, 0.45, 0.7, 0.95)) + 0.05 * rng.random()) for _ in range(98)
    )
    falls.append(seconds)
    return [(0.0, 100), *((at, 99 - number) for number, at in enumerate(falls))]


def test_the_steps_of_a_match_tell_how_long_it_is() -> None:
    rng = random.Random(3)
    learned = [steps(rng, rng.choice((700.0, 1000.0, 1600.0))) for _ in range(40)]
    storm = storm_of([Curve(tuple(points), points[-1][0], ended=True) for points in learned])
    for seconds in (700.0, 1000.0, 1600.0):
        seen = [point for point in steps(rng, seconds) if point[0] < 0.8 * seconds]
        length = storm.length(marks_of(seen))
        assert length is not None
        whole = [exp(storm.length(marks_of(points)) or 0.0) / points[-1][0] for points in learned]
        assert exp(length) == pytest.approx(seconds * statistics.median(whole), rel=0.02)


def test_a_match_that_was_followed_is_foreseen_like_one_that_is_new_to_the_process() -> None:
    ((curve, _),) = matches(1, 5, lost=False)
    marks = marks_of(curve.points)
    followed = [
        BIG_TABLE.ends_in(n, marks[: place + 1], at, 0.0) for place, (at, n) in enumerate(marks)
    ]
    new = replace(BIG_TABLE)
    for place in (len(marks) - 1, 7, 20):
        at, alive = marks[place]
        assert new.ends_in(alive, marks[: place + 1], at, 0.0) == followed[place]


@given(some.floats(0, 10_000), some.floats(0, 500))
def test_storm_time_goes_on_and_back(seconds: float, more: float) -> None:
    storm = BIG_TABLE.storm
    assert storm
    passed = storm.passed(seconds)
    assert storm.when(passed) == pytest.approx(seconds, abs=0.01)
    assert storm.passed(seconds + more) >= passed


@pytest.mark.parametrize(
    ("result", "place", "last", "mode", "ended"),
    [
        ("won", 1, 3, "teams", True),
        ("", None, 1, "", True),
        ("placed", 2, 2, "", True),
        ("placed", 2, 3, "teams", False),
        ("placed", 20, 3, "", True),  # watched on, until a squad had won
        ("placed", 20, 3, "solo", False),
        ("placed", 20, 2, "solo", True),
        ("placed", 3, 3, "", False),  # died there
        ("placed", 20, 9, "", False),
        ("left", None, 2, "", False),
    ],
)
def test_what_is_an_end(
    result: Result, place: int | None, last: int, mode: Mode, ended: bool
) -> None:
    curve = curve_of([(0.0, 90), (900.0, last)], 905.0, result, place, mode)
    assert curve
    assert (curve.ended, curve.until) == (ended, 900.0 if last == 1 else 905.0)


points = some.lists(some.tuples(some.floats(0, 20_000), some.integers(1, 200)), min_size=1)


@given(points)
def test_a_curve_takes_two_kilobytes_and_keeps_its_ends(seen: list[tuple[float, int]]) -> None:
    seen.sort(key=lambda point: point[0])
    kept = thinned(seen)
    assert len(json.dumps(kept, separators=(",", ":"))) <= 2048
    assert kept[0] == (round(seen[0][0]), seen[0][1])
    assert kept[-1] == (round(seen[-1][0]), seen[-1][1])


@given(points)
def test_a_curve_falls(seen: list[tuple[float, int]]) -> None:
    fell = [alive for _, alive in falling(seen)]
    assert fell == sorted(set(fell), reverse=True)


def test_how_long_the_number_took_to_halve() -> None:
    marks = ((0, 100), (100, 80), (200, 60), (300, 40))
    assert halved_in(marks, 40, 300.0) == pytest.approx(200, abs=1)
    assert halved_in(marks, 60, 200.0) == 0.0
    assert halved_in(marks, 35, 330.0) == pytest.approx(180, abs=25)
    assert halved_in((), 35, 330.0) == 0.0
