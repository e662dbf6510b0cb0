"""Which streams are on the stage, and which one comes next?"""

from __future__ import annotations

import ast
import random
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some

import scoreboard.director
from scoreboard import rules
from scoreboard.director import direct
from scoreboard.models import Board, EndsIn, OnAir, RankedStream, Result
from scoreboard.ranking import reranked

NOW = 1_000_000.0
FAR, CLOSE, FINAL = 600.0, 40.0, 100.0


def board_by(seed: int) -> Board:
    """Up to eight rows, of everything that there may be; drawn at once, as a strategy for each field is slow."""
    draw = random.Random(seed)
    return board_of(*(row_by(name, draw) for name in "abcdefgh" if draw.random() < 0.7))


def row_by(channel: str, draw: random.Random) -> RankedStream:
    latest, most = draw.choice([200, 500]), draw.choice([1.3, 3])
    median, low, high = draw.uniform(1, latest), draw.uniform(1, most), draw.uniform(1, most)
    forecast = EndsIn(median / low, median, median * high) if draw.random() < 0.7 else None
    return row(
        channel,
        draw.randint(1, draw.choice([5, 15, 100])),
        ends_in=forecast,
        phase=draw.choice(["playing"] * 6 + ["waiting", "over", "unknown"]),
        result=draw.choice(["", "", "", "", "eliminated", "won", "placed"]),
        place=draw.choice([None, None, 2, 3]),
        state=draw.choice(["ok", "ok", "ok", "ok", "timeout", "no-counter"]),
        captured_at=NOW - draw.uniform(0, 45),
    )


def stage_by(seed: int) -> OnAir | None:
    draw = random.Random(seed)
    if draw.random() < 0.1:
        return None
    names = draw.sample("abcdefghij", draw.randint(1, 4))
    ago, coming = draw.uniform(0, 100), draw.choice(["", "a", "j"])
    return OnAir("pubg", names[0], NOW - ago, "first", "", tuple(names[1:]), coming)


numbers = some.integers(0, 2**32)
boards, stages = numbers.map(board_by), numbers.map(stage_by)


def row(channel: str, alive: int, left: float | None = None, **values: object) -> RankedStream:
    """``left``: a forecast of so many seconds with little spread."""
    plain = RankedStream(
        None, channel, channel.title(), "", "web", "", 10, "", "", "pubg", "playing", alive, 2,
        0.9, NOW, "ok", "",
    )  # fmt: skip
    if left is not None:
        values["ends_in"] = EndsIn(0.8 * left, left, 1.25 * left)
    return replace(plain, **values)  # type: ignore[arg-type]


def board_of(*given: RankedStream) -> Board:
    return Board("pubg", NOW, tuple(reranked(given, "alive")))


def on_air(channel: str, *beside: str, ago: float = 100.0) -> OnAir:
    return OnAir("pubg", channel, NOW - ago, "first", "", beside)


def stage_of(chosen: OnAir) -> set[str]:
    return {chosen.channel, *chosen.beside} - {""}


def is_decided(each: RankedStream) -> bool:
    return rules.is_decided(each.alive, each.result, each.place)


def is_out(each: RankedStream) -> bool:
    return each.result == "eliminated"


@given(boards, stages)
def test_the_same_question_has_the_same_answer_and_a_choice_stands(
    board: Board, shown: OnAir | None
) -> None:
    chosen = direct(board, shown, NOW)
    assert direct(board, shown, NOW) == chosen
    assert direct(board, chosen, NOW) is chosen


@given(boards, stages)
def test_a_match_that_is_over_is_shown_only_while_nothing_else_is_played(
    board: Board, shown: OnAir | None
) -> None:
    playing = [each for each in board.streams if each.rank is not None]
    open_ones = {each.channel for each in playing if not is_decided(each)}
    stage = stage_of(direct(board, shown, NOW))
    assert stage <= (open_ones or {each.channel for each in playing})
    assert bool(stage) == bool(playing)


@given(boards, stages)
def test_the_stage_has_four_screens_and_nobody_is_on_two(board: Board, shown: OnAir | None) -> None:
    chosen = direct(board, shown, NOW)
    assert len(chosen.beside) < rules.MAX_SCREENS
    assert len({chosen.channel, *chosen.beside}) == 1 + len(chosen.beside)
    assert chosen.coming not in stage_of(chosen) or not chosen.coming


@given(boards, stages)
def test_what_comes_on_the_stage_is_in_time_wherever_something_is(
    board: Board, shown: OnAir | None
) -> None:
    known = {each.channel: each for each in board.streams if each.rank is not None}
    before = stage_of(shown) if shown else set()
    new = stage_of(direct(board, shown, NOW)) - before
    in_time = [
        each
        for each in known.values()
        if rules.is_final(rules.seconds_left(each, NOW))
        and not is_decided(each)
        and not is_out(each)
        and rules.is_in_sight(each.state)
        and each.channel not in before
    ]
    for name in new if in_time else ():
        left = rules.seconds_left(known[name], NOW)
        assert rules.is_final(left) or rules.is_soon(left)
        assert not is_out(known[name])


@given(boards, stages)
def test_whoever_is_near_the_end_stays_until_it(board: Board, shown: OnAir | None) -> None:
    chosen = stage_of(direct(board, shown, NOW))
    for each in board.streams:
        held = rules.seconds_left(each, NOW).median <= rules.HOLD_SECONDS
        goes_on = each.rank is not None and not is_decided(each)
        if each.channel in stage_of(shown or on_air("")) and held and goes_on and not is_out(each):
            assert each.channel in chosen


@given(boards, some.sampled_from("abcdefgh"), some.floats(0, rules.DWELL_SECONDS - 0.1))
def test_nobody_is_left_before_the_dwell_is_over(board: Board, channel: str, ago: float) -> None:
    goes_on = any(
        each.channel == channel
        and each.rank is not None
        and not is_out(each)
        and not is_decided(each)
        for each in board.streams
    )
    chosen = stage_of(direct(board, on_air(channel, ago=ago), NOW))
    assert channel in chosen or not goes_on


def may_arrive(left: rules.Left) -> bool:
    return rules.is_final(left) or rules.is_soon(left)


@given(boards, stages)
def test_whoever_is_out_makes_way_where_he_may_arrive_at_another_end(
    board: Board, shown: OnAir | None
) -> None:
    arrives = any(
        each.rank is not None
        and not is_decided(each)
        and not is_out(each)
        and rules.is_in_sight(each.state)
        and may_arrive(rules.seconds_left(each, NOW))
        for each in board.streams
    )
    known = {each.channel: each for each in board.streams}
    watching = [name for name in stage_of(direct(board, shown, NOW)) if is_out(known[name])]
    assert not (arrives and watching)


@given(boards, stages)
def test_nobody_who_goes_on_is_left_for_an_end_that_is_a_guess(
    board: Board, shown: OnAir | None
) -> None:
    before = stage_of(shown or on_air(""))
    known = {
        each.channel: rules.seconds_left(each, NOW)
        for each in board.streams
        if each.rank is not None and not is_decided(each)
    }
    after = stage_of(direct(board, shown, NOW))
    if before & known.keys() and not before & after:
        assert all(may_arrive(known[name]) for name in after)


def test_he_arrives_where_there_is_time_to_see_who_plays_and_not_at_the_fewest() -> None:
    board = board_of(
        row("won", 1, 5), row("late", 2, 8), row("good", 9, FINAL), row("far", 40, FAR)
    )
    chosen = direct(board, None, NOW)
    assert (chosen.channel, chosen.reason, chosen.since) == ("good", "first", NOW)


def test_of_as_many_seconds_he_takes_the_fewest_alive() -> None:
    board = board_of(row("a", 12, FINAL), row("b", 6, FINAL + 5))
    assert direct(board, None, NOW).channel == "b" or "b" in direct(board, None, NOW).beside


def test_far_from_any_finish_he_waits_where_the_next_one_comes() -> None:
    board = board_of(row("a", 30, FAR), row("b", 50, FAR - 200))
    chosen = direct(board, None, NOW)
    assert chosen.channel == "b"
    later = board_of(row("a", 20, FAR - 330), row("b", 50, FAR - 200))
    assert direct(later, chosen, NOW + 9).channel == "b", "neither is near"


def test_a_finish_that_comes_up_is_switched_to_after_the_dwell() -> None:
    board = board_of(row("a", 30, FAR), row("b", 8, FINAL))
    assert direct(board, on_air("a", ago=5), NOW).channel == "a"
    chosen = direct(board, on_air("a", ago=25), NOW)
    assert (chosen.channel, chosen.reason, chosen.previous) == ("b", "closer", "a")
    assert chosen.beside == ()


def test_finishes_that_overlap_share_the_stage_and_the_closest_is_heard() -> None:
    board = board_of(row("a", 8, FINAL), row("b", 4, CLOSE), row("c", 40, FAR))
    chosen = direct(board, on_air("a"), NOW)
    assert (chosen.channel, chosen.beside) == ("b", ("a",))
    ended = board_of(row("a", 3, FINAL / 2), row("b", 1, 0), row("c", 40, FAR))
    after = direct(ended, chosen, NOW + 40)
    assert (after.channel, after.beside, after.reason) == ("a", (), "ended")


def test_the_sound_does_not_go_to_and_fro() -> None:
    board = board_of(row("a", 5, 45), row("b", 5, 40))
    assert direct(board, on_air("a", "b"), NOW).channel == "a"
    closer = board_of(row("a", 5, 60), row("b", 3, 25))
    assert direct(closer, on_air("a", "b", ago=4), NOW).channel == "a"
    assert direct(closer, on_air("a", "b", ago=12), NOW).channel == "b"


def test_a_fifth_finish_has_to_wait() -> None:
    board = board_of(*(row(name, 8, FINAL + place) for place, name in enumerate("abcde")))
    chosen = direct(board, on_air("e"), NOW)
    assert len(stage_of(chosen)) == rules.MAX_SCREENS
    assert "e" in stage_of(chosen)
    assert chosen.coming


@pytest.mark.parametrize("result", ["eliminated", ""])
def test_a_streamer_who_only_watches_is_left_for_one_who_plays(result: Result) -> None:
    board = board_of(row("a", 8, FINAL, result=result), row("b", 9, FINAL + 10))
    chosen = direct(board, on_air("a", ago=2), NOW)
    assert stage_of(chosen) == ({"b"} if result else {"a", "b"})


def test_whoever_came_second_watches_a_match_that_is_over() -> None:
    board = board_of(
        row("a", 3, FINAL, result="eliminated", place=2),
        row("b", 50, FAR, result="eliminated", place=17),
    )
    assert direct(board, on_air("a", ago=60), NOW).channel == "b"


def test_a_streamer_who_only_watches_is_kept_while_nothing_else_is_near() -> None:
    board = board_of(row("a", 8, FINAL, result="eliminated"), row("b", 50, FAR))
    shown = on_air("a", ago=60)
    assert direct(board, shown, NOW).channel == "a"


def test_what_comes_next_is_announced_with_its_time_and_stays_announced() -> None:
    board = board_of(row("a", 40, FAR), row("b", 16, 200), row("c", 17, 220))
    chosen = direct(board, on_air("a"), NOW)
    assert (chosen.channel, chosen.coming, chosen.coming_at) == ("a", "b", NOW + 200)
    later = board_of(row("a", 40, FAR), row("b", 16, 205), row("c", 16, 190))
    assert direct(later, chosen, NOW) is chosen, "a few seconds change nothing"


def test_an_end_of_which_nothing_is_known_is_not_announced_with_a_time() -> None:
    chosen = direct(board_of(row("a", 60), row("b", 20)), on_air("a"), NOW)
    assert (chosen.channel, chosen.coming, chosen.coming_at) == ("a", "b", 0.0)


@given(some.dictionaries(some.sampled_from("abcdef"), some.integers(2, 100), min_size=1))
def test_without_forecasts_a_few_alive_are_a_finish(alive: dict[str, int]) -> None:
    board = board_of(*(row(name, number) for name, number in alive.items()))
    chosen = direct(board, None, NOW)
    good = {name for name, number in alive.items() if 4 <= number <= 9}
    assert not good or stage_of(chosen) & good
    if not good and min(alive.values()) > 20:
        assert alive[chosen.channel] == min(alive.values())


def test_he_does_not_arrive_where_the_counter_has_disappeared() -> None:
    gone = row("a", 4, FINAL, state="no-counter")
    assert stage_of(direct(board_of(gone, row("b", 8, FINAL)), None, NOW)) == {"b"}
    assert direct(board_of(gone, row("b", 50, FAR)), None, NOW).channel == "b"
    assert direct(board_of(gone, row("b", 50, FAR)), on_air("a"), NOW).channel == "a"


def test_an_ended_match_is_left_at_once() -> None:
    ended = row("shown", 2, phase="over")
    chosen = direct(board_of(ended, row("next", 60)), on_air("shown", ago=1), NOW)
    assert (chosen.channel, chosen.reason) == ("next", "ended")


def test_a_stream_gone_is_left_at_once() -> None:
    assert direct(board_of(row("next", 60)), on_air("shown", ago=1), NOW).reason == "gone"
    frozen = row("shown", 3, phase="unknown", state="frozen")
    assert direct(board_of(frozen, row("next", 60)), on_air("shown"), NOW).reason == "gone"


def test_with_nothing_in_play_nothing_is_on_air_and_it_is_said_once() -> None:
    nothing = direct(board_of(), on_air("shown"), NOW)
    assert (nothing.channel, nothing.reason, nothing.previous) == ("", "none", "shown")
    assert direct(board_of(), nothing, NOW + 5) is nothing


def test_who_is_on_air_depends_on_nothing_but_the_question() -> None:
    """No clock, no chance, nothing read: only the standard library's data classes, and the rules."""
    source = Path(scoreboard.director.__file__).read_text()
    imported = {
        name.name if isinstance(node, ast.Import) else node.module
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in node.names
    }
    assert imported <= {
        "__future__", "collections.abc", "dataclasses", "scoreboard", "scoreboard.models",
        "scoreboard.rules",
    }  # fmt: skip
