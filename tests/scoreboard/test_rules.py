"""Does every part follow the same rules about a match, and is each of them written once?"""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import product
from pathlib import Path

import pytest

from scoreboard import rules
from scoreboard.models import Board, Game, Standing, Stream
from scoreboard.ranking import rank

NOW = 1_000_000.0
CHECKOUT = Path(__file__).parents[2]
SUBJECTS = (
    "((?<!RE)FRESH|STALE|OLD_(BOARD_)?SECONDS|(?<!MAX_)LATE_SECONDS|FINAL|(?<!S)ENDING|HOLD|DWELL|MARGIN"
    "|RISE|(?<!MEA)SURE|NEAR_END_ALIVE|SMALL_V)"
)
PYTHON_NUMBER = re.compile(rf"^_?[A-Z_]*{SUBJECTS}[A-Z_]*(: \w+)? = [\d.]+", re.MULTILINE)
SCRIPT_NUMBER = re.compile(rf"^(export )?const [A-Z_]*{SUBJECTS}[A-Z_]* = [\d.]+", re.MULTILINE)
STATES = ("ok", "no-counter", "timeout", "error", "offline", "ad", "frozen")
OTHER_RULES = {"FINAL_INTERVAL_SECONDS", "FINAL_SECONDS"}
"""How often a bench expects looks; no rule of a match."""


def standing(**values: object) -> Standing:
    playing = Standing("a", "pubg", "playing", 12, 1, 0.99, NOW - 5, "ok", "", NOW - 1)
    return replace(playing, **values)  # type: ignore[arg-type]


def test_a_number_of_a_rule_is_written_once() -> None:
    python = [
        file
        for part in ("scoreboard", "workers", "webapp", "bench", "demo")
        for file in (CHECKOUT / part).rglob("*.py")
        if file.name != "rules.py"
    ]
    scripts = list((CHECKOUT / "webapp/static").rglob("*.js"))
    written = [
        (file.name, found[0])
        for pattern, files in ((PYTHON_NUMBER, python), (SCRIPT_NUMBER, scripts))
        for file in files
        for found in pattern.finditer(file.read_text())
        if not any(name in found[0] for name in OTHER_RULES)
    ]
    assert written == []


@pytest.mark.parametrize(
    "text", ["FINAL_ALIVE = 10", "STALE_SECONDS = 45.0", "LATE_SECONDS = 15", "SURE = 0.9"]
)
def test_the_test_above_finds_what_it_looks_for(text: str) -> None:
    assert PYTHON_NUMBER.search(f"import x\n{text}\n")
    assert SCRIPT_NUMBER.search(f"export const {text};\n")


@pytest.mark.parametrize(
    ("state", "phase", "age"),
    list(product(STATES, ("playing", "waiting"), (5, 46))),
)
def test_the_board_and_the_rules_agree_on_what_is_in_play(
    state: str, phase: str, age: float
) -> None:
    believed = standing(state=state, phase=phase, captured_at=NOW - age)
    stream = Stream("a", "pubg", "A", "http://a")
    row = rank("pubg", {}, [stream], {"a": believed}, NOW).streams[0]
    assert (row.rank is not None) == rules.in_play(believed, NOW)
    assert row.phase == rules.phase_now(believed, NOW)


@pytest.mark.parametrize("order", ["alive", "kills"])
def test_an_order_that_is_asked_for_ranks_as_a_board_of_that_order(order: str) -> None:
    from webapp.board.rows import current_rows

    streams = [
        Stream(name, "pubg", name, "http://a", viewers=viewers, featured=featured)
        for name, viewers, featured in (("a", 10, False), ("b", 5, True), ("c", 900, False))
    ]
    standings = {
        stream.channel: replace(standing(), channel=stream.channel, kills=3) for stream in streams
    }
    games = {"pubg": Game("pubg", "PUBG", rank_by=order)}  # type: ignore[arg-type]
    board = rank("pubg", games, streams, standings, NOW)
    asked = current_rows(Board("pubg", NOW, board.streams[::-1]), NOW, order)  # type: ignore[arg-type]
    assert [row.channel for row in asked] == [row.channel for row in board.streams] == [*"bca"]


def test_the_page_receives_every_rule_it_follows() -> None:
    scripts = " ".join(file.read_text() for file in (CHECKOUT / "webapp/static").rglob("*.js"))
    for name in rules.for_page():
        assert name in scripts or name == "freshSeconds", name
