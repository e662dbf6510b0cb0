"""Are Kick's and YouTube's players shown by their rules: muted at first, in sight, uncovered, one of YouTube's?"""

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.timed]
TRIES = 100


def wait_until(page, holds, words=""):
    for _ in range(TRIES):
        if holds():
            return
        page.wait_for_timeout(100)
    raise AssertionError(words or holds())


def plays(page, name):
    expect(page.locator("#caption-name")).to_have_text(name)
    expect(page.locator(".main .card")).to_be_hidden()


def test_youtube_plays_is_heard_and_switches_in_the_same_frame(site, board, youtube, page):
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    board.put(youtube_alpha={"alive": 10}, youtube_beta={"alive": 20})
    page.goto(site.url)
    plays(page, "Alpha")
    wait_until(page, lambda: youtube.sessions == [("alpha______", "true")], youtube.sessions)
    expect(page.locator("#open")).to_have_text("Watch on YouTube")
    expect(page.get_by_role("link", name="YouTube Terms of Service")).to_be_attached()
    page.keyboard.press("m")
    wait_until(page, lambda: '{"muted":false}' in youtube.told, youtube.told)
    page.keyboard.press("-")
    wait_until(page, lambda: '{"volume":90}' in youtube.told, youtube.told)
    page.keyboard.press("n")
    plays(page, "Beta")
    wait_until(page, lambda: youtube.sessions[1:] == [("beta_______", "false")], youtube.sessions)
    ((_, query),) = youtube.frames
    assert query["origin"] == site.url.rstrip("/")
    assert youtube.refused == []
    assert any("players/youtube" in url for url in asked)
    assert not [url for url in asked if "kick" in url or "twitch" in url]


def test_the_recording_of_an_ended_broadcast_is_not_played(site, board, youtube, page):
    board.put(youtube_alpha={"alive": 10})
    page.goto(f"{site.url}?pin=youtube-alpha")
    wait_until(page, lambda: len(youtube.sessions) == 1, youtube.sessions)
    body = page.frame_locator(".main iframe").locator("body")
    body.evaluate("body => body.dispatchEvent(new Event('end'))")
    expect(page.locator(".main .card-words")).to_contain_text("Retrying…")
    page.evaluate("dispatchEvent(new Event('online'))")
    page.wait_for_timeout(1500)
    assert len(youtube.frames) == len(youtube.sessions) == 1


def test_kick_plays_muted_and_is_heard_in_a_new_frame(site, board, kick, page):
    board.put(kick_alpha={"alive": 10}, beta={"alive": 20})
    page.goto(site.url)
    plays(page, "Alpha")
    expect(page.locator("#open")).to_have_text("Watch on Kick")
    expect(page.locator("#volume")).to_be_hidden()
    assert kick.frames == [("alpha", {"autoplay": "true", "muted": "true"})]
    page.keyboard.press("m")
    wait_until(page, lambda: len(kick.frames) == 2, kick.frames)
    assert kick.frames[1] == ("alpha", {"autoplay": "true", "muted": "false"})
    assert page.evaluate("history.length") <= 2, "the browser's Back leads off the page"
    page.keyboard.press("n")
    page.wait_for_function("() => document.querySelector('.main video.shown')?.currentTime > 0.1")
    assert page.locator("iframe").count() == 0
    expect(page.locator("#volume")).to_be_visible()


def test_all_three_side_by_side_and_one_of_youtubes_alone(site, board, twitch, kick, youtube, page):
    board.put(
        youtube_alpha={"alive": 10},
        twitch_beta={"alive": 20},
        kick_gamma={"alive": 30},
        youtube_delta={"alive": 40},
    )
    page.goto(site.url)
    plays(page, "Alpha")
    page.keyboard.press("4")
    wait_until(page, lambda: twitch.sessions == ["beta"] and len(kick.frames) == 1, twitch.refused)
    refused = page.locator(".screen:has(.card:not([hidden]))")
    expect(refused).to_have_count(1)
    expect(refused.locator(".label-name")).to_have_text("Delta")
    assert [video for video, _ in youtube.sessions] == ["alpha______"]
    refused.get_by_role("button", name="Play here").click()
    plays(page, "Delta")
    wait_until(page, lambda: youtube.sessions[1:] == [("delta______", "true")], youtube.sessions)
    expect(refused.locator(".label-name")).to_have_text("Alpha")
    assert page.locator(".player iframe").count() == 3
    assert twitch.refused == youtube.refused == []
    assert twitch.sessions == ["beta"]
    assert len(kick.frames) == 1


def test_what_may_not_be_embedded_is_left_and_linked_to(site, board, youtube, page):
    board.put(youtube_one={"alive": 3, "player": "error-00150"}, beta={"alive": 20})
    page.goto(site.url)
    expect(page.locator("#caption-name")).to_have_text("Beta")
    page.goto(f"{site.url}?pin=youtube-one")
    link = page.locator(".main .card-words a")
    expect(link).to_have_text("Watch on YouTube")
    assert link.get_attribute("href") == "https://www.youtube.com/watch?v=one"
    board.put(youtube_one={"player": "not an ID"})
    page.goto(f"{site.url}?pin=youtube-one")
    expect(page.locator(".main .card-words")).to_have_text(
        "Plays on its own page only. Watch on YouTube"
    )


def test_what_a_browser_blocks_starts_muted_or_asks_for_a_click(site, board, youtube, page):
    board.put(youtube_noisy={"alive": 10}, youtube_block={"alive": 20})
    page.goto(site.url)
    page.keyboard.press("m")
    plays(page, "Noisy")
    wait_until(page, lambda: youtube.sessions == [("noisy______", "true")], youtube.sessions)
    page.keyboard.press("n")
    expect(page.locator(".main .note")).to_have_text("Press play in YouTube’s player.")
    page.frame_locator(".main iframe").locator("#play").click()
    plays(page, "Block")
    expect(page.locator(".main .note")).to_be_hidden()
