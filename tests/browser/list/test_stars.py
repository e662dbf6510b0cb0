"""Do a viewer's favorites come first, stay, and travel to another browser?"""

import pytest
from playwright.sync_api import expect

from tests.browser.rig.looks import has_order

pytestmark = [pytest.mark.browser, pytest.mark.timed]


def test_a_star_brings_a_streamer_to_the_top_and_travels_by_link(site, matches, page, chromium):
    matches.rank(alpha=10, beta=20, gamma=30)
    page.goto(site.url)
    has_order(page, "alpha", "beta", "gamma")
    star = page.get_by_role("button", name="Favorite Gamma")
    box = star.bounding_box()
    assert box
    assert min(box["width"], box["height"]) >= 44
    star.click()
    expect(star).to_have_attribute("aria-pressed", "true")
    page.mouse.move(5, 5)
    has_order(page, "gamma", "alpha", "beta")
    expect(page.locator("#ranked [data-channel=gamma] .rank")).to_have_text("3")
    page.reload()
    has_order(page, "gamma", "alpha", "beta")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.keyboard.press("o")
    page.click("#stars-link")
    expect(page.locator("#stars-words")).to_contain_text("Copied")
    link = page.evaluate("navigator.clipboard.readText()")
    elsewhere = chromium.new_context()
    other = elsewhere.new_page()
    other.goto(link)
    has_order(other, "gamma", "alpha", "beta")
    expect(other).to_have_url(site.url)
    elsewhere.close()
    page.click("#star-channels button")
    page.keyboard.press("Escape")
    has_order(page, "alpha", "beta", "gamma")
