"""Does the page say how old everything is, whatever stops and whatever the viewer's clock says?"""

import json
import re
import time
import urllib.request

import pytest
from playwright.sync_api import expect

from tests.browser.rig.looks import has_order, shown

pytestmark = [pytest.mark.browser, pytest.mark.timed]


def answered(site):
    with urllib.request.urlopen(f"{site.url}api/v1/streams/", timeout=10) as answer:
        return {row["channel"]: row for row in json.load(answer)["results"]}


def said_age(page, channel):
    """Seconds, as the row of the stream says them."""
    words = page.inner_text(f"[data-channel={channel}] .age")
    return int(re.search(r"(\d+) s ago", words)[1])


def wait_until_late(page):
    """The state beside the logo, once it is no longer "Live": the age of the board in seconds."""
    page.wait_for_function(
        "() => /of \\d+ s ago/.test(document.querySelector('#link-words').textContent)"
    )
    return int(re.search(r"of (\d+) s ago", page.inner_text("#link-words"))[1])


def test_a_board_that_is_no_longer_made_is_not_live(site, board, page):
    board.put(seconds_ago=20, alpha={"alive": 12}, beta={"alive": 40})
    put_at = time.time() - 22
    page.goto(site.url)
    assert shown(page) == "Alpha"
    assert wait_until_late(page) == pytest.approx(time.time() - put_at - 2, abs=2)
    expect(page.locator("#link")).to_have_attribute("data-state", "late")
    assert said_age(page, "alpha") == pytest.approx(time.time() - put_at, abs=2)
    assert answered(site)["alpha"]["rank"] == 1
    page.wait_for_function("() => !document.querySelector('#ranked .row')")
    assert time.time() - put_at == pytest.approx(45, abs=3), "numbers count for 45 seconds"
    assert answered(site)["alpha"]["rank"] is None
    assert page.eval_on_selector_all("#others .row", "rows => rows.length") == 2
    assert shown(page) == "Alpha", "what plays goes on while nothing is known"
    board.put(alpha={"alive": 11})
    has_order(page, "alpha", "beta")
    expect(page.locator("#link-words")).to_have_text("Live")


def test_a_page_opened_on_a_board_twelve_minutes_old_says_so(site, board, page):
    board.put(seconds_ago=720, alpha={"alive": 12})
    page.goto(site.url)
    expect(page.locator("#link-words")).to_have_text("As of 12 min ago")
    expect(page.locator("#ranked .row")).to_have_count(0)
    expect(page.locator(".main .card-title")).to_have_text("The board is out of date")


@pytest.mark.parametrize("seconds_off", [90, -90])
def test_a_wrong_clock_changes_nothing(site, board, page, seconds_off):
    board.put(alpha={"alive": 12, "age": 3}, beta={"alive": 40})
    page.add_init_script(f"""
        const right = Date;
        Date = class extends right {{
            constructor(...given) {{ super(...(given.length ? given : [right.now() + {seconds_off * 1000}])); }}
            static now() {{ return right.now() + {seconds_off * 1000}; }}
        }};""")
    put_at = time.time() - 3
    page.goto(site.url)
    assert shown(page) == "Alpha"
    for _ in range(4):
        assert said_age(page, "alpha") == pytest.approx(time.time() - put_at, abs=2)
        page.wait_for_timeout(2000)
    has_order(page, "alpha", "beta")


def test_three_minutes_without_a_connection_are_said(site, board, page):
    page.clock.install()
    board.put(alpha={"alive": 12})
    page.goto(site.url)
    assert shown(page) == "Alpha"
    site.end()
    try:
        expect(page.locator("#link-words")).to_contain_text("Reconnecting…")
        page.clock.fast_forward("03:00")
        expect(page.locator("#link-words")).to_have_text(
            re.compile(r"Reconnecting… as of 3 min ago")
        )
        expect(page.locator("#ranked .row")).to_have_count(0)
    finally:
        site.start()
    board.put(alpha={"alive": 11})
    expect(page.locator("#link-words")).to_have_text("Live")
    has_order(page, "alpha")


def test_a_connection_that_hangs_before_its_answer_is_given_up(line, board, page):
    page.clock.install()
    board.put(alpha={"alive": 12}, beta={"alive": 40})
    page.goto(line.url)
    expect(page.locator("#link-words")).to_have_text("Live")
    line.die()
    page.clock.fast_forward("00:30")
    expect(page.locator("#link")).to_have_attribute("data-state", "lost")
    page.wait_for_timeout(1000)  # the next connection is made, and gets no answer
    line.is_dead = False
    board.put(alpha={"alive": 11})
    for _ in range(6):  # as many dead connections as a browser keeps at hand
        page.clock.fast_forward("00:30")
        page.wait_for_timeout(400)
    expect(page.locator("#link-words")).to_have_text("Live")
    has_order(page, "alpha", "beta")


AHEAD = """
    window.ahead = 0;
    const right = Date;
    Date = class extends right {
        constructor(...given) { super(...(given.length ? given : [right.now() + ahead])); }
        static now() { return right.now() + ahead; }
    };"""
"""The wall's clock, which a test turns. The page's own does not notice, as in a machine that wakes from its sleep."""


def test_a_page_that_wakes_after_an_hour_says_so_at_once(line, board, page):
    board.put(alpha={"alive": 12, "age": 3})
    page.add_init_script(AHEAD)
    page.goto(line.url)
    expect(page.locator("#link-words")).to_have_text("Live")
    line.die()
    page.evaluate("ahead = 3_600_000")
    expect(page.locator("#link-words")).to_have_text("As of 60 min ago", timeout=2500)
    expect(page.locator("#ranked .row")).to_have_count(0)
    expect(page.locator("#link-words")).to_have_text("Reconnecting… as of 60 min ago")


def test_a_clock_that_is_set_while_the_page_is_open(site, board, page):
    board.put(alpha={"alive": 12, "age": 3}, beta={"alive": 40})
    put_at = time.time() - 3
    page.add_init_script(AHEAD)
    page.goto(site.url)
    expect(page.locator("#link-words")).to_have_text("Live")
    page.evaluate("ahead = 3_600_000")
    page.wait_for_timeout(6000)  # the server says its time every five seconds
    expect(page.locator("#link-words")).to_have_text("Live")
    has_order(page, "alpha", "beta")
    assert said_age(page, "alpha") == pytest.approx(time.time() - put_at, abs=2)


def test_on_old_numbers_what_plays_is_not_left(line, board, page):
    page.clock.install()
    board.put(seconds_ago=2, alpha={"alive": 12, "age": 25}, beta={"alive": 60})
    page.goto(line.url)
    assert shown(page) == "Alpha"
    line.die()
    page.clock.fast_forward((46 - said_age(page, "alpha")) * 1000)
    has_order(page, "beta")
    page.clock.run_for(4000)  # a switch is announced for three seconds
    assert shown(page) == "Alpha"


def test_that_a_picked_match_has_ended_is_not_said_by_a_page_that_hears_nothing(line, board, page):
    page.clock.install()
    board.put(alpha={"alive": 12}, beta={"alive": 60})
    page.goto(line.url)
    page.click("[data-channel=beta] .row-link")
    expect(page.locator("#tag")).to_have_text("Your pick")
    assert shown(page) == "Beta"
    line.die()
    for _ in range(2):
        page.clock.fast_forward("01:10")
        expect(page.locator("#link")).to_have_attribute("data-state", "lost")
        page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(page.locator("#tag")).to_have_text("Your pick")
    expect(page.locator("#news")).not_to_contain_text("has ended")
