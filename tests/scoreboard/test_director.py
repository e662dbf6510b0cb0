"""Who is on air?"""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as some

from scoreboard.director import Rules, direct
from scoreboard.models import Board, OnAir, Standing
from scoreboard.ranking import rank
from tests.scoreboard.streams import NOW, PUBG, playing, stream

counts = some.dictionaries(some.sampled_from("abcdef"), some.integers(1, 100), min_size=1)


def board_of(*believed: Standing, now: float = NOW) -> Board:
    found = [stream(standing.channel) for standing in believed]
    return rank(
        "pubg", {"pubg": PUBG}, found, {standing.channel: standing for standing in believed}, now
    )


def board_with(alive: dict[str, int]) -> Board:
    return board_of(*(playing(channel, count) for channel, count in alive.items()))


def on_air(channel: str, seconds: float = 100.0) -> OnAir:
    return OnAir("pubg", channel, NOW - seconds, "first")


def test_the_first_is_the_closest() -> None:
    chosen = direct(board_with({"a": 40, "b": 12}), None, NOW)
    assert (chosen.channel, chosen.reason, chosen.since) == ("b", "first", NOW)


@given(counts, some.integers(1, 15))
def test_with_fifteen_or_fewer_alive_it_is_held(others: dict[str, int], alive: int) -> None:
    shown = on_air("shown")
    assert direct(board_with({**others, "shown": alive}), shown, NOW) is shown


@given(counts, some.integers(16, 100), some.floats(0, 19.9))
def test_nobody_is_left_before_the_dwell_is_over(
    others: dict[str, int], alive: int, seconds: float
) -> None:
    shown = on_air("shown", seconds)
    assert direct(board_with({**others, "shown": alive}), shown, NOW) is shown


@given(counts, some.integers(16, 100))
def test_a_switch_goes_to_the_best_and_is_worth_it(others: dict[str, int], alive: int) -> None:
    chosen = direct(board_with({**others, "shown": alive}), on_air("shown"), NOW)
    fewest = min(others.values())
    if chosen.channel == "shown":
        assert fewest > min(alive - Rules().margin, alive) or fewest >= alive
    else:
        assert others[chosen.channel] == fewest
        assert fewest <= alive - Rules().margin or fewest <= Rules().last_alive
        assert (chosen.reason, chosen.previous, chosen.since) == ("closer", "shown", NOW)


def test_an_ended_match_is_left_at_once() -> None:
    ended = Standing("shown", "pubg", phase="over", alive=2, captured_at=NOW, state="ok")
    chosen = direct(board_of(ended, playing("next", 60)), on_air("shown", 1), NOW)
    assert (chosen.channel, chosen.reason) == ("next", "ended")


def test_a_stream_gone_is_left_at_once() -> None:
    assert direct(board_with({"next": 60}), on_air("shown", 1), NOW).reason == "gone"
    frozen = playing("shown", 3, state="frozen")
    assert direct(board_of(frozen, playing("next", 60)), on_air("shown", 1), NOW).reason == "gone"


def test_with_nothing_in_play_nothing_is_on_air_and_it_is_said_once() -> None:
    nothing = direct(board_of(), on_air("shown"), NOW)
    assert (nothing.channel, nothing.reason, nothing.previous) == ("", "none", "shown")
    assert direct(board_of(), nothing, NOW + 5) is nothing


@given(counts, some.none() | some.sampled_from("abcdefg"), some.floats(0, 60))
def test_the_same_question_has_the_same_answer_and_a_switch_stands(
    alive: dict[str, int], channel: str | None, seconds: float
) -> None:
    board, shown = board_with(alive), on_air(channel, seconds) if channel else None
    chosen = direct(board, shown, NOW)
    assert direct(board, shown, NOW) == chosen
    assert direct(board, chosen, NOW) is chosen
