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
