"""What happens when video does not come through: one stream, or the whole line?"""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.rig.looks import SHOWN, WATCH, shown

pytestmark = [pytest.mark.browser, pytest.mark.timed]
FAR = 40
"""So many alive that no match is near its end: the fewest are on air."""
POOR = "Video is not coming through on this connection."


@pytest.fixture
def watched(page):
    """A page that notes which streams it went through, and every moment with too many videos."""
    page.add_init_script(WATCH)
    yield page
    assert page.evaluate("crowded") == []


def test_the_video_that_ends_while_the_next_one_loads_leaves_nothing_behind(site, board, watched):
    page = watched
    board.put(alpha={"alive": 40}, beta={"alive": 60})
    page.goto(f"{site.url}pubg/")
    assert shown(page) == "Alpha"
    page.evaluate("document.querySelector('#caption-name').textContent")
    board.put(seconds_ago=0, alpha={"alive": 38}, beta={"alive": 60})
    page.wait_for_timeout(20_000)  # the director's dwell
    board.put(beta={"alive": 3})
    expect(page.locator("#announcement")).to_contain_text("Next up: Beta")
    page.wait_for_function("() => document.querySelectorAll('.main video').length === 2")
    page.eval_on_selector(SHOWN, "video => video.dispatchEvent(new Event('ended'))")
    assert shown(page) == "Beta"
    page.wait_for_timeout(1000)
    assert page.locator("video").count() == 1


def test_a_stream_that_fails_before_it_shows_does_not_disturb_the_one_that_plays(
    site, board, watched
):
    page = watched
    page.route("**/beta/*", lambda route: route.fulfill(status=404))
    board.put(seconds_ago=25, alpha={"alive": 40})
    page.goto(f"{site.url}pubg/")
    assert shown(page) == "Alpha"
    page.evaluate(f"document.querySelector('{SHOWN}').dataset.same = 'video'")
    board.put(alpha={"alive": 40}, beta={"alive": 3})
    expect(page.locator("#announcement")).to_contain_text("Next up: Beta")
    expect(page.locator("#announcement")).to_be_hidden()
    page.wait_for_timeout(4000)
    assert shown(page) == "Alpha"
    assert page.get_attribute(SHOWN, "data-same") == "video"
    assert page.evaluate("names") == ["Alpha"]


def test_with_video_blocked_the_page_stops_and_says_so(site, board, watched):
    page = watched
    page.route("**/*.m3u8", lambda route: route.abort())
    rows = {f"c{place}": {"alive": FAR + place} for place in range(14)}
    board.put(**rows)
    page.goto(site.url)
    expect(page.locator(".main .card-words")).to_contain_text(POOR)
    page.wait_for_timeout(9000)
    expect(page.locator("#caption-name")).to_have_text("C0")
    expect(page.locator("#caption-alive")).to_have_text(str(FAR))
    expect(page.locator(".main .card-words a")).to_have_text("Watch on its own page")
    assert len(page.evaluate("names")) <= 3, page.evaluate("names")
    page.unroute("**/*.m3u8")
    page.wait_for_function(f"() => document.querySelector('{SHOWN}')?.currentTime > 0.1")
    page.wait_for_timeout(2000)
    assert page.locator("video").count() == 1


def test_the_best_ones_being_gone_the_others_are_found(site, board, watched):
    page = watched
    page.route(re.compile("/c[0-4]/"), lambda route: route.fulfill(status=404))
    board.put(**{f"c{place}": {"alive": FAR + place} for place in range(8)})
    page.goto(site.url)
    expect(page.locator("#caption-name")).to_have_text("C4")
    expect(page.locator(".main .card-words")).to_contain_text("Trying this one shortly")
    assert shown(page) == "C5"


def test_a_pinned_stream_is_tried_again_with_growing_pauses(site, board, watched):
    page = watched
    tried = []
    page.route("**/alpha/*.m3u8", lambda route: (tried.append(1), route.abort()))
    board.put(alpha={"alive": 9}, beta={"alive": 5})
    page.goto(f"{site.url}?pin=alpha")
    words = page.locator(".main .card-words")
    expect(words).to_contain_text("video is not coming through")
    page.wait_for_timeout(6000)
    assert page.inner_text("#caption-name") == "Alpha"
    page.unroute("**/alpha/*.m3u8")
    assert shown(page) == "Alpha"


def slow_down(page):
    """1 Mbit/s, 300 ms."""
    wire = page.context.new_cdp_session(page)
    wire.send("Network.enable")
    rates = {"downloadThroughput": 125_000, "uploadThroughput": 125_000}
    wire.send("Network.emulateNetworkConditions", {"offline": False, "latency": 300, **rates})


def rows_of(board, name):
    """Six streams that play this playlist, each as often read as in life."""
    url = f"http://127.0.0.1:{board.video_port}"
    return {
        f"c{place}": {"alive": FAR + place, "playback_url": f"{url}/c{place}/{name}"}
        for place in range(6)
    }


def test_on_a_slow_line_the_page_does_not_hop(site, board, watched):
    page = watched
    board.put(**rows_of(board, "heavy.m3u8"))
    slow_down(page)
    page.goto(site.url, timeout=60_000)
    for _ in range(10):
        board.put()
        page.wait_for_timeout(5000)
    names = page.evaluate("names")
    assert len(names) <= 3, names
    assert names[-1] == page.inner_text("#caption-name")
    expect(page.locator("#nobody")).to_be_hidden()


def test_on_a_slow_line_the_rendition_that_fits_plays(site, board, watched):
    page = watched
    board.put(**rows_of(board, "both.m3u8"))
    slow_down(page)
    page.goto(site.url, timeout=60_000)
    for _ in range(6):
        board.put()
        page.wait_for_timeout(5000)
    assert page.evaluate("names") == ["C0"]
    assert page.eval_on_selector(SHOWN, "video => video.videoHeight") == 180
    before = page.eval_on_selector(SHOWN, "video => video.currentTime")
    page.wait_for_timeout(3000)
    assert page.eval_on_selector(SHOWN, "video => video.currentTime") > before + 2
