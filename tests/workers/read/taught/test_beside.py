"""Does whichever of two readers is sure speak, and neither when they are sure of different things?"""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import pytest

from scoreboard.games import known_games
from scoreboard.models import Game, Reading, Region
from scoreboard.store import Store
from scoreboard.taught.profile import REGION
from tests.workers.read.taught.test_taught import badge, profile
from workers.desk.samples import is_doubtful
from workers.look.cut import cut
from workers.look.look import Gray
from workers.read.in_use import RETRY_SECONDS, TaughtInUse
from workers.read.reader import reader_for
from workers.read.readers.taught.beside import agreed

NOTHING = Reading(None, None, "unknown", 0.0, "no counter found")
UNCLEAR = Reading(None, None, "playing", 0.5, "the digits are unclear (0.50)")
WAITING = Reading(None, None, "waiting", 0.99, "the match has not begun")
LOBBY = Reading(60, None, "waiting", 0.99)
OVER = Reading(None, None, "over", 1.0, "the match has ended")
FAINT = replace(NOTHING, faint=7)


def playing(alive: int, kills: int | None = None, confidence: float = 0.98) -> Reading:
    return Reading(alive, kills, "playing", confidence, kills_confidence=0.9 if kills else 0.0)


@pytest.mark.parametrize(
    ("usual", "taught", "said"),
    [
        (playing(41), NOTHING, playing(41)),
        (NOTHING, playing(41, 3), playing(41, 3)),
        (UNCLEAR, playing(41), playing(41)),
        (playing(41), UNCLEAR, playing(41)),
        (playing(41, None, 0.97), playing(41, 3, 0.99), playing(41, 3, 0.99)),
        (playing(41, 3, 0.99), playing(41, None, 0.97), playing(41, 3, 0.99)),
        (LOBBY, WAITING, LOBBY),
        (OVER, NOTHING, OVER),
        (NOTHING, UNCLEAR, UNCLEAR),
        (FAINT, UNCLEAR, FAINT),
        (UNCLEAR, NOTHING, UNCLEAR),
    ],
)
def test_whichever_is_sure_speaks(usual: Reading, taught: Reading, said: Reading) -> None:
    assert agreed(usual, taught) == said


@pytest.mark.parametrize(
    ("usual", "taught", "reason"),
    [
        (playing(41), playing(14), "41 as usual, 14 as taught"),
        (WAITING, playing(14), "waiting as usual, 14 as taught"),
        (playing(41), WAITING, "41 as usual, waiting as taught"),
    ],
)
def test_both_sure_of_different_things_is_silence_and_a_doubt(
    usual: Reading, taught: Reading, reason: str
) -> None:
    reading = agreed(usual, taught)
    assert (reading.alive, reading.kills, reading.phase) == (None, None, "playing")
    assert reason in reading.reason
    assert is_doubtful(reading)


def test_kills_that_the_other_denies_are_not_said() -> None:
    assert agreed(playing(41, 3), playing(41, 8)).kills is None
    assert agreed(playing(41, 3), playing(41, 3)).kills == 3


def screen(taught: str, usual: str) -> Gray:
    """A number beside a badge, and another one where the game's own region is."""
    frame = np.full((720, 1280), 60, np.uint8)
    frame[90:162, 90:162] = cv2.resize(badge(230, 60), (72, 72))
    for text, x, y in ((taught, 180, 137), (usual, 535, 345)):
        cv2.putText(frame, text, (x, y), cv2.FONT_HERSHEY_SIMPLEX, 0.8, 255, 2)
    return frame


GAME = Game(
    "outpost",
    "Outpost",
    most_players=60,
    taught="one",
    regions={REGION: Region(0, 0, 0.4, 0.4), "alive": Region(0.41, 0.44, 0.045, 0.045)},
)
TAUGHT = profile(alive=(replace(profile().alive[0], within=Region(0, 0, 0.4, 0.4)),))


@pytest.mark.parametrize(
    ("taught", "usual", "alive"),
    [("34", "34", 34), ("34", "", 34), ("34", "52", None), ("84", "52", 52)],
)
def test_two_readers_of_one_frame(taught: str, usual: str, alive: int | None) -> None:
    """More than the game has players is a misread, whatever the profile says."""
    height, crops = cut(screen(taught, usual), GAME)
    assert reader_for(GAME, TAUGHT).read(crops, height).alive == alive


def test_an_older_capture_that_cut_no_region_for_it() -> None:
    older = replace(GAME, regions={"alive": GAME.regions["alive"]})
    height, crops = cut(screen("34", "52"), older)
    assert reader_for(GAME, TAUGHT).read(crops, height).alive == 52


def test_the_profile_in_use_is_fetched_when_another_is_published(store: Store) -> None:
    now = [0.0]
    asked: list[str] = []

    def fetch(game: str):
        asked.append(game)
        return store.taught_profile(game)

    in_use = TaughtInUse(fetch, lambda: now[0])
    assert in_use.of(known_games()["pubg"]) is None
    assert in_use.of(GAME) is None
    store.publish_catalog([GAME], [], "1", {"outpost": TAUGHT.to_json()})
    assert in_use.of(GAME) is None
    now[0] += RETRY_SECONDS
    assert [in_use.of(GAME), in_use.of(GAME)] == [TAUGHT, TAUGHT]
    assert asked == ["outpost", "outpost"]
    store.publish_catalog([GAME], [], "2", {"outpost": profile(name="Another").to_json()})
    newer = in_use.of(replace(GAME, taught="two"))
    assert newer is not None
    assert newer.name == "Another"


def test_a_profile_that_cannot_be_read_is_reported_and_left_out(store: Store) -> None:
    store.publish_catalog([GAME], [], "1", {"outpost": '{"format": "other"}'})
    assert TaughtInUse(store.taught_profile).of(GAME) is None
    assert store.redis.hget("faults", "rows|catalog:taught")
