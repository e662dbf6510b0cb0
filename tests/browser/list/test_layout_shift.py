"""Does the page keep still while its list changes? Measured as the browser measures it."""

from itertools import pairwise

import pytest
from playwright.sync_api import expect

from tests.browser.rig.looks import has_order, shown

pytestmark = [pytest.mark.browser, pytest.mark.timed]
MAX_SHIFT = 0.02
WATCH = """window.shifts = [];
new PerformanceObserver((list) => shifts.push(...list.getEntries().map((each) => ({
    value: each.value,
    moved: each.sources.map((source) => source.node?.outerHTML?.slice(0, 50)),
})))).observe({type: "layout-shift", buffered: true});"""
ROUNDS = [
    {"alpha": 50, "beta": 20, "gamma": 70, "delta": 30, "omega": 90},
    {"alpha": 10, "beta": 60, "gamma": 12, "delta": 80, "omega": 40},
    {"alpha": 9, "beta": 15, "gamma": 30, "delta": 14, "omega": 5, "newest": 7},
]
"""In the last two rounds finishes overlap, and the stage is split where it is wide enough."""


def places(page):
    return page.evaluate("""() => [...document.querySelectorAll("#ranked .row")]
        .sort((one, other) => one.getBoundingClientRect().top - other.getBoundingClientRect().top)
        .map((row) => row.dataset.channel)""")


@pytest.mark.parametrize(("width", "height"), [(1440, 900), (844, 390), (390, 844)])
def test_nothing_shifts_while_rows_change_places(site, matches, page, width, height):
    page.set_viewport_size({"width": width, "height": height})
    page.add_init_script(WATCH)
    matches.rank(alpha=90, beta=40, gamma=60, delta=50, omega=70)
    page.goto(site.url)
    shown(page)
    expect(page.locator("#link")).to_have_attribute("data-state", "live")
    page.evaluate("document.querySelector('.board').scrollIntoView()")
    for numbers in ROUNDS:
        matches.rank(**numbers)
        ranked = sorted(numbers, key=numbers.__getitem__)
        has_order(page, *ranked)
        page.wait_for_timeout(700)
        assert places(page) == ranked
    assert (page.locator("video.shown").count() > 1) == (width >= 860)
    matches.end("beta")
    expect(page.locator("#others [data-channel=beta]")).to_be_visible()
    matches.end("alpha")
    expect(page.locator("#others [data-channel=alpha]")).to_be_visible()
    page.wait_for_timeout(700)
    title = page.locator(".others-title").bounding_box()
    last = page.locator("#ranked .row").last.bounding_box()
    assert title["y"] >= last["y"] + last["height"]
    shifts = page.evaluate("shifts")
    large = [f"{each['value']:.4f} {each['moved']}" for each in shifts if each["value"] > 0.002]
    assert sum(each["value"] for each in shifts) < MAX_SHIFT, "\n".join(large)


def test_nothing_shifts_when_the_viewer_asks_for_more_or_fewer_pictures(site, matches, page):
    page.add_init_script(WATCH)
    matches.rank(alpha=30, beta=40, gamma=50, delta=60)
    page.goto(site.url)
    assert shown(page) == "Alpha"
    below = page.locator("#caption").bounding_box()
    for count in (4, 2, 4, 1):
        page.keyboard.press(str(count))
        expect(page.locator(".screen")).to_have_count(count)
        page.wait_for_timeout(300)
        assert page.locator("#caption").bounding_box() == below
    shifts = page.evaluate("shifts")
    assert sum(each["value"] for each in shifts) < MAX_SHIFT, shifts


def test_order_for_keyboards_and_screen_readers_is_the_order_seen(site, matches, page):
    matches.rank(alpha=10, beta=20, gamma=30)
    page.goto(site.url)
    has_order(page, "alpha", "beta", "gamma")
    page.focus("[data-channel=beta] .row-link")
    matches.rank(gamma=2, beta=5)
    has_order(page, "gamma", "beta", "alpha")
    focused = "document.activeElement.closest('.row')?.dataset.channel"
    assert page.evaluate(focused) == "beta"
    seen = set()
    for _ in range(8):
        page.keyboard.press("Shift+Tab")
        seen.add(page.evaluate(focused))
        if "gamma" in seen:
            break
    assert "gamma" in seen
    assert "alpha" not in seen


def test_resizing_the_window_lays_the_rows_out_again(site, matches, page):
    matches.rank(alpha=10, beta=20, gamma=30)
    page.goto(site.url)
    has_order(page, "alpha", "beta", "gamma")
    for size in ({"width": 390, "height": 844}, {"width": 1440, "height": 900}):
        page.set_viewport_size(size)
        page.wait_for_timeout(300)
        boxes = [each.bounding_box() for each in page.locator("#ranked .row").all()]
        for upper, lower in pairwise(boxes):
            assert 0 < lower["y"] - upper["y"] - upper["height"] < 8
