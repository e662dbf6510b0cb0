"""When is a stream looked at again?"""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from scoreboard.models import Game, LookState, Standing
from workers.schedule.pace import (
    MAX_BACKOFF_SECONDS,
    QUICK_SECONDS,
    interval_seconds,
    lane,
    most_waiting,
    next_due,
)

GAME = Game("pubg", "PUBG", final_seconds=4, playing_seconds=10, waiting_seconds=30)


NOW = 1_000_000.0


def interval(**believed: Any) -> float:
    return interval_seconds(Standing("c", "pubg", **{"state": "ok", **believed}), GAME, NOW)


def test_the_closer_to_the_finish_the_more_often() -> None:
    assert interval(phase="playing", alive=10) == 4
    assert interval(phase="playing", alive=11) == 10
    assert interval(phase="over", alive=2) == 10
    assert interval(phase="waiting") == 10
    assert interval(phase="unknown", state="no-counter") == 30


def test_a_stream_that_fails_is_looked_at_ever_more_seldom() -> None:
    assert [interval(state="offline", failures=n) for n in (1, 2, 3, 4, 500)] == [
        10,
        20,
        40,
        60,
        60,
    ]
    assert interval(phase="playing", alive=5, state="timeout", failures=1) == 4


@pytest.mark.parametrize("state", ["offline", "ad", "frozen", "no-counter"])
def test_a_match_that_is_interrupted_keeps_its_pace_for_two_minutes(state: LookState) -> None:
    def after(seconds: float) -> float:
        return interval(phase="unknown", state=state, failures=4, captured_at=NOW - seconds)

    assert [after(20), after(119)] == [10, 10]
    assert after(121) >= 30


@pytest.mark.parametrize("state", ["timeout", "error", "no-video", "refused"])
def test_a_server_that_fails_is_given_time_also_during_a_match(state: LookState) -> None:
    assert interval(phase="unknown", state=state, failures=4, captured_at=NOW - 20) == 60


def test_a_number_in_doubt_is_looked_at_quickly() -> None:
    assert (
        next_due(Standing("c", "pubg"), True, GAME, 1000.0, 1000.5, 0.0) == 1000.0 + QUICK_SECONDS
    )


def test_the_interval_counts_from_when_the_look_was_asked_for() -> None:
    playing = Standing("c", "pubg", phase="playing", alive=50, state="ok")
    assert next_due(playing, False, GAME, 1000.0, 1003.0, 0.0) == 1010.0
    assert next_due(playing, False, GAME, 1000.0, 1020.0, 0.0) == 1020.0


standings = some.builds(
    Standing,
    channel=some.just("c"),
    game=some.just("pubg"),
    alive=some.none() | some.integers(1, 100),
    phase=some.sampled_from(["waiting", "playing", "over", "unknown"]),
    failures=some.integers(0, 10_000),
    state=some.sampled_from(
        ["new", "ok", "no-counter", "offline", "ad", "timeout", "frozen", "error"]
    ),
)


@given(standings, some.booleans(), some.floats(0, 30), some.floats(-1, 1))
def test_the_next_look_is_neither_in_the_past_nor_far_away(
    standing: Standing, quick: bool, took: float, jitter: float
) -> None:
    due = next_due(standing, quick, GAME, 1000.0, 1000.0 + took, jitter)
    assert 1000.0 + took <= due <= max(1000.0 + took, 1000.0 + MAX_BACKOFF_SECONDS * 1.1)


def test_those_near_the_finish_go_first() -> None:
    assert lane(Standing("c", "pubg", phase="playing", alive=10)) == "final"
    assert lane(Standing("c", "pubg", phase="playing", alive=11)) == "playing"
    assert lane(Standing("c", "pubg", phase="waiting")) == ""


@given(some.floats(0, 10_000))
def test_no_more_looks_wait_than_the_workers_finish_in_a_second(per_second: float) -> None:
    assert 0 <= most_waiting(per_second) <= max(32, per_second)


def test_an_idle_fleet_may_start_at_once() -> None:
    assert most_waiting(0.0) == 32
