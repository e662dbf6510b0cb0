"""Does whoever listens, or gets a link, learn what whoever looks sees?"""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.rig.looks import has_order, shown

pytestmark = [pytest.mark.browser, pytest.mark.timed]


def test_a_row_is_a_button_that_says_kills_and_alive(site, matches, page):
    matches.rank(alpha=10, beta=20, kills={"beta": 7})
    page.goto(site.url)
    has_order(page, "alpha", "beta")
    row = page.get_by_role("button", name=re.compile(r"Beta.* 7 kills, 20 alive"))
    expect(row).to_have_attribute("aria-pressed", "false")
    row.focus()
    page.keyboard.press("Space")
    assert shown(page) == "Beta"
    expect(row).to_have_attribute("aria-pressed", "true")


def test_the_news_line_drops_what_is_no_longer_true(site, matches, page):
    matches.rank(seconds_ago=25, alpha=40, beta=60)
    page.goto(site.url)
    assert shown(page) == "Alpha"
    expect(page.locator("#link")).to_have_attribute("data-state", re.compile("live|late"))
    page.wait_for_timeout(500)
    matches.rank(alpha=37, beta=6)
    expect(page.locator("#news")).to_have_text("Now on air: Beta, 6 alive.")
    page.wait_for_timeout(600)
    matches.rank(alpha=37, beta=4)
    expect(page.locator("#caption-alive")).to_have_text("4")
    expect(page.locator("#news")).to_be_empty(timeout=3000)
    page.click("#share")
    expect(page.locator("#news")).not_to_be_empty()
    expect(page.locator("#news")).to_be_empty(timeout=20_000)


def test_quieter_leaves_a_muted_page_muted(site, matches, page):
    matches.rank(alpha=10)
    page.goto(site.url)
    assert shown(page) == "Alpha"
    page.keyboard.press("-")
    expect(page.locator("#volume")).to_have_js_property("value", "0.9")
    expect(page.locator("#sound")).to_have_text("Click for sound")
    page.keyboard.press("+")
    expect(page.locator("#sound")).to_have_text("Mute")
    page.keyboard.press("-")
    expect(page.locator("#sound")).to_have_text("Mute")


def test_a_link_to_a_pinned_stream_unfolds_as_that_stream(site, matches, page):
    matches.rank(alpha=10, beta=20)

    def told(address):
        page.goto(address, wait_until="commit")
        return page.get_attribute("meta[property='og:title']", "content"), page.title()

    assert told(f"{site.url}?pin=beta") == ("20 alive: Beta", "20 alive: Beta · Rotisserie")
    assert told(f"{site.url}?pin=nobody")[0] == "10 alive: Alpha"
    assert told(site.url)[0] == "10 alive: Alpha"


def test_the_page_links_to_the_description_of_its_api(site, matches, page):
    matches.rank(alpha=10)
    page.goto(site.url)
    page.click(".foot a:has-text('API')")
    expect(page).to_have_url(re.compile("/api/docs/$"))
