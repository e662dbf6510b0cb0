"""What do the admin pages' tests need: the pipeline, started once, and a real Chromium."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.browser.conftest import ARGUMENTS
from tests.conftest import need
from tests.desk.machine import Machine, login

expect.set_options(timeout=15_000)
STEP_SECONDS, STEPS = 6, 9


def falling(channel: str, game: str, most: int) -> dict[str, object]:
    """A match without end: the number falls by one every few seconds, and restarts at the bottom."""
    steps = [
        {"phase": "playing", "alive": alive, "kills": 2, "seconds": STEP_SECONDS}
        for alive in range(most, most - STEPS, -1)
    ]
    return {"channel": channel, "game": game, "name": channel, "steps": steps, "repeat": True}


SCENARIO = {
    "channels": [
        falling("pubg-one", "pubg", 60),
        falling("pubg-two", "pubg", 52),
        falling("outpost-one", "outpost", 60),
        falling("outpost-two", "outpost", 52),
    ]
}


@pytest.fixture(scope="package")
def machine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Machine]:
    need("chromium")
    running = Machine(tmp_path_factory.mktemp("desk"), SCENARIO)
    yield running
    running.end()


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=need("chromium"), args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def desk(chromium: Browser, machine: Machine) -> Iterator[Page]:
    """An admin who is logged in; the page must not complain of an error or of its policy."""
    context = chromium.new_context(viewport={"width": 1440, "height": 900})
    page = context.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on(
        "console",
        lambda said: complaints.append(said.text) if "Content Security" in said.text else None,
    )
    login(page, machine.site)
    yield page
    context.close()
    assert not complaints
