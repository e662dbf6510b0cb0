"""Is a board file understood, and a wrong one refused in one sentence?"""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest

from demo.hand_made import BoardFileError, Moment, read_steps, steps_of
from demo.play_board import BoardPlayer
from scoreboard.games import known_games
from scoreboard.store import Store

BOARDS = Path(__file__).parents[2] / "demo/boards"


def test_every_board_that_is_shipped_is_understood() -> None:
    files = list(BOARDS.glob("*.json"))
    assert files
    assert all(read_steps(file) for file in files)


@pytest.mark.parametrize(
    "text",
    [
        "{",
        "[]",
        '{"stream": []}',
        '{"streams": {}}',
        '{"streams": [{"alive": 3}]}',
        '{"streams": [{"channel": "a", "alives": 3}]}',
        '{"streams": [{"channel": "a", "alive": "three"}]}',
        '{"streams": [{"channel": "a", "alive": -1}]}',
        '{"streams": [{"channel": "a", "age": null}]}',
        '{"streams": [{"channel": "a", "game": "chess"}]}',
        '{"streams": [{"channel": "a", "phase": "running"}]}',
        '{"streams": [{"channel": "a", "playback_url": "javascript:alert(1)"}]}',
        '{"steps": [{"streams": []}]}',
        '{"steps": [{"at": true}]}',
        '{"steps": [{"at": 1, "boards": 0}]}',
        '{"steps": [{"at": 1, "remove": "a"}]}',
    ],
)
def test_what_is_wrong_is_said(text: str) -> None:
    with pytest.raises(BoardFileError, match=r"\.$"):
        steps_of(text)


def test_a_file_that_cannot_be_read_is_said(tmp_path: Path) -> None:
    with pytest.raises(BoardFileError):
        read_steps(tmp_path / "missing.json")


@pytest.mark.parametrize(
    ("channel", "player", "page_url"),
    [
        ("kick-a", "a", "https://kick.com/a"),
        ("youtube-M7lc1UVf-VE", "M7lc1UVf-VE", "https://www.youtube.com/watch?v=M7lc1UVf-VE"),
    ],
)
def test_a_stream_is_on_the_platform_that_its_channel_names(
    store: Store, channel: str, player: str, page_url: str
) -> None:
    store.publish_catalog(known_games().values(), [], "1")
    given = json.dumps({"streams": [{"channel": channel, "alive": 3}]})
    BoardPlayer(store, steps_of(given)).tick(0, time.time())
    board = store.board("pubg")
    assert board
    row = board.streams[0]
    assert (row.platform, row.player, row.page_url) == (channel.split("-")[0], player, page_url)


def test_steps_change_only_what_they_name() -> None:
    steps = steps_of(
        json.dumps(
            {
                "streams": [{"channel": "a", "alive": 9, "kills": 3}, {"channel": "twitch-b"}],
                "steps": [
                    {"at": 9, "remove": ["a"], "boards": False},
                    {"at": 5, "streams": [{"channel": "a", "alive": 4}]},
                ],
            }
        )
    )
    assert [step.at for step in steps] == [0, 5, 9]
    start = Moment().after(steps[0])
    assert start.streams["twitch-b"].platform == "twitch"
    assert start.streams["twitch-b"].page_url == "https://www.twitch.tv/b"
    later = start.after(steps[1])
    assert (later.streams["a"].alive, later.streams["a"].kills) == (4, 3)
    end = later.after(steps[2])
    assert list(end.streams) == ["twitch-b"]
    assert not end.boards


def test_the_board_is_what_the_pipeline_would_make(store: Store) -> None:
    store.publish_catalog(known_games().values(), [], "1")
    steps = steps_of(
        json.dumps(
            {
                "streams": [
                    {"channel": "a", "alive": 30, "age": 5},
                    {"channel": "b", "alive": 4},
                    {"channel": "c", "phase": "waiting"},
                ],
                "steps": [
                    {"at": 10, "streams": [{"channel": "b", "phase": "over"}]},
                    {"at": 20, "reads": False},
                    {"at": 30, "boards": False},
                ],
            }
        )
    )
    player, now = BoardPlayer(store, steps), time.time()
    player.tick(0, now)
    board = store.board("all")
    assert board
    assert [(row.channel, row.rank) for row in board.streams] == [("b", 1), ("a", 2), ("c", None)]
    assert board.streams[1].captured_at == pytest.approx(now - 5)
    for elapsed in (10, 20, 25, 30, 40):
        store.redis.delete("directing")
        player.tick(elapsed, now + elapsed)
    board = store.board("all")
    assert board
    assert board.at == now + 25
    assert board.streams[0].captured_at == pytest.approx(now + 5), "read last before 20 s"
    assert [row.phase for row in board.streams] == ["playing", "waiting", "over"]
