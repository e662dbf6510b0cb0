"""Does the stage go from one stream to the next as a viewer likes it?"""

import time

import pytest
from playwright.sync_api import expect

from tests.browser.rig.looks import SHOWN, has_order, shown

pytestmark = [pytest.mark.browser, pytest.mark.timed]


def test_a_switch_is_announced_and_the_next_one_loads_behind(site, matches, page):
    matches.rank(seconds_ago=25, alpha=40, beta=60)
    page.goto(f"{site.url}pubg/")
    assert shown(page) == "Alpha"
    matches.rank(alpha=38, beta=6)
    expect(page.locator("#announcement")).to_have_text("Next up: Beta, 6 alive, in 3 s")
    expect(page.locator("#caption-name")).to_have_text("Alpha")
    assert page.locator(".main video.player").count() == 2
    expect(page.locator("#announcement")).to_have_text("Next up: Beta, 6 alive, in 1 s")
    expect(page.locator("#caption-name")).to_have_text("Beta")
    assert page.locator(".main .card").is_hidden(), (
        "the picture before stays until the next one plays"
    )
    assert shown(page) == "Beta"
    expect(page.locator("#announcement")).to_be_hidden()


def test_a_match_that_ends_is_left_within_five_seconds(site, matches, page):
    matches.rank(alpha=4, beta=60)
    page.goto(f"{site.url}pubg/")
    assert shown(page) == "Alpha"
    ended_at = time.monotonic()
    matches.end("alpha")
    expect(page.locator("#caption-name")).to_have_text("Beta")
    assert shown(page) == "Beta"
    assert time.monotonic() - ended_at < 5


def test_a_picture_that_freezes_is_left_for_the_next_best(site, matches, page):
    matches.rank(alpha=4, beta=60)
    page.goto(f"{site.url}pubg/")
    assert shown(page) == "Alpha"
    page.eval_on_selector(SHOWN, "video => { video.playbackRate = 0 }")
    expect(page.locator("#caption-name")).to_have_text("Beta")
    assert shown(page) == "Beta"


def test_a_picture_that_never_comes_is_left_for_the_next_best(site, matches, page):
    matches.rank(alpha=4, beta=60)
    page.route("**/alpha/*.m3u8", lambda route: route.fulfill(status=403))
    page.goto(f"{site.url}pubg/")
    assert shown(page) == "Beta"


def test_sound_that_comes_apart_from_its_picture_is_heard(site, matches, page):
    matches.rank(alpha=4, beta=60)
    matches.sound_apart("alpha")
    page.goto(f"{site.url}pubg/")
    assert shown(page) == "Alpha"
    page.wait_for_function(
        f"() => document.querySelector('{SHOWN}').webkitAudioDecodedByteCount > 0"
    )
    page.keyboard.press("n")
    expect(page.locator("#caption-name")).to_have_text("Beta")
    assert shown(page) == "Beta"


def test_sound_and_volume_stay_with_the_large_picture(site, matches, page):
    matches.rank(alpha=10, beta=20)
    page.goto(site.url)
    assert shown(page) == "Alpha"
    assert page.eval_on_selector(SHOWN, "video => video.muted") is True
    page.keyboard.press("m")
    page.keyboard.press("-")
    page.keyboard.press("-")
    assert page.eval_on_selector(SHOWN, "video => [video.muted, video.volume]") == [False, 0.8]
    page.keyboard.press("n")
    expect(page.locator("#caption-name")).to_have_text("Beta")
    page.wait_for_function(f"() => document.querySelector('{SHOWN}')?.muted === false")
    page.reload()
    expect(page.locator("#volume")).to_have_value("0.8")


def test_four_at_once_are_heard_one_at_a_time_and_swap(site, matches, page):
    matches.rank(alpha=10, beta=20, gamma=30, delta=40, epsilon=50)
    page.goto(site.url)
    assert shown(page) == "Alpha"
    page.keyboard.press("4")
    page.wait_for_function(
        "() => document.querySelectorAll('video.player.shown').length === 4", timeout=20_000
    )
    assert page.locator(".label-name").all_inner_texts()[1:] == ["Beta", "Gamma", "Delta"]
    page.keyboard.press("m")
    small = page.locator(".screen:not(.main)", has_text="Gamma")
    small.locator(".swap").click()
    expect(page.locator("#caption-name")).to_have_text("Gamma")
    assert shown(page) == "Gamma"
    heard = page.eval_on_selector_all("video.player.shown", "all => all.map(video => !video.muted)")
    assert sorted(heard) == [False, False, False, True]
    assert page.eval_on_selector(SHOWN, "video => video.muted") is False
    page.keyboard.press("1")
    page.wait_for_function("() => document.querySelectorAll('video').length === 1")
    assert shown(page) == "Gamma"


def test_rows_keep_still_under_the_pointer(site, matches, page):
    matches.rank(alpha=10, beta=20, gamma=30)
    page.goto(site.url)
    has_order(page, "alpha", "beta", "gamma")
    page.hover("[data-channel=beta] .alive")
    matches.rank(alpha=10, beta=20, gamma=5)
    expect(page.locator("[data-channel=gamma] .alive")).to_have_text("5")
    has_order(page, "alpha", "beta", "gamma")
    page.mouse.move(400, 850)
    has_order(page, "gamma", "alpha", "beta")
