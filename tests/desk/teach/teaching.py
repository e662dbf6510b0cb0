"""How long does it take to teach a HUD in the browser, and how many clicks?  make bench-teach-browser

Each layout by somebody who has not seen the page: a new game, a channel that plays it, ten frames, Enable; until the
channel's number is on the board. The pipeline runs whole, and the channel is live HLS over HTTP.
"""

from __future__ import annotations

import tempfile
from itertools import islice
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from bench.report.figures import table
from bench.teach.filmed import Frame, films
from bench.teach.layouts import LAYOUTS, Layout, Screen
from bench.teach.live import Broadcast, broadcasting
from tests.browser.conftest import ARGUMENTS
from tests.conftest import need
from tests.desk.machine import Machine, login, wait_for
from tests.desk.teach.newcomer import Newcomer

SEED = 44_000
RANKED_SECONDS = 60.0
ALIVE = (48, 45, 41)
HEAD = ("layout", "frames", "clicks", "keys", "seconds until Enable", "until ranked", "checked")


def main() -> None:
    print(in_browser(10))


def in_browser(count: int) -> str:
    """A table; raises ``AssertionError`` where a step fails or another number is ranked."""
    frames = frames_of(count)
    with (
        tempfile.TemporaryDirectory() as folder,
        sync_playwright() as playwright,
        broadcasting() as broadcast,
    ):
        machine = Machine(Path(folder), {"channels": [UNWATCHED]})
        browser = playwright.chromium.launch(executable_path=need("chromium"), args=ARGUMENTS)
        try:
            page = browser.new_context(viewport={"width": 1440, "height": 900}).new_page()
            login(page, machine.site)
            rows = [
                _taught(layout, frames[layout.name], page, machine, broadcast, Path(folder))
                for layout in LAYOUTS
            ]
        finally:
            browser.close()
            machine.end()
    return table(HEAD, rows)


UNWATCHED = {
    "channel": "pubg-one",
    "game": "pubg",
    "steps": [{"phase": "playing", "alive": 60, "seconds": 6}],
}
"""The arena has to broadcast something."""


def frames_of(count: int) -> dict[str, list[Frame]]:
    """The first of each layout that show both counters."""
    shown = [*films(3 * count, SEED)]
    return {
        layout.name: [
            *islice(
                (each[layout.name] for each in shown if len(each[layout.name].boxes) == 2), count
            )
        ]
        for layout in LAYOUTS
    }


def _taught(
    layout: Layout,
    frames: list[Frame],
    page: Page,
    machine: Machine,
    broadcast: Broadcast,
    folder: Path,
) -> tuple[str, ...]:
    game = layout.name.title()
    channel = layout.name.lower().replace(" ", "-")
    broadcast.show(channel, layout, Screen(ALIVE[0], 2))
    admin = Newcomer(page, machine.site)
    admin.adds_a_game(game)
    admin.adds_a_channel(broadcast.url(channel), game)
    admin.opens(game)
    admin.teaches(frames, folder)
    said = admin.enables()
    enabled = admin.seconds
    for alive in ALIVE:
        broadcast.show(channel, layout, Screen(alive, 2))
        ranked_at_last(machine, channel, alive)
        if alive == ALIVE[0]:
            ranked = admin.seconds
    return (
        layout.name,
        str(len(frames)),
        str(admin.clicks),
        str(admin.keys),
        f"{enabled:.0f}",
        f"{ranked:.0f}",
        said.partition(": ")[2].rstrip("."),
    )


def ranked_at_last(machine: Machine, game: str, alive: int) -> None:
    wait_for(
        lambda: [*machine.ranked(game).values()] == [alive],
        RANKED_SECONDS,
        f"{alive} are on the board of {game}",
    )


if __name__ == "__main__":
    main()
