"""Is what is worth remembering between two boards found?"""

from dataclasses import replace

import pytest

from scoreboard.highlights import alive_changes, closed, finishes, mode_of, switch
from scoreboard.models import Board, OnAir, RankedStream

ROW = RankedStream(
    1, "one", "One", "", "web", "", None, "", "", "pubg", "playing", 9, 2, 0.9, 100.0, "ok", ""
)


def board(*rows):
    return Board("all", 100.0, rows)


def test_a_match_that_ended_is_a_finish_once():
    over = replace(ROW, rank=None, phase="over", alive=1, result="won")
    assert [(each.channel, each.reason) for each in finishes(board(ROW), board(over))] == [
        ("one", "won")
    ]
    assert finishes(board(over), board(over)) == []
    watched_on = replace(ROW, began_at=10.0, ended_at=90.0)
    assert finishes(board(watched_on), board(replace(over, began_at=10.0, ended_at=90.0))) == []


@pytest.mark.parametrize("result", ["", "placed", "eliminated"])
def test_a_counter_that_stood_at_one_is_no_win_by_itself(result):
    over = replace(ROW, rank=None, phase="over", alive=1, result=result)
    assert finishes(board(ROW), board(over))[0].reason == "ended"


MATCH = replace(ROW, began_at=10.0)


@pytest.mark.parametrize(
    ("after", "result", "ended_at"),
    [
        (replace(MATCH, phase="over", ended_at=99.0, result="won", rank=None), "won", 100.0),
        (replace(MATCH, phase="over", ended_at=99.0, rank=None), "", 100.0),
        (replace(MATCH, phase="unknown", ended_at=60.0, result="lost", rank=None), "lost", 60.0),
        (replace(MATCH, began_at=95.0, alive=88), "left", 100.0),
        (replace(MATCH, began_at=0.0, alive=None, phase="waiting", rank=None), "left", 100.0),
        (None, "left", 100.0),
    ],
)
def test_every_match_is_over_once(after, result, ended_at):
    then = board(after) if after else board()
    assert [(each.alive, each.result, each.ended_at) for each in closed(board(MATCH), then)] == [
        (9, result, ended_at)
    ]
    assert closed(then, then) == []


def test_a_death_is_told_when_the_streamer_stops_watching():
    dead = replace(MATCH, result="eliminated", place=40, alive=40)
    assert closed(board(MATCH), board(dead)) == []
    assert closed(board(dead), board(replace(dead, alive=20))) == []
    (over,) = closed(board(dead), board(replace(ROW, began_at=200.0)))
    assert (over.result, over.place) == ("placed", 40)


def test_what_an_older_process_tracks_ends_too():
    old = replace(ROW, rank=None, phase="over")
    assert [each.ended_at for each in closed(board(ROW), board(old))] == [100.0]
    assert closed(board(ROW), board()) == []


def test_the_mode_is_told_by_a_squad_that_wins_or_by_a_place_that_no_squad_has():
    assert mode_of(replace(ROW, result="won", alive=3), 100) == "teams"
    assert mode_of(replace(ROW, result="won", alive=1), 100) == ""
    assert mode_of(replace(ROW, result="placed", place=60, alive=60), 100) == "solo"
    assert mode_of(replace(ROW, result="placed", place=20, alive=60), 100) == ""
    assert mode_of(replace(ROW, mode="teams", result="placed", place=60), 100) == "teams"


def test_a_switch_to_nothing_is_no_moment():
    assert switch(board(ROW), OnAir("all", "one", 1.0, "closer"))[0].alive == 9
    assert switch(board(ROW), OnAir("all", "", 1.0, "none")) == []


def test_only_new_numbers_are_remembered_and_a_rise_starts_a_new_match():
    def changes(before, after):
        return [(each.alive, each.is_new_match) for each in alive_changes(before, after)]

    assert changes(None, board(ROW)) == [(9, True)]
    assert changes(board(ROW), board(ROW)) == []
    assert changes(board(ROW), board(replace(ROW, alive=7))) == [(7, False)]
    assert changes(board(ROW), board(replace(ROW, alive=90))) == [(90, True)]
    assert changes(board(replace(ROW, rank=None)), board(ROW)) == [(9, True)]
    assert changes(board(ROW), board(replace(ROW, rank=None))) == []


def test_a_match_keeps_its_curve_through_an_ad_break():
    gone = board(replace(MATCH, rank=None, phase="unknown"))
    (change,) = alive_changes(gone, board(replace(MATCH, alive=7)))
    assert not change.is_new_match
    (change,) = alive_changes(gone, board(replace(MATCH, alive=7, began_at=90.0)))
    assert change.is_new_match
