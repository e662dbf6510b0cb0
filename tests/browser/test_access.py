"""Can everybody use the page: by keyboard, with a screen reader, with weak eyes?"""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.rig.looks import has_order

pytestmark = [pytest.mark.browser, pytest.mark.timed]
AXE = Path("node_modules/axe-core/axe.min.js")
TABS = 60


def faults(page):
    """What axe-core finds that is serious or worse, as a list of sentences."""
    page.evaluate(AXE.read_text())
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
    return [
        f"{each['id']}: {node['html'][:120]}"
        for each in found
        if each["impact"] in ("serious", "critical")
        for node in each["nodes"]
    ]


@pytest.mark.parametrize(("width", "height"), [(1440, 900), (1024, 768), (390, 844)])
def test_axe_finds_nothing_serious(site, matches, page, width, height):
    matches.rank(alpha=3, beta=40, gamma=50)
    matches.rank(seconds_ago=30, delta=20)
    matches.end("gamma")
    page.set_viewport_size({"width": width, "height": height})
    page.goto(site.url)
    has_order(page, "alpha", "delta", "beta")
    for lights in ("dark", "light", "dim"):
        page.evaluate("lights => { document.documentElement.dataset.lights = lights }", lights)
        assert faults(page) == []
    for key, dialog in (("o", "#settings"), ("?", "#help")):
        page.keyboard.press(key)
        expect(page.locator(dialog)).to_be_visible()
        assert faults(page) == []
        page.keyboard.press("Escape")
    page.goto(f"{site.url}moments/")
    assert faults(page) == []


def test_everything_is_reached_by_keyboard_with_a_visible_focus(site, matches, page):
    matches.rank(alpha=3, beta=40)
    page.goto(site.url)
    has_order(page, "alpha", "beta")
    page.wait_for_selector("#sound-part:not([hidden])")
    reached = set()
    for _ in range(TABS):
        page.keyboard.press("Tab")
        focus = page.evaluate("""() => {
            const at = document.activeElement, style = getComputedStyle(at);
            if (at === document.body) return null;
            return [at.id || at.className || at.textContent.trim(), style.outlineStyle];
        }""")
        if focus is None:
            break
        reached.add(focus[0])
        assert focus[1] == "solid", f"the focus on {focus[0]} cannot be seen"
    assert {
        "next",
        "previous",
        "pin",
        "sound",
        "volume",
        "hide-this",
        "share",
        "open",
        "open-settings",
        "open-help",
        "row-link",
        "hide",
    } <= reached


@pytest.mark.parametrize(("width", "height"), [(1440, 900), (1024, 768), (390, 844)])
def test_nothing_lies_over_anything_or_out_of_the_window(site, matches, page, width, height):
    matches.rank(alpha=10, **{"x" * 60: 20})
    page.set_viewport_size({"width": width, "height": height})
    page.goto(site.url)
    has_order(page, "alpha", "x" * 60)
    assert page.evaluate("document.documentElement.scrollWidth") == width
    parts = [".bar", "#screens", "#caption", "#controls", ".board"]
    boxes = [page.locator(part).bounding_box() for part in parts]
    for place, one in enumerate(boxes):
        for other in boxes[place + 1 :]:
            apart = (
                one["x"] + one["width"] <= other["x"] + 1
                or other["x"] + other["width"] <= one["x"] + 1
                or one["y"] + one["height"] <= other["y"] + 1
                or other["y"] + other["height"] <= one["y"] + 1
            )
            assert apart, f"{one} lies over {other}"
