"""Does a viewer see a whole match, from its last fourteen to its end, and the next one right after?

The pipeline is the real one, the stream the arena's. What the viewer sees is read off the page as it is painted.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

import cv2
import numpy as np
import pytest
from playwright.sync_api import Page, expect

from scoreboard.games import known_games
from tests.browser.rig.looks import SHOWN, shown
from tests.browser.rig.pipeline import Pipeline
from workers.look.cut import cut
from workers.read.reader import reader_for

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.alone]
PUBG = known_games()["pubg"]
FALLING = (14, 9, 6, 4, 3, 2, 1)
EACH_SECONDS, OVER_SECONDS = 6, 16
LEFT_WITHIN_SECONDS = 5.0
UNTOLD = "–"
"""Beside a picture that is older than the first number that was read."""
# A match whose number stayed the same for much longer would count as frozen.
SCENARIO = {
    "channels": [
        {
            "channel": "hero",
            "game": "pubg",
            "name": "Hero",
            "line": 0,
            "steps": [
                *({"seconds": EACH_SECONDS, "alive": alive, "kills": 3} for alive in FALLING),
                {"seconds": OVER_SECONDS, "phase": "over"},
                {"seconds": 600, "phase": "waiting", "alive": 40},
            ],
        },
        {
            "channel": "rival",
            "game": "pubg",
            "name": "Rival",
            "line": 1,
            "steps": [
                {
                    "seconds": 20,
                    "phase": "waiting",
                    "alive": 60,
                },  # so that the hero is on air first
                *({"seconds": 12, "alive": alive, "kills": 1} for alive in range(60, 30, -2)),
            ],
        },
    ]
}


@dataclass(frozen=True, slots=True)
class Sight:
    """What the viewer saw at one moment: the name and the number beside the picture, and what the picture shows."""

    at: float
    name: str
    said: str
    alive: int | None
    phase: str


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pipeline]:
    whole = Pipeline(tmp_path_factory.mktemp("pipeline"), SCENARIO)
    try:
        whole.start()
        yield whole
    finally:
        whole.end()


def look(page: Page) -> Sight | None:
    """One painted page; nothing when it changed while it was taken, unless an end shows which stream it was."""
    before, at = words(page), time.time()
    painted = page.locator(".screen.main").screenshot(type="jpeg", quality=90)
    grey = cv2.imdecode(np.frombuffer(painted, np.uint8), cv2.IMREAD_GRAYSCALE)
    assert grey is not None
    height, crops = cut(np.asarray(grey, np.uint8), PUBG)
    read = reader_for(PUBG).read(crops, height)
    same = words(page) == before
    return Sight(at, *before, read.alive, read.phase) if same or read.phase == "over" else None


def words(page: Page) -> tuple[str, str]:
    name, alive = page.evaluate("""() => ["#caption-name", "#caption-alive"].map(
        each => document.querySelector(each).textContent)""")
    return name, alive


def watch(page: Page, until: str, seconds: float) -> list[Sight]:
    """Everything that is seen until the stage has played the stream called ``until`` for some looks."""
    sights: list[Sight] = []
    ends_at = time.monotonic() + seconds
    while time.monotonic() < ends_at and [each.name for each in sights[-4:]] != [until] * 4:
        if sight := look(page):
            sights.append(sight)
        page.wait_for_timeout(100)
    return sights


def ended_at(running: Pipeline) -> float:
    """When the match ended on the streamer's side."""
    timeline = next(
        channel["timeline"] for channel in running.truth() if channel["channel"] == "hero"
    )
    return next(
        datetime.fromisoformat(step["from"]).timestamp()
        for step in timeline
        if step["phase"] == "over"
    )


def test_the_stage_follows_a_match_to_its_end_and_leaves_within_five_seconds(
    running: Pipeline, page: Page
) -> None:
    running.wait_for_rank("hero", 60)
    page.goto(f"{running.url}pubg/")
    # The rival may be read first; the director leaves it for the closer one when it has dwelt.
    expect(page.locator("#caption-name")).to_have_text("Hero", timeout=45_000)
    sights = watch(page, "Rival", EACH_SECONDS * len(FALLING) + OVER_SECONDS + 30)
    for each in sights:
        print(f"{each.at:.1f} {each.name} said {each.said}, shown {each.alive} {each.phase}")

    left_at = next(each.at for each in sights if each.name == "Rival")
    match = [each for each in sights if each.name == "Hero" and each.phase == "playing"]
    assert {each.alive for each in match if each.alive} >= set(FALLING[-5:-1]), (
        "the last ones were not seen to fall"
    )
    assert {each.name for each in sights if each.at < left_at} == {"Hero"}

    # With one left the match is won: its picture may be left before it says so.
    hero = [each for each in sights if each.name == "Hero"]
    over = [each.at for each in hero if each.phase == "over"]
    won = [each.at + EACH_SECONDS for each in hero if each.alive == FALLING[-1]]
    end = over or won
    assert end, "the stage left before the viewer saw the end"
    after = left_at - ended_at(running)
    print(
        f"left {left_at - end[0]:.1f} s after the viewer saw the end, {after:.1f} s after it was played"
    )
    assert left_at - end[0] < LEFT_WITHIN_SECONDS

    seen = [each for each in match if each.alive]
    told = [(int(each.said), each.alive) for each in seen if each.said != UNTOLD]
    assert len(told) > len(seen) / 2
    agree = sum(said == alive for said, alive in told) / len(told)
    print(
        f"the number beside the picture is the one in it in {agree:.0%} of {len(told)} looks, else an older one"
    )
    early = [(said, alive) for said, alive in told if said < alive]
    assert not early, "the page told what the viewer had not seen yet"

    page.wait_for_function(f"() => document.querySelector('{SHOWN}')?.currentTime > 0")
    assert shown(page) == "Rival"
