"""Which of PUBG's numbers counts the players, which the kills, and when is there no match?"""

from __future__ import annotations

import numpy as np
import pytest

from workers.read.networks import find, kinds, words
from workers.read.networks.kinds import PROFILES, WHOLE, WORDS
from workers.read.networks.place import Place
from workers.read.readers import assign as assign_module
from workers.read.readers.assign import assign
from workers.read.readers.counters import Counters

PICTURE = np.zeros((46, 160), np.uint8)
PUBG = PROFILES["pubg"]


def number(x: float, chance: float = 0.9, y: float = 15.0, width: float = 10.0) -> Place:
    return Place(x, y, width, 10.0, chance)


def said(word: str, chance: float = 0.98, other: str = "none") -> dict[str, float]:
    """``word``, and nearly all of what is left is ``other``."""
    chances = dict.fromkeys(WORDS, 0.001)
    chances[other] = 1 - chance - 0.001 * (len(WORDS) - 2)
    return chances | {word: chance}


KILLED, ASSISTED, ALIVE = number(20), number(75), number(125)
ROW = {20: said("killed"), 75: said("assisted"), 125: said("alive")}


@pytest.fixture
def read(monkeypatch):
    """The counters, from places and from what the word beside each says, by the place's x."""

    def counters(
        told: dict[int, dict[str, float]],
        plates: tuple[Place, ...] = (),
        observed: tuple[Place, ...] = (),
        clocks: tuple[Place, ...] = (),
    ) -> Counters:
        hot = (*plates, *observed)
        monkeypatch.setattr(
            assign_module,
            "read_words",
            lambda strips: [told[round(place.x)] for place in hot if place.chance > WHOLE],
        )
        places = {"pubg_count": plates, "pubg_observed": observed, "pubg_clock": clocks}
        return assign(PICTURE, {kind: [*found] for kind, found in places.items()}, PUBG)

    return counters


def test_kills_are_found_beside_a_third_plate(read):
    counters = read(ROW, (ALIVE, ASSISTED, KILLED))
    assert (counters.alive.place, counters.kills.place) == (ALIVE, KILLED)
    assert counters.kills.chance == 0.98


def test_a_plate_whose_word_counts_kills_is_no_counter_of_players(read):
    counters = read({20: said("killed", 0.99)}, (KILLED, KILLED))
    assert (counters.alive, counters.kills, counters.waiting) == (None, None, 0.0)


def test_assists_are_neither_players_nor_kills(read):
    counters = read(ROW, (ASSISTED, KILLED))
    assert (counters.alive, counters.kills, counters.waiting) == (None, None, 0.0)


def test_a_word_that_says_alive_by_little_is_as_unsure_as_it_is(read):
    """Of .71 against .29 that it says nothing, no more than .71 is left."""
    counters = read({125: said("alive", 0.71)}, (ALIVE,))
    assert counters.alive.chance == pytest.approx(0.71)
    assert read({125: said("alive", 0.45, "joined")}, (ALIVE,)).alive is None
    counters = read({125: said("alive", 0.45, "killed")}, (ALIVE,))
    assert (counters.alive, counters.waiting) == (None, 0.0)


def test_a_lobby_is_waited_for_and_gives_no_number(read):
    counters = read({125: said("joined", 0.8, "alive")}, (ALIVE,))
    assert (counters.alive, counters.waiting) == (None, 0.8)
    assert counters.reason == "the match has not begun"


def test_kills_stand_in_the_row_of_the_players(read):
    """A line of the kill feed under it is another row."""
    counters = read(ROW, (ALIVE, number(20, y=30)))
    assert counters.alive
    assert counters.kills is None


def test_a_number_beyond_the_players_that_counts_something_else_hides_nothing(read):
    counters = read(ROW | {150: said("none")}, (ALIVE, number(150), KILLED))
    assert (counters.alive.place, counters.kills.place) == (ALIVE, KILLED)


TEAMS, OBSERVED, TIME = number(30), number(75), number(125, width=25)
OBSERVERS = {30: said("none"), 75: said("alive")}


def test_observers_see_the_word_left_of_its_number_and_a_clock_behind_it(read):
    counters = read(OBSERVERS, (), (OBSERVED, TEAMS), (TIME,))
    assert (counters.alive.place, counters.kills, counters.waiting) == (OBSERVED, None, 0.0)


def test_the_number_of_teams_does_not_own_the_word_to_its_right(read):
    """TEAMS 16 ALIVE 60 TIME 12:34: a plate's order would read 16 alive."""
    told = {30: said("alive"), 75: said("alive")}
    plates, clocks = (number(30, 0.9),), (TIME,)
    assert read(told, plates, (number(75, 0.9),), clocks).alive.place.x == 75
    assert read(told, (number(30, 0.4),), (number(75, 0.9),)).alive.place.x == 75
    assert read(told, (number(30, 0.9),), (number(75, 0.4),)).alive.place.x == 30
    doubtful = read(told, plates, (number(75, 0.9),))
    assert (doubtful.alive, doubtful.reason) == (None, "two numbers could be the count")


def test_two_numbers_behind_a_word_for_the_players_are_no_count(read):
    told = {30: said("alive"), 75: said("alive")}
    counters = read(told, (), (OBSERVED, TEAMS), (TIME,))
    assert (counters.alive, counters.reason) == (None, "two numbers could be the count")


@pytest.mark.parametrize("word", ["joined", "none", "alive"])
def test_a_clock_before_the_number_means_no_match_whatever_the_word_says(read, word):
    counters = read({125: said(word, 0.7, "assisted")}, (ALIVE,), (), (number(60, width=25),))
    assert (counters.alive, counters.waiting) == (None, 0.9)


def test_a_clock_and_a_word_that_contradict_each_other_are_silence(read):
    """The time of day in a streamer's overlay ends no match."""
    counters = read({125: said("alive", 0.97)}, (ALIVE,), (), (number(60, width=25),))
    assert (counters.alive, counters.waiting) == (None, 0.0)
    assert "clock" in counters.reason


def test_behind_a_plain_number_a_faint_clock_is_none(read):
    assert (
        read(ROW, (ALIVE, KILLED), (), (number(ALIVE.x + 40, 0.35, width=25),)).alive.place == ALIVE
    )
    assert read(ROW, (ALIVE, KILLED), (), (number(ALIVE.x + 40, 0.8, width=25),)).alive is None


@pytest.mark.parametrize("clock", [number(60, width=25, y=34), number(60, 0.2, width=25)])
def test_a_clock_in_another_row_or_hardly_seen_says_nothing(read, clock):
    assert read(ROW, (ALIVE, KILLED), (), (clock,)).alive.place == ALIVE


def heat(*peaks: float) -> np.ndarray:
    """What the finder returns for one kind, with peaks far apart, and its four maps of boxes."""
    output = np.zeros((5, 10, 40), np.float32)
    output[0] = -9.0
    for index, peak in enumerate(peaks):
        output[0, 4, 5 + 12 * index] = np.log(peak / (1 - peak))
    return output


def test_a_third_place_is_looked_for_where_the_second_is_hot():
    assert [round(each.chance, 2) for each in find._peaks(heat(0.9, 0.7, 0.5), 0, 1.0)] == [
        0.9,
        0.7,
        0.5,
    ]
    assert len(find._peaks(heat(0.9, 0.1, 0.05), 0, 1.0)) == 2


def test_weights_that_do_not_know_a_kind_or_a_word_find_it_nowhere(monkeypatch):
    """As a worker of another version may hold them while it is replaced."""
    assert [each.chance for each in find._peaks(heat(0.9), kinds.KINDS.index("pubg_clock"), 1)] == [
        0.0,
        0.0,
    ]
    monkeypatch.setattr(words, "run", lambda name, batch: np.array([[9.0, 0, 0, 0]], np.float32))
    (told,) = words.read_words([PICTURE[:24, :96]])
    assert told.keys() == {*WORDS}
    assert told["alive"] > 0.99
    assert told["assisted"] == 0.0


def test_the_word_to_the_left_of_a_number_is_cut_out_where_it_stands(monkeypatch):
    """White left of the digits, black right of them: an observer's word is on the white side, seen in a mirror."""
    picture = np.zeros((46, 160), np.uint8)
    picture[:, :70] = 255
    seen = []

    def read_words(strips):
        seen.extend(strips)
        return [said("none")] * len(strips)

    monkeypatch.setattr(assign_module, "read_words", read_words)
    assign(picture, {"pubg_count": [OBSERVED], "pubg_observed": [OBSERVED]}, PUBG)
    right, left = seen
    assert (right.max(), left[:, 16:].min()) == (0, 255)
    assert right.shape == left.shape == (24, 96)


def test_a_profile_that_gains_a_kind_renumbers_no_other():
    assert kinds.KINDS[:10] == (
        "pubg_count",
        "fortnite_alive",
        "fortnite_kills",
        "fortnite_waiting",
        "apex_alive",
        "apex_kills",
        "warzone_alive",
        "warzone_kills",
        "blackout_alive",
        "blackout_kills",
    )
    assert {kind for each in PROFILES.values() for kind in each.kinds} == {*kinds.KINDS}
