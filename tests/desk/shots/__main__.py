"""How do the desk's pages look?  python -m tests.desk.shots docs/screenshots"""

from __future__ import annotations

import io
import json
import random
import shutil
import sys
import tempfile
import time
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, expect, sync_playwright

from bench.teach.layouts import LAYOUTS
from scoreboard.health import Sample
from scoreboard.requests import Finish
from tests.browser.conftest import ARGUMENTS
from tests.desk.conftest import SCENARIO
from tests.desk.machine import Machine, login, wait_for
from tests.desk.teach.newcomer import Newcomer
from tests.desk.teach.teaching import frames_of
from tests.desk.test_doubts import doubt
from tests.workers.scan.recordings import recording
from tests.workers.stream_server import StreamServer

WIDTHS = (1440, 1024)
QUALITY = 72
MINUTES = 300
NAMES = (
    "QuietFalcon",
    "RustyOtter",
    "VelvetComet",
    "StaticBadger",
    "MarbleLantern",
    "CopperWizard",
    "LunarMagpie",
)


def main() -> None:
    folder = Path(sys.argv[1])
    with tempfile.TemporaryDirectory() as running, sync_playwright() as playwright:
        machine = Machine(Path(running), SCENARIO)
        try:
            _fill(machine)
            browser = playwright.chromium.launch(
                executable_path=shutil.which("chromium"), args=ARGUMENTS
            )
            for width in WIDTHS:
                page = browser.new_context(viewport={"width": width, "height": 800}).new_page()
                login(page, machine.site)
                _shoot_all(machine, page, folder, width)
                _teach(machine, page, folder, width, Path(running))
                _scan(machine, page, folder, width)
            browser.close()
        finally:
            machine.end()


def _fill(machine: Machine) -> None:
    for channel in ("pubg-one", "pubg-two"):
        machine.watch(channel, "pubg")
    rng, now = random.Random(4), time.time()
    machine.store.put_finishes(
        Finish(
            name.lower(),
            name,
            rng.choice(("pubg", "apex", "fortnite")),
            now - 900 * number,
            now - 900 * number - 1300,
            rng.choice((1, 1, 3, 9)),
            rng.randrange(12),
            rng.random() < 0.4,
        )
        for number in range(30)
        for name in [rng.choice(NAMES)]
    )
    for number in range(20):
        machine.store.put_doubt(doubt(number))
    machine.store.redis.delete("samples")
    looks = {"ok": 0, "no-counter": 0, "offline": 0, "unreadable": 0}
    for minute in range(MINUTES):
        busy = 900 + 250 * (minute % 180 < 90) + rng.randrange(120)
        for state, share in (
            ("ok", 0.86),
            ("no-counter", 0.09),
            ("offline", 0.03),
            ("unreadable", 0.02),
        ):
            looks[state] += round(busy * share)
        machine.store.put_sample(
            Sample(
                now - 60 * (MINUTES - minute),
                dict(looks),
                {"capture": rng.randrange(6)},
                {"capture": rng.random()},
                30_000_000 + 9000 * minute,
                120,
                70 + rng.randrange(9),
                5,
            )
        )
    for state, count in looks.items():
        machine.store.count("looks", state, count)
    wait_for(lambda: len(machine.ranked("pubg")) == 2 and not machine.store.doubts(), 60, "it runs")


def _shoot_all(machine: Machine, page: Page, folder: Path, width: int) -> None:
    for name, path in (
        ("live", "desk/live/"),
        ("doubts", "desk/doubts/"),
        ("health", "desk/health/"),
        ("matches", "desk/match/"),
        ("games", "catalog/game/"),
        ("channels", "catalog/channel/"),
        ("import", "desk/imports/"),
        ("regions", "catalog/game/1/regions/"),
        ("channel", "catalog/channel/1/change/"),
    ):
        page.goto(f"{machine.site}/admin/{path}")
        if name == "live":
            page.wait_for_selector(".cutouts img", timeout=40_000)
        if name == "regions":
            page.get_by_role("button", name="Grab a frame").click()
            page.wait_for_selector("#reading .opinions")
        page.wait_for_timeout(400)
        _save(page.screenshot(full_page=True), folder / f"admin-{name}-{width}.jpg")


def _teach(machine: Machine, page: Page, folder: Path, width: int, frames_in: Path) -> None:
    """A HUD that no reader knows, from ten frames, before it is enabled."""
    layout, game = LAYOUTS[0], f"Another game {width}"
    admin = Newcomer(page, machine.site)
    admin.adds_a_game(game)
    admin.opens(game)
    admin.teaches(frames_of(10)[layout.name], frames_in)
    expect(page.get_by_role("button", name="Enable", exact=True)).to_be_enabled(timeout=120_000)
    page.wait_for_timeout(400)
    _save(page.screenshot(full_page=True), folder / f"admin-teach-{width}.jpg")


def _scan(machine: Machine, page: Page, folder: Path, width: int) -> None:
    server = StreamServer()
    server.files["/vod.mp4"] = recording("mp4")
    try:
        page.goto(f"{machine.site}/admin/catalog/game/1/change/")
        page.get_by_role("link", name="Try on a recording").click()
        page.get_by_label("Recording").fill(f"{server.url}/vod.mp4")
        page.get_by_role("button", name="Scan").click()
        expect(page.locator(".scan").first).to_contain_text("Open the report", timeout=120_000)
        _save(page.screenshot(full_page=True), folder / f"admin-scans-{width}.jpg")
    finally:
        server.close()


def _save(shot: bytes, file: Path) -> None:
    with Image.open(io.BytesIO(shot)) as image:
        image.convert("RGB").save(file, "JPEG", quality=QUALITY, optimize=True)
    print(json.dumps({"file": str(file), "bytes": file.stat().st_size}))


if __name__ == "__main__":
    main()
