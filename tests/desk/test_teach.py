"""Is a HUD that the project never drew taught in the browser, by somebody who has never seen the page?"""

from __future__ import annotations

from pathlib import Path

import cv2
import pytest
from playwright.sync_api import Page, expect

from bench.teach.filmed import Frame
from tests.desk.machine import Machine, wait_for
from tests.workers.teach import drawn
from workers.look.cut import cut
from workers.read.in_use import TaughtInUse
from workers.read.reader import reader_for

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timed]
TAUGHT, PUBLISHED_SECONDS = 5, 5.0


def test_five_frames_teach_a_number_in_a_circle(
    desk: Page, machine: Machine, tmp_path: Path
) -> None:
    *frames, other = drawn.frames(drawn.CIRCLE, TAUGHT + 1, seed=11)
    slug = a_new_game(desk, machine.site)
    teach(desk, frames, tmp_path)
    desk.get_by_role("button", name="Enable", exact=True).click()
    expect(desk.locator(".taught-versions .in-use")).to_contain_text("taught from 5 frames")
    wait_for(lambda: machine.store.games()[slug].taught, PUBLISHED_SECONDS, "it is published")
    game = machine.store.games()[slug]
    height, crops = cut(other.picture, game)
    taught = TaughtInUse(machine.store.taught_profile).of(game)
    assert reader_for(game, taught).read(crops, height).alive == other.screen.alive


def a_new_game(desk: Page, site: str) -> str:
    """Its short name."""
    desk.goto(f"{site}/admin/catalog/game/add/")
    desk.locator("#id_name").press_sequentially("Ring Royale")
    desk.get_by_role("button", name="Save", exact=True).click()
    desk.get_by_role("link", name="Teach this HUD").click()
    return "ring-royale"


def teach(desk: Page, frames: list[Frame], folder: Path) -> None:
    """One box and one number; then a key for each, or the number where the proposal is not right."""
    files = [folder / f"{number}.png" for number in range(len(frames))]
    for file, frame in zip(files, frames, strict=True):
        cv2.imwrite(str(file), frame.picture)
    desk.locator("#upload").set_input_files(files)
    expect(desk.locator("#strip li")).to_have_count(len(frames))
    draw(desk, frames[0])
    label(desk, frames[0])
    for frame in frames[1:]:
        expect(desk.locator("#proposal")).to_contain_text("ress")  # Press Enter, or N
        label(desk, frame)
    expect(desk.locator("#verdict")).to_contain_text("0 wrong", timeout=60_000)
    expect(desk.locator("#results .right")).not_to_have_count(0)


def draw(desk: Page, frame: Frame) -> None:
    desk.locator("#stage").scroll_into_view_if_needed()
    stage, box = desk.locator("#stage").bounding_box(), frame.boxes["alive"]
    assert stage
    lines, columns = frame.picture.shape
    x, y = stage["width"] / columns, stage["height"] / lines
    desk.mouse.move(stage["x"] + box.x * x, stage["y"] + box.y * y)
    desk.mouse.down()
    across, down = box.x + box.width, box.y + box.height
    desk.mouse.move(stage["x"] + across * x, stage["y"] + down * y, steps=4)
    desk.mouse.up()


def label(desk: Page, frame: Frame) -> None:
    labeled = desk.locator("#strip li", has_text="to label")
    left, alive = labeled.count(), str(frame.screen.alive)
    if desk.locator("#alive").input_value() != alive:
        desk.keyboard.type(alive)
    desk.keyboard.press("Enter")
    expect(labeled).to_have_count(left - 1)
