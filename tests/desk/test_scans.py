"""Is a profile tried on a recording in the browser, and does a recording give frames to label?"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.desk.machine import Machine
from tests.workers.scan.recordings import recording
from tests.workers.stream_server import StreamServer

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timed]
SCAN_SECONDS = 120.0
"""Its process yields to all that runs beside it."""
X_TWICE = """
    place => ["x", "x"].forEach(
        key => place.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }))
    )
"""


@pytest.fixture
def vod() -> Iterator[str]:
    """Its address."""
    server = StreamServer()
    server.files["/vod.mp4"] = recording("mp4")
    yield server.url + "/vod.mp4"
    server.close()


def game_page(desk: Page, machine: Machine) -> None:
    desk.goto(f"{machine.site}/admin/catalog/game/?q=pubg")
    desk.locator("#result_list").get_by_role("link", name="PUBG: Battlegrounds").click()


def test_a_check_from_its_start_to_its_report(desk: Page, machine: Machine, vod: str) -> None:
    game_page(desk, machine)
    desk.get_by_role("link", name="Try on a recording").click()
    desk.get_by_label("Recording").fill(f"{vod}?token=secret")
    desk.get_by_role("button", name="Scan").click()
    scan = desk.locator(".scan").first
    expect(scan).to_contain_text("127.0.0.1/vod.mp4")
    expect(scan).to_contain_text("1 match found, 3 kills.", timeout=1000 * SCAN_SECONDS)
    expect(scan).to_contain_text("No number looks wrong.")
    with desk.expect_popup() as opened:
        scan.get_by_role("link", name="Open the report").click()
    report = opened.value
    expect(report.get_by_role("heading", name="Match 1: won")).to_be_visible()
    pictures = report.locator("figure img")
    expect(pictures).to_have_count(4)
    assert pictures.first.evaluate("image => image.naturalWidth") == 480
    assert "secret" not in report.content()


def test_frames_of_a_recording_are_there_to_label(desk: Page, machine: Machine, vod: str) -> None:
    game_page(desk, machine)
    desk.get_by_role("link", name="Teach this HUD").click()
    desk.get_by_label("Recording").fill(vod)
    desk.get_by_label("or at").fill("0:06, 0:14")
    desk.get_by_role("button", name="Get frames").click()
    expect(desk.locator("#strip li")).to_have_count(2, timeout=1000 * SCAN_SECONDS)
    expect(desk.locator("#said")).to_have_text("2 of 2 frames.")
    desk.locator("#labeling").evaluate(X_TWICE)
    expect(desk.locator("#strip li")).to_have_count(1)
    expect(desk.locator("#said")).to_have_class("quiet")
    desk.get_by_label("Recording").fill("http://127.0.0.1:1/none.mp4")
    desk.get_by_role("button", name="Get frames").click()
    expect(desk.locator("#said.errornote")).to_contain_text(".", timeout=1000 * SCAN_SECONDS)
