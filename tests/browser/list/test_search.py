"""Is a stream found that the page does not hold, and is a long board shown to its end?"""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.rig.looks import shown

pytestmark = [pytest.mark.browser, pytest.mark.timed]


def found(page, *channels):
    page.wait_for_function(
        """wanted => [...document.querySelectorAll("#found .row")]
        .map(row => row.dataset.channel).join() === wanted""",
        arg=",".join(channels),
    )


@pytest.fixture
def long_board(matches):
    matches.rank(**{f"c{place}": 5 + place for place in range(250)})
    matches.rename({"c163": "Zebra Crossing", "c7": "Zebrafish"})
    return matches


@pytest.mark.parametrize(("width", "height"), [(1440, 900), (390, 844)])
def test_a_stream_far_down_is_found_shown_and_left_again(site, long_board, page, width, height):
    page.set_viewport_size({"width": width, "height": height})
    page.goto(site.url)
    expect(page.locator("#link")).to_have_attribute("data-state", "live")
    page.keyboard.press("/")
    page.keyboard.type("ZÉBRA")
    found(page, "c7", "c163")
    expect(page.locator("#found-words")).to_have_text("2 streams")
    expect(page.locator("#found [data-channel=c163] .rank")).to_have_text("164")
    expect(page.locator("#ranked")).to_be_hidden()
    assert page.evaluate("document.documentElement.scrollWidth") == width
    page.click("#found [data-channel=c163] .row-link")
    assert shown(page) == "Zebra Crossing"
    page.focus("#search")
    page.keyboard.press("Escape")
    expect(page.locator("#search")).to_have_value("")
    expect(page.locator("#ranked [data-channel=c163] .rank")).to_have_text("164")
    long_board.rank(c0=2)
    expect(page.locator("[data-channel=c0] .alive")).to_have_text("2")
    assert shown(page) == "Zebra Crossing"


def test_who_is_not_in_a_match_is_found_with_what_they_do(site, matches, page):
    matches.rank(alpha=12, beta=40, language={"beta": "de"})
    matches.end("alpha")
    page.goto(site.url)
    page.fill("#search", "alp")
    found(page, "alpha")
    expect(page.locator("#found [data-channel=alpha]")).to_contain_text("Match over")
    page.fill("#search", "pubg german")
    found(page, "beta")
    page.fill("#search", "nobody of this name")
    expect(page.locator("#found-words")).to_have_text("No live stream matches.")
    page.route("**/api/v1/search/**", lambda route: route.abort())
    page.fill("#search", "beta")
    expect(page.locator("#found-words")).to_have_text("Search is not responding. Retrying…")
    page.unroute("**/api/v1/search/**")
    found(page, "beta")


def test_a_platform_is_a_word_of_the_search(site, board, page):
    lobby = {"alive": None, "phase": "waiting", "language": "de"}
    board.put(kick_gamma={**lobby, "viewers": 12}, youtube_delta={"alive": 9}, alpha={"alive": 5})
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(site.url)
    page.get_by_placeholder("Name, game, language or platform").fill("KICK german")
    found(page, "kick-gamma")
    row = page.locator("#found [data-channel=kick-gamma]")
    expect(row).to_contain_text("In the lobby")
    expect(row.locator(".viewers")).to_have_attribute("title", "viewers on Kick")
    page.fill("#search", "youtube")
    found(page, "youtube-delta")
    assert page.evaluate("document.documentElement.scrollWidth") == 390


def test_a_long_board_says_how_much_it_shows_and_shows_more(site, long_board, page):
    page.goto(site.url)
    rows = page.locator("#ranked .row")
    expect(page.locator("#more-words")).to_have_text("100 of 250 streams")
    page.click("#show-more")
    expect(rows).to_have_count(200)
    page.click("#show-more")
    expect(rows).to_have_count(250)
    expect(page.locator("#more")).to_be_hidden()
    page.mouse.move(5, 5)
    long_board.rank(c249=1)
    expect(rows.first).to_have_attribute("data-channel", "c249")
    expect(rows).to_have_count(250)


def test_the_overlay_of_a_stream_far_down_shows_its_rank(site, long_board, page):
    page.goto(f"{site.url}overlay/c163/")
    expect(page.locator("#rank")).to_have_text("164")
    long_board.rank(c163=3)
    expect(page.locator("#rank")).to_have_text("1")
    expect(page.locator("#alive")).to_have_text("3")
    long_board.end("c163")
    expect(page.locator("#overlay")).to_be_hidden()


def test_what_was_found_gets_older_while_nothing_answers(line, board, page):
    page.clock.install()
    board.put(alpha={"alive": 12})
    page.goto(line.url)
    page.fill("#search", "alp")
    found(page, "alpha")
    expect(page.locator("#found .rank")).to_have_text("1")
    line.die()
    page.clock.fast_forward("00:50")
    expect(page.locator("#found .rank")).to_have_text("")
    expect(page.locator("#found .age")).to_have_text(re.compile(r"^(5\d s|1 min) ago$"))
    page.clock.fast_forward("00:10")
    expect(page.locator("#found-words")).to_have_text("Search is not responding. Retrying…")
    line.is_dead = False
    board.put(alpha={"alive": 11})
    for _ in range(6):  # as many dead connections as a browser keeps at hand
        page.clock.fast_forward("00:15")
        page.wait_for_timeout(400)
    expect(page.locator("#found .alive")).to_have_text("11")
