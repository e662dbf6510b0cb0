"""Does a screen on a wall carry on by itself: stage only, with sound, through everything, and without growing?"""

import pytest
from playwright.sync_api import expect

from tests.browser.looks import SHOWN, shown
from tests.browser.soak import Kiosk, soak

pytestmark = pytest.mark.browser


@pytest.mark.slow
def test_a_kiosk_that_is_switched_all_day_does_not_grow(site, matches, page):
    before, after, switches, _ = soak(Kiosk(page, site.url, matches), 20)
    assert switches >= 4
    assert after.videos == before.videos == 1
    # A player that were kept would hold a dozen listeners for each switch.
    assert after.listeners <= before.listeners + 12
    # Not the heap: it grows by a quarter here and why is not known (docs/site.md); the soak measures it.
    assert after.nodes <= before.nodes * 1.05


def test_a_kiosk_starts_with_sound_where_the_browser_lets_it(site, matches, chromium):
    matches.stand(alpha=10, beta=20)
    context = chromium.new_context()
    page = context.new_page()
    page.goto(f"{site.url}?kiosk=1")
    assert shown(page) == "Alpha"
    # This browser lets nobody start with sound without a click: it plays all the same, and asks nothing.
    assert page.eval_on_selector(SHOWN, "video => video.paused") is False
    expect(page.locator(".main .card")).to_be_hidden()
    context.close()


def test_a_kiosk_comes_back_after_the_site_was_away_and_the_stream_broke(site, matches, page):
    matches.stand(alpha=10, beta=20)
    page.goto(f"{site.url}?kiosk=1")
    assert shown(page) == "Alpha"
    site.end()
    page.wait_for_timeout(2000)
    assert page.eval_on_selector(SHOWN, "video => video.paused") is False, "what plays goes on"
    matches.end("alpha")
    site.start()
    expect(page.locator("#caption-name")).to_have_text("Beta")
    page.route("**/beta/*", lambda route: route.abort())
    page.eval_on_selector(SHOWN, "video => { video.playbackRate = 0 }")
    matches.stand(gamma=30)
    expect(page.locator("#caption-name")).to_have_text("Gamma")
    assert shown(page) == "Gamma"
