"""What is believed, look by look?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as some

from scoreboard.games import known_games
from scoreboard.models import Game, LookState, Phase, Reading, Result, Standing
from scoreboard.rules import holds_until, may_show_end, phase_now
from workers.track.match import won_by_count
from workers.track.track import Memory, is_doubted, track, track_doubt, track_failure

START = 1_000_000.0
SURE, UNSURE = 0.99, 0.6


def count(
    alive: int,
    at: float,
    kills: int | None = 0,
    confidence: float = SURE,
    kills_confidence: float = SURE,
) -> Reading:
    return Reading(alive, kills, "playing", confidence, "", START + at, kills_confidence)


def no_number(phase: Phase, at: float, confidence: float = SURE) -> Reading:
    return Reading(None, None, phase, confidence, "no counter", START + at)


def after(
    readings: Iterable[Reading], standing: Standing | None = None, memory: Memory | None = None
) -> tuple[Standing, Memory]:
    """What is believed after the readings, each looked at three seconds after it was broadcast."""
    standing, memory = standing or Standing("c", "pubg"), memory or Memory()
    for reading in readings:
        standing, memory = track(standing, memory, reading, reading.captured_at + 3)
    return standing, memory


def believed(*readings: Reading) -> Standing:
    return after(readings)[0]


def test_a_first_number_is_seen_twice_before_it_is_believed() -> None:
    once, memory = after([count(80, 0)])
    assert (once.phase, once.alive, memory.wants_quick_look) == ("unknown", None, True)
    twice = believed(count(80, 0), count(79, 2))
    assert (twice.phase, twice.alive, twice.captured_at, twice.state) == (
        "playing",
        79,
        START + 2,
        "ok",
    )


@pytest.mark.parametrize(("second", "alive"), [(91, 91), (90, 90), (89, None), (80, None)])
def test_a_first_number_may_fall_while_it_is_confirmed_as_where_a_lobby_lands(
    second: int, alive: int | None
) -> None:
    assert believed(count(99, 0), count(second, 2)).alive == alive


def test_a_small_first_number_falls_by_little_while_it_is_confirmed() -> None:
    assert believed(count(40, 0), count(35, 2)).alive == 35
    assert believed(count(40, 0), count(34, 2)).alive is None


def test_a_plausible_fall_is_followed_at_once() -> None:
    assert believed(count(80, 0), count(80, 2), count(70, 12)).alive == 70


def test_a_fall_that_the_reader_is_not_sure_of_is_seen_twice() -> None:
    unsure = [count(80, 0), count(80, 2), count(76, 12, confidence=UNSURE)]
    assert believed(*unsure).alive == 80
    assert believed(*unsure, count(75, 14, confidence=UNSURE)).alive == 75


def test_a_number_in_doubt_leaves_the_broadcast_time_of_the_last_that_agreed() -> None:
    standing, memory = after([count(80, 0), count(80, 2), count(8, 12)])
    assert (standing.alive, standing.captured_at, memory.wants_quick_look) == (80, START + 2, True)


def test_a_dropped_digit_twice_is_not_yet_believed() -> None:
    start = [count(80, 0), count(80, 2)]
    assert believed(*start, count(8, 12), count(8, 14)).alive == 80
    assert believed(*start, count(8, 12), count(8, 14), count(8, 16)).alive == 8


def test_the_same_picture_confirms_nothing() -> None:
    assert believed(count(80, 0), count(80, 0), count(80, 0)).alive is None


def test_a_match_that_shows_nothing_new_is_looked_at_again_twice_at_once() -> None:
    standing, memory = after([count(80, 0), count(80, 2)])
    quick = []
    for now in (12, 14, 16, 26):
        standing, memory = track(standing, memory, count(80, 2), START + now)
        quick.append(memory.wants_quick_look)
    assert quick == [True, True, False, False]
    assert standing.captured_at == START + 2
    assert not after([count(79, 28)], standing, memory)[1].wants_quick_look


def test_a_lobby_that_shows_nothing_new_has_time() -> None:
    lobby = no_number("waiting", 0)
    assert not after([lobby, lobby])[1].wants_quick_look


def test_a_small_rise_is_a_misread() -> None:
    start = [count(50, 0), count(50, 2)]
    assert believed(*start, count(53, 12), count(53, 14)).alive == 50
    assert believed(*start, count(53, 12), count(53, 14), count(53, 16)).alive == 53


def test_a_large_rise_seen_twice_is_another_match() -> None:
    match = [count(20, 0, kills=5), count(20, 2, kills=5)]
    assert believed(*match, count(95, 12)).alive == 20
    another = believed(*match, count(95, 12), count(94, 14))
    assert (another.alive, another.kills, another.phase_since) == (94, 0, START + 14)


def test_a_lobby_has_no_number() -> None:
    lobby = believed(count(3, 0, kills=5), count(2, 2, kills=5), no_number("waiting", 12))
    assert (lobby.phase, lobby.alive, lobby.kills, lobby.captured_at) == (
        "waiting",
        None,
        None,
        START + 12,
    )


def test_a_lobby_that_the_reader_is_not_sure_of_is_seen_twice() -> None:
    match = [count(30, 0), count(30, 2), no_number("waiting", 12, UNSURE)]
    assert believed(*match).phase == "playing"
    assert believed(*match, no_number("waiting", 14, UNSURE)).phase == "waiting"


def test_a_lobby_that_is_unlikely_is_never_believed_nor_is_its_number() -> None:
    match = [count(53, 0), count(50, 2)]
    doubtful = [replace(count(50, 12 + 2 * n), phase="waiting", confidence=0.2) for n in range(3)]
    still = believed(*match, *doubtful)
    assert (still.phase, still.alive, still.captured_at) == ("playing", 50, START + 2)
    assert believed(*match, *doubtful, count(46, 22)).alive == 46
    assert believed(*doubtful).phase == "unknown"


def test_a_counter_that_goes_near_the_end_means_the_end() -> None:
    match = [count(9, 0), count(6, 2)]
    assert believed(*match, no_number("unknown", 6)).phase == "playing"
    ended = believed(*match, no_number("unknown", 6), no_number("unknown", 8))
    assert (ended.phase, ended.alive, ended.captured_at) == ("over", 6, START + 2)


def test_a_counter_that_goes_in_mid_match_keeps_the_last_number_for_a_while() -> None:
    match = [count(60, 0), count(60, 2)]
    menu = [no_number("unknown", 2 + 10 * n) for n in range(1, 3)]
    kept = believed(*match, *menu)
    assert (kept.phase, kept.alive, kept.state, kept.captured_at) == (
        "playing",
        60,
        "no-counter",
        START + 2,
    )
    assert believed(*match, *menu, no_number("unknown", 33)).phase == "unknown"
    assert believed(*match, *menu, count(51, 33)).alive == 51


@pytest.mark.parametrize(("seconds", "phase"), [(24, "playing"), (25, "unknown")])
def test_a_number_whose_counter_has_gone_stands_for_a_while_whenever_the_next_look_is(
    seconds: float, phase: Phase
) -> None:
    match = [count(60, 0), count(60, 2)]
    menu = believed(*match, no_number("unknown", 12), no_number("unknown", 14))
    assert phase_now(menu, START + 2 + seconds) == phase
    assert holds_until(menu, START + 15) == START + 26
    seen = replace(menu, state="ok")
    assert phase_now(seen, START + 2 + seconds) == "playing"


def test_kills_rise_within_a_match_and_never_by_leaps() -> None:
    match = [count(60, 0, kills=2), count(60, 2, kills=2)]
    assert believed(*match, count(58, 12, kills=3)).kills == 3
    assert believed(*match, count(58, 12, kills=23)).kills == 2
    assert believed(*match, count(58, 12, kills=1), count(58, 14, kills=1)).kills == 2
    assert believed(*match, *(count(58, 12 + 2 * n, kills=9) for n in range(3))).kills == 9
    assert believed(*match, count(58, 12, kills=None)).kills == 2


def test_after_a_gap_the_kills_of_before_are_unknown_until_they_are_read() -> None:
    before = [count(80, 0, kills=2), count(79, 2, kills=2)]
    assert believed(*before, count(60, 47, kills=9)).kills == 9
    unsure = believed(*before, count(60, 47, kills=9, kills_confidence=UNSURE))
    assert (unsure.alive, unsure.kills) == (60, None)
    assert believed(*before, count(60, 47, kills=None)).kills is None
    assert believed(*before, count(70, 12, kills=None)).kills == 2


def test_kills_are_believed_by_their_own_confidence() -> None:
    match = [count(60, 0, kills=2), count(60, 2, kills=2)]
    assert believed(*match, count(60, 12, kills=4, confidence=UNSURE)).kills == 4
    standing, memory = after([*match, count(58, 12, kills=4, kills_confidence=UNSURE)])
    assert (standing.alive, standing.kills, memory.wants_quick_look) == (58, 2, True)


def test_one_kill_more_is_believed_at_its_first_word() -> None:
    match = [count(60, 0, kills=2), count(60, 2, kills=2)]
    assert believed(*match, count(60, 12, kills=3, kills_confidence=UNSURE)).kills == 3


def test_a_look_that_leaves_the_players_in_doubt_counts_for_the_kills() -> None:
    match = [count(60, 0, kills=2), count(60, 2, kills=2)]
    unsure = [
        count(57, 12 + 2 * look, kills=4, confidence=UNSURE, kills_confidence=UNSURE)
        for look in range(2)
    ]
    doubted, confirmed = believed(*match, unsure[0]), believed(*match, *unsure)
    assert (doubted.alive, doubted.kills) == (60, 2)
    assert (confirmed.alive, confirmed.kills) == (57, 4)


def test_kills_may_rise_while_they_are_confirmed() -> None:
    match = [count(60, 0, kills=2), count(60, 2, kills=2)]
    first = count(58, 12, kills=4, kills_confidence=UNSURE)
    assert believed(*match, first, count(58, 14, kills=5, kills_confidence=UNSURE)).kills == 5
    assert believed(*match, first, count(58, 14, kills=9, kills_confidence=UNSURE)).kills == 2


def test_a_dead_stream_keeps_its_numbers_and_loses_its_phase() -> None:
    standing, memory = after([count(12, 0), count(12, 2)])
    gone, memory = track_failure(standing, memory, "offline", "The stream is offline.", START + 12)
    assert (gone.phase, gone.alive, gone.captured_at, gone.state) == (
        "unknown",
        12,
        START + 2,
        "offline",
    )
    back, _ = after([count(11, 20)], gone, memory)
    assert (back.phase, back.alive, back.state, back.failures) == ("playing", 11, "ok", 0)


def test_a_fault_of_ours_says_nothing_about_the_match() -> None:
    failed, _ = track_failure(
        *after([count(12, 0), count(12, 2)]), "timeout", "No answer.", START + 12
    )
    assert (failed.phase, failed.failures) == ("playing", 1)


def test_a_clock_that_was_set_back_does_not_blind_us() -> None:
    standing, _ = after([count(80, 0), count(80, 2), count(79, -600), count(79, -598)])
    assert standing.captured_at == START - 598


def test_no_picture_comes_from_the_future() -> None:
    standing = Standing("c", "pubg")
    standing, memory = track(standing, Memory(), count(80, 500), START)
    standing, memory = track(standing, memory, count(80, 500), START + 2)
    assert standing.captured_at == START + 2


def test_the_memory_travels_as_json() -> None:
    _, memory = after([count(80, 0, kills=2), count(80, 2, kills=2), count(30, 4, kills=20)])
    assert memory.alive.looks == 1
    assert Memory.from_json(memory.to_json()) == memory
    assert Memory.from_json("{}") == Memory()


falls = some.lists(some.tuples(some.integers(0, 4), some.floats(2, 10)), min_size=3, max_size=40)
readings = some.lists(
    some.builds(
        Reading,
        alive=some.none() | some.integers(0, 110),
        kills=some.none() | some.integers(0, 40),
        phase=some.sampled_from(["waiting", "playing", "over", "unknown"]),
        confidence=some.floats(0, 1),
        captured_at=some.floats(START, START + 300),
        faint=some.none() | some.integers(1, 110),
    ),
    max_size=40,
)


def match_of(falls: list[tuple[int, float]]) -> list[Reading]:
    alive, at, told = 100, 0.0, []
    for fall, seconds in falls:
        alive, at = max(1, alive - fall), at + seconds
        told.append(count(alive, at))
    return told


@given(falls)
def test_a_match_read_rightly_is_followed_without_a_gap(falls: list[tuple[int, float]]) -> None:
    told = match_of(falls)
    for number in range(2, len(told) + 1):
        standing = believed(*told[:number])
        assert (standing.alive, standing.captured_at) == (
            told[number - 1].alive,
            told[number - 1].captured_at,
        )


@given(falls, some.integers(1, 100), some.data())
def test_one_misread_lasts_no_longer_than_one_look(
    falls: list[tuple[int, float]], wrong: int, data: some.DataObject
) -> None:
    """Unless it is a plausible fall itself: then the truth comes back as soon as it has fallen as far."""
    told = match_of(falls)
    place = data.draw(some.integers(2, len(told) - 1))
    before = told[place - 1].alive or 0
    if 0 < before - wrong <= max(5, 1.5 * 10):
        return
    misread = count(wrong, told[place].captured_at - START)
    standing = believed(*told[:place], misread)
    assert standing.alive in (before, told[place].alive)
    later = believed(*told[:place], misread, *told[place + 1 :][:1])
    assert later.alive in (before, *(one.alive for one in told[place:]))


@given(readings)
def test_whatever_is_read_the_numbers_make_sense(seen: list[Reading]) -> None:
    standing, memory = Standing("c", "pubg"), Memory()
    for reading in seen:
        before = standing
        standing, memory = track(standing, memory, reading, START + 300)
        assert standing.phase != "playing" or standing.alive is not None
        assert standing.phase != "waiting" or standing.alive is None
        assert standing.captured_at in (before.captured_at, reading.captured_at)
        if (
            standing.captured_at == reading.captured_at != before.captured_at
            and standing.phase == "playing"
        ):
            assert standing.alive == (reading.faint if reading.alive is None else reading.alive)
        if (
            standing.phase == before.phase == "playing"
            and standing.phase_since == before.phase_since
        ):
            assert before.alive is not None
            assert standing.alive is not None
            assert standing.alive <= before.alive + 4


@given(readings)
def test_what_is_remembered_is_enough(seen: list[Reading]) -> None:
    """It makes no difference when the memory was stored in between."""
    straight = after(seen)
    standing, memory = Standing("c", "pubg"), Memory()
    for reading in seen:
        standing, memory = after(
            [reading], Standing.from_json(standing.to_json()), Memory.from_json(memory.to_json())
        )
    assert (standing, memory) == straight


# How a match ends for the streamer


def banner(result: Result, at: float, place: int | None = None) -> Reading:
    return Reading(
        None, None, "over", 1.0, "", START + at, 0.0, result, place, 1.0 if result else 0
    )


FINAL = [count(9, 0), count(6, 2)]
MIDDLE = [count(60, 0), count(60, 2)]


def test_the_words_of_a_banner_tell_how_a_match_ended() -> None:
    won = believed(*FINAL, banner("won", 6, 1))
    assert (won.phase, won.result, won.place, won.ended_at) == ("over", "won", 1, START + 6)
    placed = believed(*FINAL, banner("placed", 6, 6))
    assert (placed.phase, placed.result, placed.place) == ("over", "placed", 6)
    silent = believed(*FINAL, no_number("unknown", 6), no_number("unknown", 8))
    assert (silent.phase, silent.result, silent.ended_at) == ("over", "", START + 8)


def test_who_dies_early_is_out_and_the_match_goes_on() -> None:
    dead, memory = after([*MIDDLE, banner("placed", 12, 58)])
    assert (dead.phase, dead.alive, dead.result, dead.place) == ("playing", 60, "placed", 58)
    watches = after([count(52, 22), count(51, 32)], dead, memory)[0]
    assert (watches.phase, watches.alive, watches.result) == ("playing", 51, "placed")
    assert (watches.began_at, watches.ended_at) == (dead.began_at, 0.0)


def test_nobody_wins_among_sixty_and_no_place_is_worse_than_the_number_alive() -> None:
    assert believed(*MIDDLE, banner("won", 12, 1)).result == ""
    assert believed(*MIDDLE, banner("placed", 12, 95)).result == ""


def test_a_squad_may_win_without_the_one_who_died_and_nobody_wins_who_was_placed() -> None:
    late = [count(9, 22), count(3, 32), banner("won", 36, 1)]
    fallen = [count(12, 0), count(12, 2)]
    assert believed(*fallen, banner("eliminated", 12), *late).result == "won"
    assert believed(*fallen, banner("placed", 12, 11), *late).result == "placed"


def test_a_dead_streamer_who_watches_to_the_end_is_over_once() -> None:
    died = believed(*FINAL, banner("placed", 6, 6))
    again = believed(*FINAL, banner("placed", 6, 6), count(5, 12), count(5, 14))
    assert (again.phase, again.ended_at, again.result) == ("playing", died.ended_at, "placed")


def test_after_a_lost_counter_the_words_are_looked_for_at_once() -> None:
    standing, memory = after([*MIDDLE, no_number("unknown", 12)])
    assert memory.wants_quick_look
    assert may_show_end(standing)
    standing, memory = after([no_number("unknown", 14), no_number("unknown", 24)], standing, memory)
    assert not may_show_end(standing)
    assert not memory.wants_quick_look


def test_a_match_without_a_number_for_long_is_given_up() -> None:
    gone = [no_number("unknown", 12 + 30 * number) for number in range(5)]
    lost = believed(*MIDDLE, *gone)
    assert (lost.result, lost.ended_at) == ("lost", START + 2)
    back = believed(*MIDDLE, *gone, count(40, 200), count(40, 202))
    assert (back.result, back.began_at, back.ended_at) == ("", START + 202, 0.0)
    standing, memory = after(MIDDLE)
    for at in (12, 60, 140):
        standing, memory = track_failure(standing, memory, "offline", "why.", START + at)
    assert (standing.result, standing.ended_at) == ("left", START + 2)


def test_a_match_has_one_beginning_until_the_next_one_or_a_lobby() -> None:
    ad = [count(50, 12), count(48, 60), count(48, 62)]
    assert believed(*MIDDLE, *ad).began_at == START + 2
    assert believed(*MIDDLE, count(99, 12), count(99, 14)).began_at == START + 14
    lobby = believed(*MIDDLE, banner("placed", 12, 58), no_number("waiting", 22))
    assert (lobby.began_at, lobby.result, lobby.marks) == (0.0, "", ())


def test_marks_tell_how_the_number_fell() -> None:
    fell = [count(80, 0), count(80, 2), count(78, 12), count(66, 22), count(60, 32), count(50, 42)]
    standing = believed(*fell)
    assert standing.marks == ((0, 80), (20, 66), (30, 60), (40, 50)), (
        "78 is no fall by a factor of 1.05"
    )
    assert (standing.alive_since, believed(*fell, count(50, 52)).alive_since) == (START + 42,) * 2


def test_a_squad_is_believed_when_it_was_seen_twice() -> None:
    seen = [replace(each, mode="teams") for each in MIDDLE]
    assert believed(MIDDLE[0], seen[1]).mode == ""
    assert believed(*seen, replace(count(60, 12), mode="teams")).mode == "teams"
    assert (
        believed(*seen, replace(count(60, 12), mode="teams"), count(99, 22), count(99, 24)).mode
        == ""
    )


def test_where_no_banner_is_read_the_last_one_alive_has_won() -> None:
    over = believed(count(3, 0), count(1, 2), no_number("unknown", 6), no_number("unknown", 8))
    without = Game("custom", "Custom")
    assert (over.phase, over.result) == ("over", "")
    assert won_by_count(over, without).result == "won"
    assert won_by_count(replace(over, alive=2), without).result == ""
    assert won_by_count(over, known_games()["pubg"]).result == ""


# A look that fails


def fails(
    standing: Standing, memory: Memory, state: LookState, now: float
) -> tuple[Standing, Memory]:
    if is_doubted(standing, memory, state, now):
        return track_doubt(standing, memory, now)
    return track_failure(standing, memory, state, "why.", now)


def failed(*states: LookState, standing: Standing | None = None) -> tuple[Standing, Memory]:
    """What is believed of a stream in play (or of ``standing``) after looks that ended so, two seconds apart."""
    standing, memory = (standing, Memory()) if standing else after([count(8, 0), count(8, 2)])
    for number, state in enumerate(states):
        standing, memory = fails(standing, memory, state, START + 4 + 2 * number)
    return standing, memory


DOUBTED: list[LookState] = ["offline", "no-video", "unreadable", "error"]


@pytest.mark.parametrize("state", DOUBTED)
def test_one_failure_of_a_stream_in_play_waits_for_a_second(state: LookState) -> None:
    standing, memory = failed(state)
    assert (standing.phase, standing.alive, standing.state, standing.failures) == (
        "playing",
        8,
        "ok",
        0,
    )
    assert memory.wants_quick_look
    standing, memory = failed(state, state)
    assert (standing.state, standing.failures, standing.reason) == (state, 1, "why.")
    assert not memory.wants_quick_look


def test_two_failures_of_different_kinds_agree() -> None:
    assert failed("error", "offline")[0].state == "offline"
    assert failed("error", "offline")[0].phase == "unknown"


@pytest.mark.parametrize("state", ["ad", "frozen", "refused", "timeout"])
def test_other_failures_are_believed_at_once(state: LookState) -> None:
    standing, memory = failed(state)
    assert (standing.state, memory.wants_quick_look) == (state, False)


@pytest.mark.parametrize("phase", ["waiting", "over", "unknown"])
def test_a_stream_out_of_play_is_offline_at_once(phase: Phase) -> None:
    assert failed("offline", standing=Standing("c", "pubg", phase, 8))[0].state == "offline"


def test_a_picture_ends_the_doubt() -> None:
    standing, memory = failed("offline")
    standing, memory = track(standing, memory, count(7, 6), START + 9)
    assert (standing.alive, memory.wants_quick_look) == (7, False)
    standing, memory = fails(standing, memory, "offline", START + 12)
    assert (standing.state, standing.phase) == ("ok", "playing")


def test_the_same_picture_again_ends_the_doubt_too() -> None:
    standing, memory = failed("offline")
    standing, memory = track(standing, memory, count(8, 2), START + 6)
    assert fails(standing, memory, "offline", START + 9)[0].state == "ok"
