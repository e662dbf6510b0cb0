"""Are two hundred doubts judged by keys, and does what was judged measure the readers?"""

from __future__ import annotations

import io
import time
import zipfile
from functools import cache
from pathlib import Path

import av
import numpy as np
import pytest
from playwright.sync_api import Page, expect

from arena.clips.clip import Clip
from arena.clips.encode import Encoding, encode
from arena.studio import shoot
from bench.readers.samples import real
from scoreboard.games import known_games
from scoreboard.models import Reading
from scoreboard.requests import Seen
from tests.desk.machine import Machine, wait_for
from training.samples import judged
from workers.desk.samples import seen_in
from workers.look.cut import cut
from workers.look.look import Look
from workers.read.reader import reader_for

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timed]
COUNT, AT_ONCE = 200, 40
TRUTHS = (60, 57, 48, 41, 36, 33, 29, 24, 18, 7)
FIVE_MINUTES = 300.0


@cache
def frame(alive: int) -> np.ndarray:
    segment = encode(shoot(Clip("pubg", "playing", 0, alive, 2), 1), Encoding())
    with av.open(io.BytesIO(segment), "r") as container:
        return next(container.decode(video=0)).to_ndarray(format="gray")


def doubt(number: int) -> Seen:
    """Every third was misread, every seventh not read at all; its name says the truth to the one who judges."""
    truth, game = TRUTHS[number % len(TRUTHS)], known_games()["pubg"].without_banner()
    height, crops = cut(frame(truth), game)
    read = None if number % 7 == 0 else truth + 100 if number % 3 == 0 else truth
    look = Look(
        f"doubt-{number:03d}-{truth}", "pubg", "", 1_700_000_000.0 + number, height, crops, 0.0
    )
    return seen_in(look, Reading(read, 2, "playing", 0.93, captured_at=look.captured_at))


@pytest.fixture
def doubts(machine: Machine) -> Machine:
    for number in range(COUNT):
        machine.store.put_doubt(doubt(number))
        if number % AT_ONCE == AT_ONCE - 1:
            wait_for(lambda: not machine.store.doubts(), 20, "the site takes the doubts in")
    return machine


def test_two_hundred_are_judged_by_keys_and_measured(
    desk: Page, doubts: Machine, tmp_path: Path
) -> None:
    desk.goto(f"{doubts.site}/admin/desk/doubts/")
    began, judged_here = time.monotonic(), 0
    while judged_here < COUNT:
        expect(desk.locator("#doubt .verdict")).to_be_visible()
        who = desk.locator("#doubt > p").last.inner_text().split(",")[0]
        if not who.startswith("doubt-"):
            desk.keyboard.press("x")  # what the running pipeline was unsure of
            continue
        truth, read = (
            who.rpartition("-")[2],
            desk.locator("#doubt [data-field=alive] b").inner_text(),
        )
        if read == truth:
            desk.keyboard.press("c")
        else:
            desk.keyboard.type(truth)
            desk.keyboard.press("Enter")
        judged_here += 1
    assert time.monotonic() - began < FIVE_MINUTES
    expect(desk.locator("#storing")).to_be_empty(timeout=60_000)
    wait_for(
        lambda: f"Download the {COUNT} labeled images" in _reloaded(desk), 15, "all are stored"
    )
    folder = _downloaded(desk, tmp_path)
    measured = [
        judge
        for sample in real(folder)
        for judge in judged(sample, reader_for(sample.game).read(sample.crops, sample.frame_height))
    ]
    assert len([judge for field, judge in measured if field == "alive"]) == COUNT
    assert {judge for field, judge in measured if field == "alive"} == {"right"}


def test_the_last_one_is_undone_by_a_key(desk: Page, machine: Machine) -> None:
    machine.store.put_doubt(doubt(COUNT + 1))
    wait_for(lambda: not machine.store.doubts(), 20, "the site takes it in")
    desk.goto(f"{machine.site}/admin/desk/doubts/")
    name = desk.locator("#doubt > p").last.inner_text()
    desk.keyboard.press("x")
    expect(desk.locator("#said")).to_contain_text("dismissed")
    desk.keyboard.press("u")
    expect(desk.locator("#doubt > p").last).to_have_text(name)
    desk.keyboard.type("999999")
    desk.keyboard.press("Enter")
    expect(desk.locator("#said")).to_contain_text("Enter the actual count")


def _reloaded(desk: Page) -> str:
    desk.reload()
    return desk.locator(".doubts").inner_text()


def _downloaded(desk: Page, tmp_path: Path) -> Path:
    answer = desk.request.get(desk.url.split("/admin/")[0] + "/admin/desk/doubts/labels.zip")
    assert answer.ok
    with zipfile.ZipFile(io.BytesIO(answer.body())) as packed:
        packed.extractall(tmp_path)
    return tmp_path
