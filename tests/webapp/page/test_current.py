"""Do page and API unrank by the same rule, and is "Live" said only of a fresh board?"""

from __future__ import annotations

import random
from typing import get_args

import pytest

from scoreboard.models import Board, Phase
from scoreboard.rules import FRESH_SECONDS
from tests.webapp.boards import in_play, row
from tests.webapp.page.node import in_node
from webapp.board.bodies import stream_body
from webapp.board.rows import current_rows

NOW = 1_800_000_000.0
CURRENT = """
    const { currentRows } = await load("live/current.js");
    const age = (row) => (row.captured_at === null ? null : given.now - Date.parse(row.captured_at) / 1000);
    return given.boards.map((rows) =>
        currentRows(rows, age, given.fresh).map(({ channel, rank, phase }) => [channel, rank, phase]));
"""


def random_board(seed: int) -> Board:
    chance = random.Random(seed)
    rows = [
        row(
            f"c{place}",
            phase=chance.choice(get_args(Phase)),
            alive=chance.randint(1, 99),
            captured_at=NOW - chance.choice((0, 2.5, 30, 44.9, 45, 45.1, 46, 400, NOW)),
        )
        for place in range(chance.randint(0, 12))
    ]
    return Board("all", NOW, in_play(*rows))


def test_page_and_api_unrank_by_the_same_rule() -> None:
    boards = [random_board(seed) for seed in range(60)]
    bodies = [[stream_body(each, NOW) for each in board.streams] for board in boards]
    found = in_node(CURRENT, {"boards": bodies, "now": NOW, "fresh": FRESH_SECONDS})
    assert found == [
        [[each.channel, each.rank, each.phase] for each in current_rows(board, NOW)]
        for board in boards
    ]


@pytest.mark.parametrize(
    ("linked", "age", "words"),
    [
        (True, 3, "Live"),
        (True, 15, "Live"),
        (True, 40, "As of 40 s ago"),
        (True, 725, "As of 12 min ago"),
        (True, 90_000, "As of 25 h ago"),
        (True, None, "Waiting for the first board"),
        (False, 3, "Reconnecting…"),
        (False, 40, "Reconnecting… as of 40 s ago"),
        (False, None, "Reconnecting…"),
    ],
)
def test_the_state_says_what_is_known(linked: bool, age: float | None, words: str) -> None:
    script = 'return (await load("live/current.js")).linkWords(...given, 15);'
    assert in_node(script, [linked, age]) == words
