"""Does whoever opens the page see the best match, and stay with it?"""

import pytest
from playwright.sync_api import expect

from tests.browser.looks import SHOWN, has_order, shown

pytestmark = pytest.mark.browser


def test_the_stream_on_air_really_plays(site, matches, page):
    matches.stand(alpha=12, beta=40)
    page.goto(site.url)
    assert shown(page) == "Alpha"
    before = page.eval_on_selector(SHOWN, "video => video.currentTime")
    page.wait_for_function(f"before => document.querySelector('{SHOWN}').currentTime > before + 1", arg=before)
    expect(page.locator("#caption-alive")).to_have_text("12")
    expect(page.locator("#link")).to_have_attribute("data-state", "live")
    assert "12 alive: Alpha" in page.title()


def test_the_list_reorders_by_itself(site, matches, page):
    matches.stand(alpha=50, beta=60, gamma=70)
    page.goto(site.url)
    has_order(page, "alpha", "beta", "gamma")
    expect(page.locator("#link")).to_have_attribute("data-state", "live")
    page.evaluate("document.body.dataset.same = 'page'")
    matches.stand(alpha=49, beta=60, gamma=44)
    has_order(page, "gamma", "alpha", "beta")
    expect(page.locator("[data-channel=gamma] .alive")).to_have_text("44")
    matches.end("gamma")
    has_order(page, "alpha", "beta")
    expect(page.locator("#others [data-channel=gamma]")).to_contain_text("Match over")
    assert page.get_attribute("body", "data-same") == "page"


def test_the_stage_follows_the_director(site, matches, page):
    matches.stand(seconds_ago=25, alpha=40, beta=60)
    page.goto(f"{site.url}pubg/")
    assert shown(page) == "Alpha"
    matches.stand(alpha=38, beta=36)
    has_order(page, "beta", "alpha")
    assert shown(page) == "Alpha", "a lead of two is not worth a switch"
    matches.stand(alpha=37, beta=14)
    expect(page.locator("#caption-name")).to_have_text("Beta")
    assert shown(page) == "Beta"
    matches.stand(alpha=3, beta=13)
    has_order(page, "alpha", "beta")
    assert shown(page) == "Beta", "with fifteen or fewer alive the stream stays to its end"
    matches.end("beta")
    expect(page.locator("#caption-name")).to_have_text("Alpha")
    assert shown(page) == "Alpha"
    expect(page.locator("#news")).to_have_text("Now on air: Alpha, 3 alive.")


def test_a_viewer_may_stay_on_a_stream_and_come_back(site, matches, page):
    matches.stand(alpha=10, beta=20, gamma=30)
    page.goto(site.url)
    assert shown(page) == "Alpha"
    page.click("#next")
    expect(page.locator("#caption-name")).to_have_text("Beta")
    page.click("[data-channel=gamma] .row-link")
    expect(page.locator("#tag")).to_have_text("Your choice")
    page.reload()
    assert shown(page) == "Gamma"
    assert "pin=gamma" in page.url
    page.click("#pin")
    assert shown(page) == "Alpha"
    page.click("#sound")
    expect(page.locator("#sound")).to_have_text("Mute")
    assert page.eval_on_selector(SHOWN, "video => video.muted") is False


def test_a_server_that_comes_back_is_found_again(site, matches, page):
    matches.stand(alpha=10, beta=20)
    page.goto(site.url)
    expect(page.locator("#link")).to_have_attribute("data-state", "live")
    site.end()
    expect(page.locator("#link-words")).to_have_text("Connection lost, trying again")
    matches.stand(alpha=9, beta=5)
    site.start()
    has_order(page, "beta", "alpha")
    expect(page.locator("#link-words")).to_have_text("Live")


def test_nothing_live_is_said_plainly(site, matches, page):
    page.wait_for_timeout(1500)  # for the site to see that the last test's Redis was emptied
    page.goto(site.url)
    expect(page.locator(".main .card-title")).to_have_text("No stream is live right now")
    matches.stand(alpha=30)
    assert shown(page) == "Alpha"


def test_without_scripts_the_page_is_a_list_of_links(site, matches, chromium):
    matches.stand(alpha=10, beta=20)
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(site.url)
    assert page.locator("#ranked .row-link").count() == 2
    assert page.locator("#ranked .row-link").first.get_attribute("href").endswith("/alpha/index.m3u8")
    expect(page.locator(".main .card-words a")).to_have_text("Watch this stream")
    context.close()


@pytest.mark.parametrize(("width", "height"), [(1440, 900), (1024, 768), (390, 844)])
def test_nothing_is_wider_than_the_window(site, matches, page, width, height):
    matches.stand(alpha=10, **{"x" * 60: 20})
    page.set_viewport_size({"width": width, "height": height})
    page.goto(site.url)
    has_order(page, "alpha", "x" * 60)
    assert page.evaluate("document.documentElement.scrollWidth") == width
