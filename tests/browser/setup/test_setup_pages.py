"""Do the set-up pages show what was chosen, and does what they link to look like that?"""

import pytest
from playwright.sync_api import expect

from tests.browser.rig.looks import shown

pytestmark = [pytest.mark.browser, pytest.mark.timed]


def test_a_kiosk_is_set_up_and_opens_with_four_streams_a_ticker_and_a_code(site, matches, page):
    matches.rank(**{f"c{place}": 10 + place for place in range(9)})
    page.goto(f"{site.url}kiosk/")
    page.locator("input[name=pictures][value='4']").check()
    expect(page.locator(".wall-pictures i")).to_have_count(4)
    page.locator("input[name=sound][value='0']").check()
    expect(page.locator("#address")).to_have_value(
        f"{site.url}?kiosk=1&pictures=4&ticker=1&qr=1&sound=0"
    )
    page.goto(page.input_value("#address"))
    expect(page.locator(".screen")).to_have_count(4)
    assert shown(page) == "C0"
    assert page.evaluate("[...document.querySelectorAll('video')].every(each => each.muted)")
    names = page.locator(".tick:visible bdi")
    expect(names.first).to_have_text("C4")
    below = page.locator(".pictures").bounding_box()
    boxes = [page.locator(each).bounding_box() for each in (".ticker", ".code img")]
    assert below
    assert all(box and box["y"] >= below["y"] + below["height"] - 1 for box in boxes)
    assert all(box and box["x"] + box["width"] <= 1440 for box in boxes)
    page.keyboard.press("1")
    expect(page.locator(".screen")).to_have_count(4), "the link decides"
    assert (
        page.evaluate("localStorage.getItem('rotisserie')?.includes('\"screens\":4')") is not True
    )


def test_a_ticker_comes_to_those_that_do_not_fit_and_cuts_none(site, matches, page):
    matches.rank(**{f"streamer_number_{place}": 10 + place for place in range(12)})
    page.clock.install()
    page.goto(f"{site.url}?kiosk=1&ticker=1")
    seen: set[str] = set()
    turns = 0
    expect(page.locator(".tick:visible bdi").first).to_have_text("Streamer_Number_1")
    while len(seen) < 11:
        end = page.locator(".ticker").bounding_box()
        for item in page.locator(".tick:visible").all():
            box = item.bounding_box()
            assert box["x"] + box["width"] <= end["x"] + end["width"] + 1
            seen.add(item.locator("bdi").inner_text())
        turns += 1
        assert turns < 12, seen
        page.clock.run_for(8000)


def test_an_overlay_is_set_up_with_a_preview(site, matches, page):
    matches.rank(alpha=10, beta=20)
    page.goto(f"{site.url}overlay/")
    expect(page.locator("#copy")).to_be_disabled()
    page.fill("#channel", "Beta")
    expect(page.locator(".scene #alive")).to_have_text("20")
    page.get_by_label("Bottom right").check()
    page.get_by_label("Kills").uncheck()
    address = f"{site.url}overlay/beta/?place=bottom-right&show=rank&show=alive"
    expect(page.locator("#address")).to_have_value(address)
    scene, box = (page.locator(each).bounding_box() for each in (".scene", ".scene .overlay"))
    assert scene
    assert box
    assert box["x"] + box["width"] > scene["x"] + 0.9 * scene["width"]
    assert box["y"] + box["height"] > scene["y"] + 0.9 * scene["height"]
    page.goto(address)
    expect(page.locator("#alive")).to_have_text("20")
    matches.rank(alpha=10, beta=4)
    expect(page.locator("#alive")).to_have_text("4")
    expect(page.locator("#kills")).to_have_count(0)
    box = page.locator("#overlay").bounding_box()
    assert box
    assert (round(box["x"] + box["width"]), round(box["y"] + box["height"])) == (1424, 884)
