"""Is a stream whose picture moves, and whose counters nobody reads, told from all others?"""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from scoreboard.models import LookState, Reading, Standing, Stream
from scoreboard.ranking import rank
from scoreboard.rules import UNREAD_SECONDS, is_moving, is_unread
from workers.track.track import Memory, track, track_failure

START, EVERY, LATE = 1_000_000.0, 30.0, 3.0
NOTHING = Reading(None, None, "unknown", 0.0, "no counter found")
UNCLEAR = Reading(None, None, "playing", 0.0, "the digits are unclear (0.51)")
COUNT = Reading(60, 0, "playing", 0.99)
KILLS = Reading(None, 3, "unknown", 0.0, "no digits are shown", kills_confidence=0.99)
LOBBY = Reading(None, None, "waiting", 0.99)
END = Reading(None, None, "over", 1.0, "the match has ended")
LONG = int(UNREAD_SECONDS / EVERY) + 1
"""So many looks span the time."""
Look = Reading | LookState


def after(*looks: Look) -> tuple[Standing, float]:
    """What is believed after these looks, one in 30 seconds, and when the last of them was."""
    standing, memory, now = Standing("c", "pubg"), Memory(), START
    for number, look in enumerate(looks):
        now = START + EVERY * number
        if isinstance(look, Reading):
            reading = replace(look, captured_at=now - LATE)
            standing, memory = track(standing, memory, reading, now)
        else:
            standing, memory = track_failure(standing, memory, look, "why.", now)
    return standing, now


def unread(*looks: Look) -> bool:
    return is_unread(*after(*looks))


@pytest.mark.parametrize("look", [NOTHING, UNCLEAR])
def test_five_minutes_without_a_counter_are_enough_and_less_is_not(look: Reading) -> None:
    assert not unread(*[look] * (LONG - 1))
    assert unread(*[look] * LONG)
    assert is_moving(*after(look))
    assert after(*[look] * LONG)[0].unread_since == START


@pytest.mark.parametrize("read", [COUNT, KILLS, LOBBY, END])
def test_whatever_is_read_begins_anew(read: Reading) -> None:
    assert after(*[NOTHING] * LONG, read)[0].unread_since == 0
    assert not unread(*[NOTHING] * LONG, read)
    assert not unread(*[NOTHING] * LONG, read, *[NOTHING] * (LONG - 1))
    assert unread(read, *[NOTHING] * LONG)


@pytest.mark.parametrize("state", ["frozen", "offline", "no-video", "refused", "unreadable"])
def test_what_does_not_move_is_not_unread(state: LookState) -> None:
    assert not unread(*[NOTHING] * LONG, state)
    assert not unread(*[NOTHING] * LONG, state, *[NOTHING] * (LONG - 1))
    assert not unread(*[NOTHING, state] * LONG)
    assert not is_moving(*after(*[NOTHING] * LONG, state))


@pytest.mark.parametrize("state", ["timeout", "error", "ad"])
def test_an_interruption_says_nothing_about_the_picture(state: LookState) -> None:
    assert not unread(*[NOTHING] * LONG, state)
    assert unread(*[NOTHING] * (LONG - 2), state, NOTHING)
    assert not unread(*[state] * LONG, NOTHING)


def test_a_picture_that_was_looked_at_before_says_nothing() -> None:
    standing, memory = track(Standing("c", "pubg"), Memory(), replace(COUNT, captured_at=1.0), 2.0)
    again, _ = track(standing, memory, replace(NOTHING, captured_at=1.0), 2.0 + UNREAD_SECONDS)
    assert again.unread_since == 0


def test_a_stream_that_nobody_looks_at_any_more_is_not_unread() -> None:
    standing, now = after(*[NOTHING] * LONG)
    assert is_unread(standing, now + UNREAD_SECONDS)
    assert not is_unread(standing, now + UNREAD_SECONDS + 1)
    assert not is_moving(standing, now + UNREAD_SECONDS + 1)


def test_a_clock_that_is_set_back_begins_anew() -> None:
    standing = Standing("c", "pubg", unread_since=START + 3600)
    standing, _ = track(standing, Memory(), replace(NOTHING, captured_at=START), START)
    assert standing.unread_since == START


def test_a_board_counts_them_among_those_that_move() -> None:
    unread, now = after(*[NOTHING] * LONG)
    read, _ = after(*[COUNT] * LONG)
    still, _ = after(*[NOTHING] * (LONG - 1), "frozen")
    standings = {"unread": unread, "read": read, "still": still}
    streams = [Stream(name, "pubg", name, "") for name in (*standings, "new")]
    board = rank("pubg", {}, streams, standings, now)
    assert (board.moving, board.unread, len(board.streams)) == (2, 1, 4)


def test_a_row_of_an_older_worker_is_read() -> None:
    row = json.loads(Standing("c", "pubg", "playing", 5).to_json())
    del row["unread_since"]
    assert Standing.from_dict(row) == Standing("c", "pubg", "playing", 5)
