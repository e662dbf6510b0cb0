"""Does whoever opens the page see the best match, and stay with it?"""

import pytest
from playwright.sync_api import expect

from tests.browser.rig.looks import SHOWN, has_order, shown

pytestmark = [pytest.mark.browser, pytest.mark.timed]


def test_the_stream_on_air_really_plays(site, matches, page):
    matches.rank(alpha=12, beta=40)
    page.goto(site.url)
    assert shown(page) == "Alpha"
    before = page.eval_on_selector(SHOWN, "video => video.currentTime")
    page.wait_for_function(
        f"before => document.querySelector('{SHOWN}').currentTime > before + 1", arg=before
    )
    expect(page.locator("#caption-alive")).to_have_text("12")
    expect(page.locator("#link")).to_have_attribute("data-state", "live")
    assert "12 alive: Alpha" in page.title()


def test_the_list_reorders_by_itself(site, matches, page):
    matches.rank(alpha=50, beta=60, gamma=70)
    page.goto(site.url)
    has_order(page, "alpha", "beta", "gamma")
    expect(page.locator("#link")).to_have_attribute("data-state", "live")
    page.evaluate("document.body.dataset.same = 'page'")
    matches.rank(alpha=49, beta=60, gamma=44)
    has_order(page, "gamma", "alpha", "beta")
    expect(page.locator("[data-channel=gamma] .alive")).to_have_text("44")
    matches.end("gamma")
    has_order(page, "alpha", "beta")
    expect(page.locator("#others [data-channel=gamma]")).to_contain_text("Match over")
    assert page.eval_on_selector("#others", "list => list.offsetHeight") > 20
    assert page.get_attribute("body", "data-same") == "page"
    expect(page.locator("#caption-name")).to_have_attribute("href", "/channels/alpha/")
    page.hover("[data-channel=beta]")
    page.click("[data-channel=beta] .about")
    expect(page.locator("h1")).to_have_text("Beta")
    assert page.url == f"{site.url}channels/beta/"


def test_the_stage_follows_the_director(site, matches, page):
    matches.rank(seconds_ago=25, alpha=40, beta=60)
    page.goto(f"{site.url}pubg/")
    assert shown(page) == "Alpha"
    matches.rank(alpha=38, beta=36)
    has_order(page, "beta", "alpha")
    assert shown(page) == "Alpha", "neither is near its end"
    matches.rank(alpha=37, beta=6)
    expect(page.locator("#caption-name")).to_have_text("Beta")
    assert shown(page) == "Beta"
    matches.rank(alpha=1, beta=5)
    has_order(page, "alpha", "beta")
    assert shown(page) == "Beta", (
        "near its end the stream stays, and a match that is won is not shown"
    )
    matches.rank(alpha=90, beta=3)
    matches.end("beta")
    expect(page.locator("#caption-name")).to_have_text("Alpha")
    assert shown(page) == "Alpha"
    expect(page.locator("#news")).to_have_text("Now on air: Alpha, 90 alive.")


def test_a_viewer_may_pin_a_stream_and_come_back(site, matches, page):
    matches.rank(alpha=10, beta=20, gamma=30)
    page.goto(site.url)
    assert shown(page) == "Alpha"
    page.click("[data-channel=gamma] .row-link")
    expect(page.locator("#tag")).to_have_text("Your pick")
    assert "pin=" not in page.url
    page.click("#pin")
    expect(page.locator("#tag")).to_have_text("Pinned")
    page.reload()
    assert shown(page) == "Gamma"
    assert "pin=gamma" in page.url
    matches.end("gamma")
    expect(page.locator("#others [data-channel=gamma]")).to_contain_text("Match over")
    assert shown(page) == "Gamma", "a pin outlives the match"
    page.click("#follow")
    assert shown(page) == "Alpha"
    page.click("#sound")
    expect(page.locator("#sound")).to_have_text("Mute")
    page.wait_for_function(f"() => document.querySelector('{SHOWN}')?.muted === false")


@pytest.mark.parametrize("way", ["n", "row"])
def test_next_means_until_this_match_ends(site, matches, page, way):
    matches.rank(alpha=10, beta=20, gamma=30)
    page.goto(site.url)
    assert shown(page) == "Alpha"
    if way == "n":
        page.keyboard.press("n")
    else:
        page.click("[data-channel=beta] .row-link")
    expect(page.locator("#caption-name")).to_have_text("Beta")
    expect(page.locator("#tag")).to_have_text("Your pick")
    matches.rank(alpha=3, gamma=2)
    expect(page.locator("[data-channel=gamma] .alive")).to_have_text("2")
    assert shown(page) == "Beta"
    matches.end("beta")
    expect(page.locator("#caption-name")).not_to_have_text("Beta")
    expect(page.locator("#tag")).to_have_text("On air")
    matches.rank(beta=99)
    expect(page.locator("[data-channel=beta] .alive")).to_have_text("99")
    assert shown(page) != "Beta"


def test_a_viewer_stays_on_a_stream_far_down_a_long_board(site, matches, page):
    matches.rank(**{f"c{place}": 2 + place for place in range(105)})
    page.goto(f"{site.url}?pin=c104")
    assert shown(page) == "C104"
    expect(page.locator("#link")).to_have_attribute("data-state", "live")
    matches.rank(c0=1)
    expect(page.locator("[data-channel=c0] .alive")).to_have_text("1")
    assert shown(page) == "C104"
    assert "pin=c104" in page.url


def test_a_server_that_comes_back_is_found_again(site, matches, page):
    matches.rank(alpha=10, beta=20)
    page.goto(site.url)
    expect(page.locator("#link")).to_have_attribute("data-state", "live")
    site.end()
    expect(page.locator("#link-words")).to_contain_text("Reconnecting…")
    matches.rank(alpha=9, beta=5)
    site.start()
    has_order(page, "beta", "alpha")
    expect(page.locator("#link-words")).to_have_text("Live")


def test_nothing_live_is_said_plainly(site, matches, page):
    matches.rank()
    page.goto(site.url)
    expect(page.locator(".main .card-title")).to_have_text("No stream is live right now")
    matches.rank(alpha=30)
    assert shown(page) == "Alpha"


def test_without_scripts_the_page_is_a_list_of_links(site, matches, chromium):
    matches.rank(alpha=10, beta=20)
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(site.url)
    assert page.locator("#ranked .row-link").count() == 2
    assert (
        page.locator("#ranked .row-link").first.get_attribute("href").endswith("/alpha/index.m3u8")
    )
    expect(page.locator(".main .card-words a")).to_have_text("Watch this stream")
    context.close()


HOSTILE = [
    "<script>alert(1)</script>",
    "\u202eright to left\u202c",
    "\N{PILE OF POO}" * 40,
    "y" * 10_000,
    "  ",
    "\u200b",
]


def test_names_and_titles_as_hostile_as_can_be_are_text(site, matches, page):
    matches.rank(**{f"c{place}": 10 + place for place in range(len(HOSTILE))})
    matches.rename({f"c{place}": name for place, name in enumerate(HOSTILE)})
    page.goto(f"{site.url}?pin=c3")
    has_order(page, *(f"c{place}" for place in range(len(HOSTILE))))
    assert page.inner_text("[data-channel=c0] .name") == HOSTILE[0]
    assert page.evaluate("document.documentElement.scrollWidth") == 1440
    heights = page.eval_on_selector_all("#ranked .row", "rows => rows.map(row => row.offsetHeight)")
    assert len(set(heights)) == 1
    page.goto(f"{site.url}moments/")
    assert page.evaluate("document.documentElement.scrollWidth") == 1440


def test_the_first_paint_is_light_and_nothing_jumps(site, matches, page):
    matches.rank(**{f"c{place}": 10 + place for place in range(20)})
    page.add_init_script("""window.shift = 0; new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) window.shift += entry.value;
    }).observe({type: "layout-shift", buffered: true});""")
    page.goto(site.url)
    assert shown(page) == "C0"
    page.wait_for_timeout(1000)
    assert page.evaluate("window.shift") <= 0.05


@pytest.mark.alone
def test_the_name_is_there_within_a_second_and_the_video_within_three(site, matches, page):
    matches.rank(alpha=12, **{f"c{place}": 20 + place for place in range(20)})
    page.add_init_script(
        """addEventListener("playing", () => { window.playing ??= performance.now(); }, true);"""
    )
    page.request.get(site.url)  # the process answers its first question while it starts
    page.goto(site.url)
    assert shown(page) == "Alpha"
    painted = page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime")
    playing = page.evaluate("window.playing")
    print(f"painted after {painted:.0f} ms, playing after {playing:.0f} ms")
    assert painted < 1000
    assert playing < 3000


def test_the_overlay_tells_rank_alive_and_kills(site, matches, page):
    matches.rank(alpha=10, beta=20)
    page.goto(f"{site.url}overlay/beta/")
    expect(page.locator("#rank")).to_have_text("2")
    assert (
        page.eval_on_selector("body", "body => getComputedStyle(body).backgroundColor")
        == "rgba(0, 0, 0, 0)"
    )
    matches.rank(alpha=10, beta=7)
    expect(page.locator("#alive")).to_have_text("7")
    expect(page.locator("#rank")).to_have_text("1")
    matches.end("beta")
    expect(page.locator("#overlay")).to_be_hidden()


def test_the_end_of_a_match_becomes_a_moment(site, matches, page):
    matches.rank(alpha=2, beta=20)
    matches.end("alpha")
    page.goto(f"{site.url}moments/")
    expect(page.locator(".moment.won")).to_contain_text("Alpha won with 2 kills")
    expect(page.locator(".moment.switch").first).to_contain_text("came on air")
