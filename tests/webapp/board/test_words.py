"""Do the server and the page's scripts say the same about a stream?"""

from __future__ import annotations

import json
import subprocess
from itertools import product
from pathlib import Path
from typing import get_args

import pytest

from scoreboard import rules
from scoreboard.models import LookState, Phase
from tests.conftest import need
from webapp.board.words import (
    PHASE_WORDS,
    STATE_WORDS,
    ends_words,
    short_game,
    standing_words,
)

WORDS_JS = Path(__file__).parents[3] / "webapp/static/board/words.js"
AGES = (None, 0.0, 2.5, 19.9, 20.0, 20.1, 59.4, 59.6, 60.0, 3599.0, 3600.0, 9000.0)
SAY = """
import { standingWords } from "FILE";
const { streams, shared } = JSON.parse(await new Response(process.stdin).text());
console.log(JSON.stringify(streams.map((each) => standingWords(each, each.age_seconds, shared))));
"""


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("PUBG: Battlegrounds", "PUBG"),
        ("Call of Duty: Warzone", "Warzone"),
        ("Fortnite", "Fortnite"),
        ("", ""),
    ],
)
def test_a_games_name_fits_into_a_row(name: str, short: str) -> None:
    assert short_game(name) == short


def test_every_state_has_words() -> None:
    assert set(STATE_WORDS) == set(get_args(LookState))
    assert set(PHASE_WORDS) < set(get_args(Phase))


def test_the_script_says_what_the_server_says_of_every_stream() -> None:
    streams = [
        {
            "rank": place,
            "phase": phase,
            "state": state,
            "alive": 7,
            "age_seconds": age,
            "confidence": confidence,
        }
        for place, phase, state, age, confidence in product(
            (1, None), get_args(Phase), get_args(LookState), AGES, (0.3, 0.99)
        )
    ]
    shared = {
        "words": {"phases": PHASE_WORDS, "states": STATE_WORDS},
        "rules": rules.for_page(),
    }
    script = SAY.replace("FILE", WORDS_JS.as_uri())
    node = [need("node"), "--input-type=module", "--eval", script]
    said = subprocess.run(
        node,
        input=json.dumps({"streams": streams, "shared": shared}),
        capture_output=True,
        text=True,
        check=True,
        timeout=30,
    ).stdout
    assert json.loads(said) == [standing_words(stream) for stream in streams]


SAY_ENDS = """
import { endsWords } from "FILE";
const streams = JSON.parse(await new Response(process.stdin).text());
console.log(JSON.stringify(streams.map((each) => endsWords(each, each.age_seconds))));
"""


def test_the_script_says_what_the_server_says_of_every_end() -> None:
    times = ((0, 0), (0, 5), (20, 59), (50, 60), (59, 61), (60, 60), (100, 250), (1800, 3601))
    ends = [None, *({"low": low, "high": high, "median": low} for low, high in times)]
    streams = [
        {"rank": place, "age_seconds": age, "ends_in_seconds": each}
        for place, age, each in product((1, None), (None, 0.0, 7.4, 90.0), ends)
    ]
    said = subprocess.run(
        [need("node"), "--input-type=module", "-e", SAY_ENDS.replace("FILE", WORDS_JS.as_uri())],
        input=json.dumps(streams),
        capture_output=True,
        text=True,
        check=True,
        timeout=20,
    )
    assert json.loads(said.stdout) == [ends_words(stream) for stream in streams]
    assert ends_words(streams[0]) == ""
    known = {"rank": 1, "age_seconds": 0.0}
    assert ends_words({**known, "ends_in_seconds": ends[7]}) == "ends in 1–5 min"
    assert ends_words({**known, "ends_in_seconds": ends[3]}) == "ends within 1 min"
