"""Is each event of a match told of once, and none that was not seen to happen?"""

from dataclasses import replace

import pytest

from scoreboard.history import Highlight
from scoreboard.milestones import passed, taken_on_air, wins
from scoreboard.models import Board, EndsIn, OnAir, RankedStream
from scoreboard.requests import Milestone

ROW = RankedStream(
    1,
    "one",
    "One",
    "",
    "web",
    "",
    None,
    "",
    "",
    "pubg",
    "playing",
    12,
    2,
    0.9,
    99.0,
    "ok",
    "",
    50.0,
)


def board(*rows, at=100.0):
    return Board("all", at, rows)


def at(alive, **more):
    return replace(ROW, alive=alive, **more)


def told(before, after):
    return [each.kind for each in passed(board(before), board(after))]


@pytest.mark.parametrize(
    ("before", "after", "kinds"),
    [
        (11, 10, ["final-ten"]),
        (10, 9, []),
        (4, 3, ["final-three"]),
        (15, 2, ["final-three", "final-ten"]),
        (3, 2, []),
        (3, 95, []),
    ],
)
def test_a_threshold_is_passed_once(before, after, kinds):
    assert told(at(before), at(after)) == kinds


def test_what_was_not_seen_above_it_is_not_told():
    unseen = at(None, rank=None, phase="unknown")
    assert told(unseen, at(8)) == []
    assert passed(board(), board(at(8))) == []


def test_a_number_that_no_longer_counts_passes_nothing():
    assert told(at(12), at(9, rank=None, phase="unknown")) == []
    assert told(at(9, rank=None, phase="unknown"), at(8)) == []


def test_a_streamer_who_only_watches_is_in_no_final():
    assert told(at(12), at(9, result="eliminated")) == []


def test_both_reports_of_a_match_are_one_event_and_the_next_match_is_another():
    def event(row):
        return passed(board(at(11)), board(row))[0].id

    assert event(at(10)) == event(at(9))
    assert event(at(10)) != event(at(10, phase_since=900.0))
    same = at(10, began_at=40.0)
    assert event(same) == event(replace(same, phase_since=900.0)), "its phase was lost in between"
    assert event(same) != event(replace(same, began_at=900.0))


def test_a_win_belongs_to_the_match_that_was_played():
    over = at(1, rank=None, phase="over", phase_since=100.0)
    ended = [Highlight("finish", "pubg", 100.0, "one", "One", 1, 2, "won", "")]
    (won,) = wins(board(at(2)), board(over), ended)
    assert (won.kind, won.board, won.subject) == ("won", "pubg", "50.000")
    assert wins(board(at(2)), board(over), [replace(ended[0], reason="ended")]) == []


def test_only_another_stream_is_taken_on_air():
    before, other = OnAir("all", "one", 1.0, "first"), OnAir("all", "two", 2.0, "closer", "one")
    shown = board(at(9), at(12, channel="two"))
    (switch,) = taken_on_air(shown, before, other)
    assert (switch.stream.channel, switch.reason, switch.at) == ("two", "closer", 2.0)
    assert taken_on_air(shown, before, replace(before, coming="two", coming_at=9.0)) == []
    assert taken_on_air(shown, None, other) == []
    assert taken_on_air(shown, before, OnAir("all", "", 2.0, "none")) == []


def test_a_milestone_survives_its_journey():
    sent = Milestone("won", "pubg", 1.5, "50.000", at(1, ends_in=EndsIn(1.0, 2.0, 3.0, False)))
    assert Milestone.from_json(sent.to_json()) == sent
