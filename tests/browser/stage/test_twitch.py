"""Is Twitch's player shown as Twitch asks for it: seen from the start, uncovered, large enough, never loaded again?"""

import os
import re

import pytest
from playwright.sync_api import expect

from scoreboard.rules import DWELL_SECONDS

pytestmark = [pytest.mark.browser, pytest.mark.timed]
SESSIONS_SECONDS = 15
MINUTES = int(os.environ.get("TWITCH_MINUTES", "6"))
"""Set it to 30 for the half hour that docs/site.md tells of."""
SWITCHES = int(MINUTES * 60 / DWELL_SECONDS)
KEYS = {SWITCHES // 3: "2", SWITCHES * 2 // 3: "4", SWITCHES * 8 // 9: "1"}
"""Pressed before these switches."""


def plays(page, twitch, name, times=1):
    """The stream of this name is on the stage, and Twitch's player plays it."""
    expect(page.locator("#caption-name")).to_have_text(name.title())
    wait_until(page, lambda: twitch.counted()[name] >= times, f"{name}: {twitch.refused}")
    expect(page.locator(".main .card")).to_be_hidden()


def wait_until(page, holds, words=""):
    for _ in range(SESSIONS_SECONDS * 10):
        if holds():
            return
        page.wait_for_timeout(100)
    raise AssertionError(words)


def boxes(page):
    return page.eval_on_selector_all(
        ".player iframe",
        "all => all.map(each => [each.getBoundingClientRect().width, each.getBoundingClientRect().height])",
    )


def test_it_plays_is_heard_and_switches_in_the_same_frame(site, board, twitch, page):
    board.put(twitch_alpha={"alive": 10}, twitch_beta={"alive": 20}, twitch_gamma={"alive": 30})
    page.goto(site.url)
    plays(page, twitch, "alpha")
    page.keyboard.press("m")
    wait_until(page, lambda: '{"muted":false}' in twitch.told)
    page.keyboard.press("-")
    wait_until(page, lambda: '{"volume":0.9}' in twitch.told)
    page.keyboard.press("n")
    plays(page, twitch, "beta")
    page.keyboard.press("n")
    plays(page, twitch, "gamma")
    assert twitch.sessions == ["alpha", "beta", "gamma"]
    assert twitch.frames == ["alpha"], "one frame for all of them"
    assert twitch.refused == []
    assert page.locator("iframe").count() == 1


@pytest.mark.parametrize("screens", [2, 4])
def test_two_and_four_are_large_enough_and_swap_without_a_new_session(
    site, board, twitch, page, screens
):
    names = ["alpha", "beta", "gamma", "delta", "epsilon"]
    board.put(**{f"twitch_{name}": {"alive": 10 + place} for place, name in enumerate(names)})
    page.goto(site.url)
    plays(page, twitch, "alpha")
    page.keyboard.press(str(screens))
    wait_until(page, lambda: len(twitch.sessions) == screens, f"{twitch.sessions} {twitch.refused}")
    assert all(width >= 400 and height >= 300 for width, height in boxes(page)), boxes(page)
    for part in (".caption-name", "#next", "#sound"):
        expect(page.locator(part)).to_be_in_viewport(ratio=1)
    page.locator(".screen:not(.main) .swap").first.click()
    expect(page.locator("#caption-name")).to_have_text("Beta")
    page.keyboard.press("x")
    page.keyboard.press("m")
    page.wait_for_timeout(1500)
    assert all(width >= 400 and height >= 300 for width, height in boxes(page)), boxes(page)
    assert twitch.counted() == dict.fromkeys(names[:screens], 1)
    assert twitch.refused == []


@pytest.mark.parametrize("name", ["offline", "dead"])
def test_one_that_does_not_play_is_left(site, board, twitch, page, name):
    board.put(
        **{f"twitch_{name}": {"alive": 3}, "twitch_beta": {"alive": 20}, "gamma": {"alive": 40}}
    )
    page.goto(site.url)
    expect(page.locator("#caption-name")).to_have_text("Beta", timeout=25_000)
    assert twitch.frames == [name]
    plays(page, twitch, "beta")
    assert twitch.counted() == {"beta": 1}


def test_it_hands_over_to_a_video_and_back(site, board, twitch, page):
    board.put(twitch_alpha={"alive": 10}, beta={"alive": 20})
    page.goto(site.url)
    plays(page, twitch, "alpha")
    page.keyboard.press("n")
    expect(page.locator("#caption-name")).to_have_text("Beta")
    page.wait_for_function("() => document.querySelector('.main video.shown')?.currentTime > 0.1")
    assert page.locator("iframe").count() == 0
    page.keyboard.press("n")
    plays(page, twitch, "alpha", times=2)
    assert page.locator("video").count() == 0
    assert twitch.refused == []


def test_one_that_a_browser_blocks_with_sound_starts_without(site, board, twitch, page):
    board.put(twitch_alpha={"alive": 10}, twitch_loud={"alive": 20})
    page.goto(site.url)
    plays(page, twitch, "alpha")
    page.keyboard.press("m")
    page.keyboard.press("n")
    plays(page, twitch, "loud")
    assert '{"muted":true}' in twitch.told


def test_on_a_phone_it_waits_for_a_tap(site, board, twitch, chromium):
    board.put(twitch_mobile={"alive": 10}, twitch_beta={"alive": 20})
    context = chromium.new_context(
        viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True
    )
    page = context.new_page()
    page.goto(site.url)
    button = page.locator(".main .card-button")
    expect(button).to_have_text("Tap to play")
    assert twitch.frames == []
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    button.tap()
    wait_until(page, lambda: twitch.frames == ["mobile"])
    expect(page.locator(".main .note")).to_have_text(
        "Press play in Twitch’s player.", timeout=20_000
    )
    page.frame_locator(".main iframe").locator("#play").tap()
    plays(page, twitch, "mobile")
    expect(page.locator(".main .note")).to_be_hidden()
    context.close()


def test_where_two_have_no_room_the_second_is_a_picture_to_choose(site, board, twitch, page):
    board.put(twitch_alpha={"alive": 10}, twitch_beta={"alive": 20})
    page.set_viewport_size({"width": 1024, "height": 768})
    page.goto(site.url)
    plays(page, twitch, "alpha")
    page.keyboard.press("2")
    page.get_by_role("button", name="Play here").click()
    plays(page, twitch, "beta")
    assert twitch.refused == []


def test_behind_a_dialog_nothing_is_started(site, board, twitch, page):
    board.put(seconds_ago=25, twitch_alpha={"alive": 40}, twitch_beta={"alive": 60})
    page.goto(f"{site.url}pubg/")
    plays(page, twitch, "alpha")
    page.keyboard.press("o")
    board.put(twitch_beta={"alive": 3})
    expect(page.locator("[data-channel=twitch-beta] .alive")).to_have_text("3")
    page.wait_for_timeout(5000)
    expect(page.locator("#caption-name")).to_have_text("Alpha")
    page.keyboard.press("Escape")
    plays(page, twitch, "beta")
    assert twitch.refused == []


def test_only_pages_with_twitch_may_load_it(site, board, twitch, page):
    board.put(alpha={"alive": 10})
    policy = page.request.get(site.url).headers["content-security-policy"]
    assert twitch.url not in policy
    assert "frame-src 'none'" in policy
    board.put(twitch_beta={"alive": 20})
    policy = page.request.get(site.url).headers["content-security-policy"]
    assert f"script-src 'self' {twitch.url};" in policy
    assert (
        twitch.url not in page.request.get(f"{site.url}moments/").headers["content-security-policy"]
    )


def test_a_page_opened_before_twitch_was_on_finds_it(site, board, twitch, page):
    board.put(alpha={"alive": 40})
    page.goto(site.url)
    expect(page.locator("#link-words")).to_have_text("Live")
    board.put(alpha=None, twitch_beta={"alive": 3})
    plays(page, twitch, "beta")


def test_chat_comes_on_wish_and_follows_the_stream(site, board, twitch, page):
    board.put(twitch_alpha={"alive": 10}, twitch_beta={"alive": 20}, gamma={"alive": 30})
    page.goto(site.url)
    plays(page, twitch, "alpha")
    assert page.locator("#chat iframe").count() == 0
    page.keyboard.press("o")
    page.get_by_label("Show Twitch chat").check()
    page.keyboard.press("Escape")
    frame = page.locator("#chat iframe")
    expect(frame).to_have_attribute("src", re.compile(r"/embed/alpha/chat\?parent=localhost"))
    page.keyboard.press("n")
    plays(page, twitch, "beta")
    expect(frame).to_have_attribute("src", re.compile("/embed/beta/chat"))
    page.keyboard.press("n")
    expect(page.locator("#chat")).to_be_hidden()
    assert twitch.sessions == ["alpha", "beta"]
    assert twitch.refused == []


@pytest.mark.slow
def test_many_switches_open_no_session_twice(site, board, twitch, page):
    """As many as so many minutes have at the director's minimum dwell, each as soon as the one before plays."""
    channels = [f"twitch_s{number}" for number in range(SWITCHES + 6)]
    matches = {name: {"alive": 50 + place} for place, name in enumerate(channels[:5])}
    board.put(**matches)
    page.goto(f"{site.url}pubg/")
    plays(page, twitch, "s0")
    for number in range(SWITCHES):
        if key := KEYS.get(number):
            page.keyboard.press(key)
        gone = {channels[number - 1]: None} if number else {}
        ended = {channels[number]: {"alive": 1, "phase": "over"}}
        board.put(**gone, **ended, **{channels[number + 5]: {"alive": 60 + number}})
        plays(page, twitch, f"s{number + 1}")
        if number % 10 == 5:
            page.keyboard.press("m")
        if number % 10 == 7 and page.locator(".screen").count() > 1:
            page.keyboard.press("x")
            page.wait_for_timeout(500)
            page.keyboard.press("a")
    assert twitch.refused == []
    assert max(twitch.counted().values()) == 1, twitch.counted()
    assert len(twitch.sessions) >= SWITCHES
    print(f"{len(twitch.sessions)} sessions in {len(twitch.frames)} frames")
