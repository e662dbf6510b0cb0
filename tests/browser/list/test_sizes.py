"""Does every screen show picture and numbers, from a phone to a wall, and in full screen?"""

import pytest
from playwright.sync_api import expect

from tests.browser.rig.looks import has_order, shown

pytestmark = [pytest.mark.browser, pytest.mark.timed]
FINGER = 44


@pytest.mark.parametrize("screens", [1, 2, 4])
def test_full_screen_is_black_filled_and_names_the_stream(site, matches, page, screens):
    matches.rank(alpha=10, beta=20, gamma=30, delta=40)
    page.goto(site.url)
    assert shown(page) == "Alpha"
    controls = page.locator(".controls > :visible").all()
    assert len({each.bounding_box()["y"] for each in controls}) == 1, "they are one line"
    page.keyboard.press(str(screens))
    expect(page.locator(".screen")).to_have_count(screens)
    page.click("#full-screen")
    page.wait_for_function("document.fullscreenElement !== null")
    page.wait_for_timeout(300)
    for part, text in (("name", "Alpha"), ("alive", "10"), ("kills", "2")):
        expect(page.locator(f"#caption-{part}")).to_have_text(text)
        expect(page.locator(f"#caption-{part}")).to_be_in_viewport(ratio=1)
    ground = "getComputedStyle(document.fullscreenElement).backgroundColor"
    assert page.evaluate(ground) == "rgb(0, 0, 0)"
    size = page.evaluate("[innerWidth, innerHeight]")
    boxes = [each.bounding_box() for each in page.locator(".screen").all()]
    area = sum(box["width"] * box["height"] for box in boxes)
    assert area > 0.84 * size[0] * size[1]


def test_a_phone_has_room_for_fingers_and_a_way_to_the_streamer(site, matches, page):
    matches.rank(**{f"c{place}": 10 + place for place in range(20)})
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(site.url)
    assert shown(page) == "C0"
    targets = page.locator("header a, header button, .controls button, .controls a, .row .star")
    for each in targets.all():
        box = each.bounding_box()
        if box:
            assert min(box["width"], box["height"]) >= FINGER, each.inner_text()
    expect(page.locator("#open")).to_be_visible()
    row = page.locator("[data-channel=c18] .row-link")
    row.scroll_into_view_if_needed()
    row.click()
    assert shown(page) == "C18"
    expect(page.locator("#screens")).to_be_in_viewport(ratio=1)


def test_a_phone_on_its_side_shows_picture_and_numbers(site, matches, page):
    matches.rank(alpha=10, beta=20)
    page.set_viewport_size({"width": 844, "height": 390})
    page.goto(site.url)
    has_order(page, "alpha", "beta")
    for part in (".screen.main", "#caption-name", "#caption-alive", "#caption-kills"):
        expect(page.locator(part)).to_be_in_viewport(ratio=1)
    expect(page.locator("[data-channel=alpha] .alive")).to_be_in_viewport(ratio=1)
    assert page.evaluate("document.documentElement.scrollWidth") == 844


@pytest.mark.parametrize(
    ("width", "height", "least"), [(3840, 2160, 3000), (3440, 1440, 2300), (2560, 1080, 1500)]
)
def test_on_a_large_screen_the_picture_grows_and_has_no_bars(
    site, matches, page, width, height, least
):
    matches.rank(alpha=10, beta=20)
    page.set_viewport_size({"width": width, "height": height})
    page.goto(site.url)
    has_order(page, "alpha", "beta")
    box = page.locator(".screen.main").bounding_box()
    assert box
    assert box["width"] >= least
    assert box["width"] / box["height"] == pytest.approx(16 / 9, rel=0.01)
    for part in ("#next", "#open"):
        expect(page.locator(part)).to_be_in_viewport(ratio=1)
    expect(page.locator("#caption-alive")).to_be_in_viewport(ratio=1)
