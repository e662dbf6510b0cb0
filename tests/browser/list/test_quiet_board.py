"""Does the page follow its viewer while no event comes?"""

import pytest
from playwright.sync_api import expect

from tests.browser.rig.looks import has_order, shown

pytestmark = [pytest.mark.browser, pytest.mark.timed]


@pytest.fixture
def quiet(site, matches, page):
    """Opened by a link to a stream that has ended; the server has yet to answer the request for events."""
    matches.rank(kills={"delta": 9}, alpha=30, beta=40, gamma=50, delta=60)
    page.route("**/api/v1/events/**", lambda route: None)
    page.goto(f"{site.url}?pin=long-gone")
    return page


def has_screens(page, count):
    page.wait_for_function(
        "count => document.querySelectorAll('.screen').length === count", arg=count
    )


def test_every_choice_takes_effect_without_an_event(site, quiet):
    page = quiet
    assert shown(page) == "Alpha"
    assert "pin=" not in page.url
    page.keyboard.press("4")
    has_screens(page, 4)
    page.keyboard.press("1")
    has_screens(page, 1)
    page.keyboard.press("n")
    expect(page.locator("#caption-name")).to_have_text("Beta")
    page.keyboard.press("s")
    expect(page.locator("#tag")).to_have_text("Pinned")
    page.keyboard.press("a")
    expect(page.locator("#caption-name")).to_have_text("Alpha")
    page.keyboard.press("m")
    expect(page.locator("#sound")).to_have_text("Mute")
    page.evaluate("location.hash = 'stars=gamma'")
    has_order(page, "gamma", "alpha", "beta", "delta")
    page.keyboard.press("o")
    page.select_option("#set-order", "kills")
    has_order(page, "gamma", "delta", "alpha", "beta")
    expect(page.locator("#board-title")).to_have_text("Most kills")
    page.keyboard.press("Escape")
    page.keyboard.press("h")
    expect(page.locator("#ranked .row")).to_have_count(3)


def test_results_of_a_search_have_a_heading_of_their_own(quiet):
    title = quiet.locator("#board-title")
    quiet.fill("#search", "alp")
    expect(title).to_have_text("Search results")
    expect(quiet.locator("#found .row")).to_have_count(1)
    quiet.focus("#search")
    quiet.keyboard.press("Escape")
    expect(title).to_have_text("Closest to the finish")
