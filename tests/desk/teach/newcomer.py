"""How does somebody who has never seen the pages teach a HUD?  Clicks, keys and seconds are counted."""

from __future__ import annotations

import re
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import cv2
from playwright.sync_api import Locator, Page, expect

from bench.teach.filmed import Frame

READ_MILLISECONDS = 60_000
CHECKED_MILLISECONDS = 120_000
CHOOSING_FILES = 2
"""Clicks in the system's own window: the first file with Shift + the last one, and Open."""


@dataclass(slots=True)
class Newcomer:
    """An admin with a mouse and a keyboard."""

    page: Page
    site: str
    clicks: int = 0
    keys: int = 0
    began: float = field(default_factory=time.monotonic)

    @property
    def seconds(self) -> float:
        return time.monotonic() - self.began

    def click(self, what: Locator) -> None:
        what.click(timeout=READ_MILLISECONDS)
        self.clicks += 1

    def press(self, key: str) -> None:
        self.page.keyboard.press(key)
        self.keys += 1

    def type(self, text: str) -> None:
        self.page.keyboard.type(text)
        self.keys += len(text)

    def adds_a_game(self, name: str) -> None:
        page = self.page
        page.goto(f"{self.site}/admin/catalog/game/add/")
        self.click(page.locator("#id_name"))
        self.type(name)
        self.click(page.get_by_role("button", name="Save", exact=True))

    def adds_a_channel(self, url: str, game: str) -> None:
        page = self.page
        page.goto(f"{self.site}/admin/catalog/channel/add/")
        self.click(page.locator("#id_url"))  # pasted
        page.keyboard.insert_text(url)
        self.keys += 1
        self.click(page.locator(".field-game .select2-selection"))
        self.click(page.get_by_role("option", name=game))
        self.click(page.get_by_role("button", name="Save", exact=True))
        expect(page.locator(".messagelist .success")).to_be_visible()

    def opens(self, game: str) -> None:
        """The page that teaches it, from the list of games."""
        page = self.page
        page.goto(f"{self.site}/admin/catalog/game/")
        self.clicks += 1
        row = page.get_by_role("row", name=re.compile(game))
        self.click(row.get_by_role("link", name="Teach this HUD"))

    def teaches(self, frames: Sequence[Frame], folder: Path) -> None:
        """One box and one number; then a key for each, or the number where the proposal is not right."""
        page = self.page
        page.locator("#upload").set_input_files(files_of(frames, folder))
        self.clicks += 1 + CHOOSING_FILES
        expect(page.locator("#strip li")).to_have_count(len(frames), timeout=READ_MILLISECONDS)
        self.draws(frames[0])
        for number, frame in enumerate(frames):
            if number:
                expect(page.locator("#proposal")).to_contain_text(
                    re.compile("press", re.IGNORECASE), timeout=READ_MILLISECONDS
                )
            self.labels(frame)

    def draws(self, frame: Frame) -> None:
        """A box around the players alive."""
        page = self.page
        page.locator("#stage").scroll_into_view_if_needed()
        stage, box = page.locator("#stage").bounding_box(), frame.boxes["alive"]
        assert stage
        lines, columns = frame.picture.shape
        x, y = stage["width"] / columns, stage["height"] / lines
        page.mouse.move(stage["x"] + box.x * x, stage["y"] + box.y * y)
        page.mouse.down()
        across, down = box.x + box.width, box.y + box.height
        page.mouse.move(stage["x"] + across * x, stage["y"] + down * y, steps=4)
        page.mouse.up()
        self.clicks += 1

    def labels(self, frame: Frame) -> None:
        page, alive = self.page, str(frame.screen.alive)
        unlabeled = page.locator("#strip li", has_text="to label")
        left = unlabeled.count()
        if page.locator("#alive").input_value() != alive:
            self.type(alive)
        self.press("Enter")
        expect(unlabeled).to_have_count(left - 1)

    def enables(self) -> str:
        """What the page said of the frames."""
        page = self.page
        verdict = page.locator("#verdict")
        expect(verdict).to_contain_text(re.compile(r"\b0 wrong"), timeout=CHECKED_MILLISECONDS)
        said = verdict.inner_text()
        self.click(page.get_by_role("button", name="Enable", exact=True))
        expect(page.locator(".taught-versions .in-use")).to_be_visible(timeout=READ_MILLISECONDS)
        return said


def files_of(frames: Sequence[Frame], folder: Path) -> list[Path]:
    files = [folder / f"{number}.png" for number in range(len(frames))]
    for file, frame in zip(files, frames, strict=True):
        cv2.imwrite(str(file), frame.picture)
    return files
