"""Which stream does the page show: pinned, picked, or the site's?"""

from __future__ import annotations

import pytest

from scoreboard.director import direct
from scoreboard.models import RankedStream
from scoreboard.rules import for_page
from tests.scoreboard.test_director import NOW, board_by, stage_by
from tests.webapp.page.node import in_node

PICK = 'return (await load("viewer/following.js")).pickAt(...given);'
CHOSEN = """
    const { chosen } = await load("viewer/following.js");
    return chosen({ ...given, broken: new Set(given.broken), ageOf: () => 0 })[0];
"""
PLANS = """
    const { plan, secondsLeft } = await load("viewer/planning.js");
    const { rules, boards } = given;
    return boards.map(({ streams, stage, seconds }) =>
        plan({ streams, stage, seconds, rules, left: (each) => secondsLeft(each, each.age, rules) }));
"""


def stream(channel: str = "one", rank: int | None = 1, **more: object) -> dict[str, object]:
    return {"channel": channel, "rank": rank, "phase": "playing", "state": "ok", "alive": 9, **more}


def test_a_pick_ends_with_its_match() -> None:
    picked = {"channel": "one", "hasPlayed": False, "lostAt": None}
    playing = in_node(PICK, [picked, [stream()], 10])
    assert playing == {"channel": "one", "hasPlayed": True, "lostAt": None}
    for phase in ("over", "waiting"):
        assert in_node(PICK, [playing, [stream(rank=None, phase=phase)], 20]) is None
    assert in_node(PICK, [playing, [stream("other")], 20]) is None


def test_a_pick_in_the_lobby_is_kept_through_the_match_to_come() -> None:
    picked = {"channel": "one", "hasPlayed": False, "lostAt": None}
    assert in_node(PICK, [picked, [stream(rank=None, phase="waiting")], 999]) == picked


def test_a_pick_outlives_an_ad_break_but_not_a_stream_that_went_offline() -> None:
    playing = {"channel": "one", "hasPlayed": True, "lostAt": None}
    lost = [stream(rank=None, phase="unknown", state="ad")]
    kept = in_node(PICK, [playing, lost, 100])
    assert kept == {**playing, "lostAt": 100}
    assert in_node(PICK, [kept, lost, 159]) == kept
    assert in_node(PICK, [kept, lost, 161]) is None
    assert in_node(PICK, [kept, [stream()], 130]) == playing
    gone = [stream(rank=None, phase="unknown", state="offline")]
    assert in_node(PICK, [playing, gone, 100]) is None


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ({}, "b"),
        ({"pinned": "z"}, "z"),
        ({"picked": "c"}, "c"),
        ({"broken": ["b"]}, "c"),
        ({"broken": ["a", "b", "c"]}, "b"),
        ({"order": "alive", "stage": []}, "a"),
        ({"order": "alive", "stage": [], "broken": ["a", "b", "c"]}, "a"),
    ],
)
def test_what_is_shown(given: dict[str, object], shown: str) -> None:
    usual = {
        "streams": [stream("a"), stream("b", 2), stream("c", 3), stream("d", None)],
        "order": "site",
        "onAir": {"channel": "b", "beside": []},
        "pinned": None,
        "picked": None,
        "stage": ["c"],
        "seconds": 60,
        "mayVary": True,
        "broken": [],
        "rules": for_page(),
    }
    assert in_node(CHOSEN, {**usual, **given}) == shown


def test_the_page_plans_as_the_director_does() -> None:
    boards = [(board_by(seed), stage_by(seed + 1)) for seed in range(400)]
    asked = [
        {
            "streams": [plain(row) for row in board.streams if row.rank is not None],
            "stage": [shown.channel, *shown.beside] if shown else [],
            "seconds": NOW - shown.since if shown else 0,
        }
        for board, shown in boards
    ]
    planned = in_node(PLANS, {"rules": for_page(), "boards": asked})
    for (board, shown), page in zip(boards, planned, strict=True):
        chosen = direct(board, shown, NOW)
        assert page == [name for name in (chosen.channel, *chosen.beside) if name]
    assert sum(len(page) > 1 for page in planned) > 50, "they must differ for this to say anything"


def plain(row: RankedStream) -> dict[str, object]:
    known = row.ends_in
    return {
        "channel": row.channel,
        "alive": row.alive,
        "result": row.result,
        "place": row.place,
        "state": row.state,
        "age": NOW - row.captured_at,
        "ends_in_seconds": known and {"low": known.low, "median": known.median, "high": known.high},
    }
