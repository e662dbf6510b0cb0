"""Does a screen on a wall run unattended: stage only, with sound, through everything, and without growing?"""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import ARGUMENTS
from tests.browser.rig.looks import SHOWN, shown
from tests.browser.soak import INTERPRETED, WARM_UP_SWITCHES, Kiosk, faults_of, soak
from tests.conftest import need

pytestmark = [pytest.mark.browser, pytest.mark.timed]


@pytest.fixture
def interpreting(chromium):
    """A page whose heap holds what it keeps, and no machine code."""
    browser = chromium.browser_type.launch(
        executable_path=need("chromium"), args=[*ARGUMENTS, INTERPRETED]
    )
    yield browser.new_page(viewport={"width": 1440, "height": 900})
    browser.close()


@pytest.mark.slow
def test_a_kiosk_that_is_switched_all_day_does_not_grow(site, matches, interpreting):
    kiosk = Kiosk(interpreting, site.url, matches)
    before = soak(kiosk, WARM_UP_SWITCHES)
    assert faults_of(before, soak(kiosk, 15), 15) == []


@pytest.mark.parametrize("lets", [True, False])
def test_a_kiosk_starts_with_sound_where_the_browser_lets_it_and_plays_without_elsewhere(
    site, matches, chromium, lets
):
    matches.rank(alpha=10, beta=20)
    policy = "no-user-gesture-required" if lets else "document-user-activation-required"
    browser = chromium.browser_type.launch(
        executable_path=need("chromium"), args=[*ARGUMENTS, f"--autoplay-policy={policy}"]
    )
    page = browser.new_page()
    # The page tells: whatever a test asks it counts as the viewer's click, after which it may be heard.
    page.add_init_script("""addEventListener("timeupdate", ({target}) => {
        if (target.currentTime > 2 && !target.paused) console.log(`plays on, muted: ${target.muted}`);
    }, true)""")
    with page.expect_console_message(lambda said: said.text.startswith("plays on")) as said:
        page.goto(f"{site.url}?kiosk=1")
    assert said.value.text == f"plays on, muted: {'false' if lets else 'true'}"
    expect(page.locator("#caption-name")).to_have_text("Alpha")
    expect(page.locator(".main .card")).to_be_hidden()
    browser.close()


def test_a_kiosk_comes_back_after_the_site_was_away_and_the_stream_broke(site, matches, page):
    matches.rank(alpha=10, beta=20)
    page.goto(f"{site.url}?kiosk=1")
    assert shown(page) == "Alpha"
    site.end()
    page.wait_for_timeout(2000)
    assert page.eval_on_selector(SHOWN, "video => video.paused") is False, "what plays goes on"
    matches.end("alpha")
    site.start()
    expect(page.locator("#caption-name")).to_have_text("Beta")
    assert shown(page) == "Beta"
    page.route("**/beta/*", lambda route: route.abort())
    page.eval_on_selector(SHOWN, "video => { video.playbackRate = 0 }")
    matches.rank(gamma=30)
    expect(page.locator("#caption-name")).to_have_text("Gamma")
    assert shown(page) == "Gamma"
