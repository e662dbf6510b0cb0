"""Is what is worth remembering between two boards found?"""

from dataclasses import replace

from scoreboard.highlights import alive_changes, finishes, switch
from scoreboard.models import Board, OnAir, RankedStream

ROW = RankedStream(
    1, "one", "One", "", "web", "", None, "", "", "pubg", "playing", 9, 2, 0.9, 100.0, "ok", ""
)


def board(*rows):
    return Board("all", 100.0, rows)


def test_a_match_that_ended_is_a_finish_once():
    over = replace(ROW, rank=None, phase="over", alive=1)
    assert [(each.channel, each.reason) for each in finishes(board(ROW), board(over))] == [
        ("one", "won")
    ]
    assert finishes(board(over), board(over)) == []
    assert finishes(board(ROW), board(replace(over, alive=9)))[0].reason == "ended"


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
