"""Does what an admin does at the desk reach the board, without a developer and without a restart?"""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.desk.machine import Machine, wait_for

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PUBLISHED_SECONDS = 5.0
ADDED_SECONDS = 45.0
SILENT_SECONDS = 60.0


@pytest.fixture(scope="module")
def pubg(machine: Machine) -> Machine:
    machine.watch("pubg-one", "pubg")
    machine.watch("pubg-two", "pubg")
    wait_for(lambda: len(machine.ranked("pubg")) == 2, ADDED_SECONDS, "both streams are ranked")
    return machine


def open_regions(desk: Page, machine: Machine, game: str) -> None:
    desk.goto(f"{machine.site}/admin/catalog/game/")
    desk.get_by_role("row", name=re.compile(game)).get_by_role(
        "link", name="Draw on a frame"
    ).click()
    expect(desk.locator("#add-region option")).not_to_have_count(0)  # its script has begun


def take_frame(desk: Page) -> None:
    desk.get_by_role("button", name="Grab a frame").click()
    expect(desk.locator("#said")).to_contain_text("Broadcast")


def drag(desk: Page, box: str, x: float, y: float) -> None:
    """The box's middle to this place, in shares of the frame."""
    frame, place = (
        desk.locator("#stage").bounding_box(),
        desk.locator(f".box[data-name={box}]").bounding_box(),
    )
    assert frame
    assert place
    desk.mouse.move(place["x"] + place["width"] / 2, place["y"] + place["height"] / 2)
    desk.mouse.down()
    desk.mouse.move(frame["x"] + x * frame["width"], frame["y"] + y * frame["height"], steps=8)
    desk.mouse.up()


def save(desk: Page) -> None:
    desk.get_by_role("button", name="Save").click()
    expect(desk.locator(".messagelist .success")).to_be_visible()


def test_a_region_moved_wrong_silences_the_board_and_is_dragged_right_again(
    desk: Page, pubg: Machine
) -> None:
    open_regions(desk, pubg, "PUBG")
    take_frame(desk)
    expect(desk.locator("#reading [data-field=alive] b")).to_have_text(re.compile(r"\d+"))
    drag(desk, "hud", 0.5, 0.6)
    expect(desk.locator("#reading [data-field=alive] b")).to_have_text("–")
    moved_at = time.time()
    save(desk)
    silent_from = time.time()
    wait_for(lambda: not pubg.ranked("pubg"), SILENT_SECONDS, "the board is silent")
    assert time.time() - silent_from < SILENT_SECONDS
    told = pubg.store.games()["pubg"].regions["hud"]
    assert (round(told.x + told.width / 2, 2), round(told.y + told.height / 2, 2)) == (0.5, 0.6)
    for standing in pubg.store.standings().values():
        assert standing.captured_at < moved_at + 15, "a number was believed from the wrong place"

    desk.goto(f"{pubg.site}/admin/catalog/channel/")
    expect(desk.get_by_role("row", name=re.compile("pubg-one"))).to_contain_text(
        re.compile(r"[Nn]o counter (was )?found in the last \d+ checks")
    )
    desk.goto(f"{pubg.site}/admin/desk/live/")
    expect(desk.locator("tr[data-channel=pubg-one] .cutouts img")).to_be_visible(timeout=40_000)
    expect(desk.locator("tr[data-channel=pubg-one]")).to_contain_text("no counter")

    open_regions(desk, pubg, "PUBG")
    take_frame(desk)
    expect(desk.locator("#reading [data-field=alive] b")).to_have_text("–")
    drag(desk, "hud", 0.89, 0.055)
    expect(desk.locator("#reading [data-field=alive] b")).to_have_text(re.compile(r"\d+"))
    save(desk)
    wait_for(lambda: pubg.ranked("pubg"), ADDED_SECONDS, "the board is back")
    expect(desk.locator(".versions li")).to_have_count(3)


def test_regions_are_moved_by_keys_and_taken_back(desk: Page, pubg: Machine) -> None:
    open_regions(desk, pubg, "PUBG")
    before = pubg.store.games()["pubg"].regions["banner"]
    box = desk.locator(".box[data-name=banner]")
    box.focus()
    for key in ("ArrowRight", "ArrowRight", "ArrowDown", "Shift+ArrowLeft"):
        desk.keyboard.press(key)
    save(desk)
    after = wait_for(lambda: _changed(pubg, before), PUBLISHED_SECONDS, "the workers hear of it")
    assert (round(after.x - before.x, 3), round(after.y - before.y, 3)) == (0.01, 0.005)
    assert round(after.width - before.width, 3) == -0.005
    desk.get_by_role("button", name="Restore").first.click()
    expect(desk.locator(".messagelist .success")).to_contain_text("in use again")
    wait_for(
        lambda: pubg.store.games()["pubg"].regions["banner"] == before,
        PUBLISHED_SECONDS,
        "as it was",
    )


def _changed(machine: Machine, before: object) -> object:
    after = machine.store.games()["pubg"].regions["banner"]
    return after if after != before else None


def test_a_game_never_heard_of_is_added_and_ranked_without_code(
    desk: Page, machine: Machine
) -> None:
    desk.goto(f"{machine.site}/admin/catalog/game/add/")
    desk.locator("#id_name").press_sequentially("Outpost")
    expect(desk.locator("#id_slug")).to_have_value("outpost")
    desk.fill("#id_most_players", "80")
    desk.get_by_role("button", name="Save", exact=True).click()
    expect(desk.locator("h1").last).to_have_text("HUD regions of Outpost")

    for channel in ("outpost-one", "outpost-two"):
        desk.goto(f"{machine.site}/admin/catalog/channel/add/")
        desk.fill("#id_url", machine.url(channel))
        desk.fill("#id_name", channel)
        desk.locator(".field-game .select2-selection").click()
        desk.get_by_role("option", name="Outpost").click()
        desk.get_by_role("button", name="Save", exact=True).click()
        expect(desk.locator(".messagelist .success")).to_be_visible()

    wait_for(lambda: machine.store.stream("outpost-two"), ADDED_SECONDS, "the streams are found")
    open_regions(desk, machine, "Outpost")
    take_frame(desk)
    expect(desk.locator("#reading")).to_contain_text("Add a region to be read.")
    for region, sides in (("alive", (4.8, 37.5, 6.2, 5.5)), ("kills", (4.8, 45.5, 4.0, 3.6))):
        desk.locator("#add-region").select_option(region)
        for side, percent in zip(("x", "y", "width", "height"), sides, strict=True):
            desk.get_by_label(f"{region}: {side} in percent").fill(str(percent))
    expect(desk.locator("#reading [data-field=alive] b")).to_have_text(re.compile(r"\d+"))
    expect(desk.locator("#reading [data-field=kills] b")).to_have_text("2")
    save(desk)
    wait_for(lambda: len(machine.ranked("outpost")) == 2, ADDED_SECONDS, "both streams are ranked")
    desk.goto(f"{machine.site}/outpost/")
    expect(desk.locator("body")).to_contain_text("outpost-one")


def test_a_blocked_channel_is_gone_within_five_seconds(desk: Page, pubg: Machine) -> None:
    wait_for(lambda: "pubg-two" in pubg.ranked("pubg"), ADDED_SECONDS, "it is ranked")
    viewer = desk.context.new_page()
    viewer.goto(f"{pubg.site}/pubg/")
    expect(viewer.locator("body")).to_contain_text("pubg-two")
    desk.goto(f"{pubg.site}/admin/catalog/channel/?q=pubg-two")
    desk.locator("#result_list .action-select").first.check()
    desk.locator("select[name=action]").select_option("block")
    desk.get_by_role("button", name="Go", exact=True).click()
    expect(desk.locator(".messagelist")).to_contain_text("1 blocked")
    blocked_at = time.monotonic()
    wait_for(
        lambda: "pubg-two" not in _all_channels(pubg), PUBLISHED_SECONDS, "it is gone from the API"
    )
    wait_for(
        lambda: pubg.api("on-air/?game=pubg")["channel"] != "pubg-two",
        PUBLISHED_SECONDS,
        "and from the stage",
    )
    expect(viewer.locator("body")).not_to_contain_text("pubg-two", timeout=5_000)
    assert time.monotonic() - blocked_at < PUBLISHED_SECONDS
    expect(desk.get_by_role("row", name=re.compile("pubg-two"))).to_contain_text(
        "Blocked by an admin on"
    )
    viewer.close()


def _all_channels(machine: Machine) -> set[str]:
    return {row["channel"] for row in machine.api("streams/?limit=500")["results"]}


def test_a_stream_is_paused_and_goes_on(desk: Page, pubg: Machine) -> None:
    desk.goto(f"{pubg.site}/admin/desk/live/?q=pubg-one")
    row = desk.locator("tr[data-channel=pubg-one]")
    row.get_by_role("button", name="Pause").click()
    expect(row).to_contain_text("paused")
    looked_at = wait_for(lambda: pubg.store.standings().get("pubg-one"), 5, "a standing").looked_at
    row.get_by_role("button", name="Resume").click()
    wait_for(
        lambda: pubg.store.standings()["pubg-one"].looked_at > looked_at,
        15,
        "it is looked at again",
    )


@pytest.mark.parametrize(
    ("packed", "sentence"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "such as SVG"),
        (b"PK\x03\x04" + bytes(100), "a zip archive"),
        (bytes(100_000_000), "100.0 MB; the limit is 15 MB"),
    ],
    ids=["svg", "zip", "large"],
)
def test_hostile_uploads_are_refused_with_a_sentence(
    desk: Page, machine: Machine, tmp_path: Path, packed: bytes, sentence: str
) -> None:
    upload = tmp_path / "frame.png"
    upload.write_bytes(packed)
    open_regions(desk, machine, "PUBG")
    desk.locator("#upload").set_input_files(upload)
    expect(desk.locator("#said")).to_contain_text(sentence)
    expect(desk.locator("#frame")).to_be_hidden()


def test_a_stream_is_shown_with_what_each_reader_makes_of_it(desk: Page, pubg: Machine) -> None:
    desk.goto(f"{pubg.site}/admin/desk/unread/pubg-one/")
    expect(desk.locator("#said")).to_contain_text("Broadcast")
    expect(desk.locator("#frame")).to_have_attribute("src", re.compile(r"^/admin/desk/frames/"))
    expect(desk.locator("#reading .opinions")).to_contain_text("digit network")
    expect(desk.locator("#reading [data-field=alive] b")).to_have_text(re.compile(r"\d+"))
    desk.get_by_role("link", name="draw the position of the game picture").click()
    expect(desk.locator("#frame")).to_have_attribute("src", re.compile(r"^/admin/desk/frames/"))
