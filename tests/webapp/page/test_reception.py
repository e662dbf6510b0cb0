"""What does the page try, and when, while video does not come through?"""

from __future__ import annotations

from typing import Any

from tests.webapp.page.node import in_node

RECEPTION = """
    const { Reception } = await load("stage/reception.js");
    const reception = new Reception();
    return given.map(([name, ...words]) => {
        const answer = name in Reception.prototype && typeof reception[name] !== "function"
            ? reception[name] : reception[name](...words);
        return answer instanceof Set ? [...answer].sort() : answer ?? null;
    });
"""


def after(*calls: list[Any]) -> list[Any]:
    return list(in_node(RECEPTION, calls))


def test_one_failure_leaves_that_stream_out_for_a_while() -> None:
    calls = [["failed", "a", 0, False], ["isPoor"], ["broken", 29], ["broken", 31]]
    assert after(*calls)[1:] == [False, ["a"], []]


def test_each_time_longer_until_it_plays() -> None:
    calls = [
        ["failed", "a", 0, True],
        ["failed", "a", 100, True],
        ["broken", 159],
        ["broken", 161],
        ["played", "a"],
        ["failed", "a", 200, True],
        ["broken", 231],
    ]
    assert [each for each in after(*calls) if each is not None] == [["a"], [], []]


def test_after_two_in_a_row_nothing_is_left_out_and_pauses_grow() -> None:
    calls: list[list[Any]] = [["failed", "a", 0, False], ["failed", "b", 0, False]]
    calls += [["isPoor"], ["isLine"], ["broken", 1], ["due", ["a", "b"], 4], ["due", ["a", "b"], 5]]
    calls += [["failed", "a", 6, False], ["due", ["a", "b"], 15], ["due", ["a", "b"], 16]]
    calls += [["failed", "b", 20, False], ["due", ["a", "b"], 39], ["due", ["a", "b"], 40]]
    told = after(*calls)
    assert told[2:7] == [True, True, [], None, "a"]
    assert told[8:10] == [None, "b"]
    assert told[11:] == [None, "a"]


def test_one_that_has_played_is_tried_before_one_that_never_did() -> None:
    calls: list[list[Any]] = [["played", "b"], ["failed", "a", 0, False], ["failed", "b", 0, False]]
    assert after(*calls, ["due", ["a", "b"], 5])[-1] == "b"


def test_one_that_failed_less_often_is_tried_before_one_that_hangs() -> None:
    calls: list[list[Any]] = [["failed", "a", 0, False]] * 3 + [["failed", "b", 0, False]]
    assert after(*calls, ["due", ["a", "b"], 99])[-1] == "b"


def test_only_steady_video_ends_it() -> None:
    calls = [["failed", "a", 0, False], ["failed", "b", 1, False], ["steady", 20], ["isPoor"]]
    calls += [["steady", 22], ["isPoor"], ["due", ["a"], 9999]]
    told = after(*calls)
    assert (told[3], told[5], told[6]) == (True, False, None)


def test_streams_that_are_gone_are_passed_over_before_the_line_is_blamed() -> None:
    calls = [["failed", name, 0, True] for name in "abc"]
    told = after(
        *calls, ["isPoor"], ["failed", "d", 0, True], ["isPoor"], ["isLine"], ["broken", 1]
    )
    assert (told[3], told[5], told[6], told[7]) == (False, True, False, ["a", "b", "c", "d"])


def test_a_try_that_is_never_heard_of_again_is_not_the_last() -> None:
    calls = [["failed", "a", 0, False], ["failed", "b", 0, False]]
    assert after(*calls, ["due", ["a"], 10], ["due", ["a"], 20], ["due", ["a"], 60])[2:] == [
        "a",
        None,
        "a",
    ]
