"""Do finishes that overlap share the stage, and does nobody see anything load?"""

import pytest
from playwright.sync_api import expect

from tests.browser.rig.finals import Finals
from tests.browser.rig.looks import shown

pytestmark = [pytest.mark.browser, pytest.mark.timed]
WATCH = """
window.seen = {bare: [], most: 0};
const watch = () => {
    const screens = [...document.querySelectorAll(".screen:not(.waiting)")];
    seen.most = Math.max(seen.most, screens.length);
    for (const each of screens) {
        const card = each.querySelector(".card:not([hidden])");
        const video = each.querySelector("video.shown");
        const words = card ? card.innerText : video && video.readyState >= 2 ? "" : "no picture";
        if (words) seen.bare.push(`${each.querySelector(".label-name").textContent}: ${words}`);
    }
    if (window.watching) requestAnimationFrame(watch);
};
window.startWatching = () => { window.watching = true; watch(); };
"""
"""Every painted frame: a screen with no picture, or with words in its place."""
STAGE = """() => [...document.querySelectorAll(".screen:not(.waiting)")]
    .sort((one, other) => other.matches(".main") - one.matches(".main"))
    .map(each => each.querySelector(".label-name").textContent).join()"""
HEARD = """() => [...document.querySelectorAll(".screen")]
    .filter(each => [...each.querySelectorAll("video")].some(video => !video.muted && video.matches(".shown")))
    .map(each => each.querySelector(".label-name").textContent).join()"""


@pytest.fixture
def finals(store, video_port, matches):
    return Finals(store, video_port)


def wait_for(page, *names):
    """These are on the stage, the large one first."""
    page.wait_for_function(f"names => ({STAGE})() === names", arg=",".join(names), timeout=20_000)


def is_heard(page, name):
    page.wait_for_function(f"name => ({HEARD})() === name", arg=name)


def test_two_finishes_at_once_split_the_stage_until_one_is_left(site, finals, page):
    page.add_init_script(WATCH)
    finals.put(alpha=(9, 110), beta=(20, 235), gamma=(60, 900))
    page.goto(f"{site.url}pubg/")
    assert shown(page) == "Alpha"
    page.click("#sound")
    expect(page.locator("#coming")).to_have_text("In about 4 minutes: Beta, 20 alive")
    page.evaluate("startWatching()")

    finals.put(alpha=(7, 80), beta=(10, 110))
    wait_for(page, "Alpha", "Beta")
    is_heard(page, "Alpha")

    finals.put(alpha=(6, 70), beta=(3, 25))
    finals.show(seconds_later=30)
    wait_for(page, "Beta", "Alpha")
    is_heard(page, "Beta")
    expect(page.locator("#caption-name")).to_have_text("Beta")

    finals.end("beta")
    wait_for(page, "Alpha")
    is_heard(page, "Alpha")
    assert shown(page) == "Alpha"
    assert page.evaluate("seen") == {"bare": [], "most": 2}


def test_a_pin_is_never_overruled(site, finals, page):
    finals.put(alpha=(9, 110), beta=(20, 300), gamma=(60, 900))
    page.goto(f"{site.url}pubg/?pin=gamma")
    assert shown(page) == "Gamma"
    finals.put(alpha=(5, 60), beta=(8, 100))
    finals.put(alpha=(3, 30), beta=(6, 70))
    expect(page.locator("[data-channel=alpha] .alive")).to_have_text("3")
    page.wait_for_timeout(1500)
    assert page.evaluate(STAGE) == "Gamma"
    expect(page.locator("#tag")).to_have_text("Pinned")
    expect(page.locator("#coming")).to_be_hidden()


def test_a_viewer_may_have_one_picture_and_none_of_their_splits_changes(site, finals, page):
    finals.put(alpha=(9, 110), beta=(8, 100), gamma=(60, 900))
    page.goto(f"{site.url}pubg/")
    page.wait_for_function("() => document.querySelectorAll('video.shown').length === 2")
    page.keyboard.press("1")
    page.wait_for_function("() => document.querySelectorAll('.screen').length === 1")
    finals.put(alpha=(7, 90), beta=(7, 80))
    expect(page.locator("[data-channel=alpha] .alive")).to_have_text("7")
    assert page.locator(".screen").count() == 1
    page.keyboard.press("2")
    page.wait_for_function("() => document.querySelectorAll('video.shown').length === 2")
    finals.put(gamma=(9, 105))
    expect(page.locator("[data-channel=gamma] .alive")).to_have_text("9")
    assert page.locator(".screen").count() == 2, "two is what this viewer asked for"


def test_four_finishes_fill_the_stage_and_none_that_stays_loads_again(site, finals, page):
    finals.put(alpha=(9, 110), beta=(8, 100), gamma=(9, 105), delta=(9, 120), epsilon=(60, 900))
    page.goto(f"{site.url}pubg/")
    page.wait_for_function("() => document.querySelectorAll('video.shown').length === 4")
    page.evaluate("""() => document.querySelectorAll("video.shown").forEach((each) => {
        each.dataset.was = each.closest(".screen").querySelector(".label-name").textContent; })""")
    first = page.evaluate(STAGE).split(",")[0].lower()
    finals.end(first)
    page.wait_for_function("() => document.querySelectorAll('.screen').length === 3")
    kept = page.eval_on_selector_all("video.shown", "all => all.map(each => each.dataset.was)")
    assert sorted(kept) == sorted({"Alpha", "Beta", "Gamma", "Delta"} - {first.title()})
    now = page.evaluate(STAGE).split(",")
    assert sorted(now) == sorted(kept)


def test_players_of_twitch_come_beside_only_where_they_have_room(site, finals, twitch, page):
    finals.put(twitch_alpha=(9, 110), twitch_beta=(8, 100), gamma=(60, 900))
    page.goto(f"{site.url}pubg/")
    for _ in range(150):
        if len(twitch.sessions) == 2:
            break
        page.wait_for_timeout(100)
    assert sorted(twitch.sessions) == ["alpha", "beta"]
    assert twitch.refused == []
    page.set_viewport_size({"width": 1024, "height": 768})
    page.wait_for_function("() => document.querySelectorAll('.screen').length === 1")
    assert len(twitch.sessions) == 2, "the one that stays goes on"
