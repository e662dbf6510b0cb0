"""An arena for the tests: a script, few pictures a second, a clock that the test turns."""

import json
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from arena.clips.encode import Encoding
from arena.opening import Programme
from arena.script.scenario import parse
from arena.serve import Arena, serve

BEGAN = 1_800_000_000.0
SMALL = Encoding(frames_per_second=5)
SCENARIO = {
    "channels": [
        {
            "game": "pubg",
            "channel": "matches",
            "steps": [
                {"phase": "waiting", "alive": 88, "seconds": 10},
                {"phase": "playing", "alive": 50, "kills": 0, "seconds": 6},
                {"phase": "playing", "alive": 9, "kills": 2, "seconds": 10},
                {"phase": "over", "seconds": 4},
            ],
        },
        {
            "game": "fortnite",
            "channel": "troubled",
            "steps": [
                {"phase": "playing", "alive": 31, "kills": 1, "seconds": 4},
                {"state": "ad", "seconds": 8},
                {"phase": "playing", "alive": 28, "kills": 1, "seconds": 16},
                {"state": "offline", "seconds": 10},
                {"phase": "playing", "alive": 28, "kills": 1, "seconds": 10},
                {
                    "state": "frozen",
                    "phase": "playing",
                    "alive": 28,
                    "kills": 1,
                    "seconds": 10,
                    "published": False,
                },
                {"phase": "playing", "alive": 31, "kills": 1, "seconds": 60},
            ],
        },
    ]
}


class Clock:
    """Seconds since 1970; stopped until a test sets it."""

    now = BEGAN

    def __call__(self) -> float:
        return self.now


@dataclass(frozen=True)
class Theatre:
    arena: Arena
    clock: Clock

    def get(self, path: str, **headers: str) -> tuple[int, bytes, dict[str, str]]:
        request = urllib.request.Request(f"{self.arena.url}{path}", headers=headers)
        try:
            with urllib.request.urlopen(request, timeout=5) as answer:
                return answer.status, answer.read(), dict(answer.headers)
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.read(), dict(error.headers)

    def playlist(self, channel: str) -> str:
        status, body, _ = self.get(f"/live/{channel}/index.m3u8")
        assert status == 200
        return body.decode()

    def timeline(self, channel: str) -> list[dict]:
        told: list[dict] = json.loads(self.get(f"/truth?channel={channel}")[1])["channels"][0][
            "timeline"
        ]
        return told


@pytest.fixture(scope="session")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("library")


@pytest.fixture
def theatre(library: Path) -> Iterator[Theatre]:
    clock = Clock()
    parts = parse(SCENARIO, SMALL.segment_seconds)
    with serve(Programme(scenario=parts, encoding=SMALL, library=library), clock=clock) as arena:
        yield Theatre(arena, clock)
