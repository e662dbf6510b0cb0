"""Does the page show what this viewer chose, now and after a reload?"""

import json

import pytest
from playwright.sync_api import expect

from tests.browser.rig.looks import has_order, shown

pytestmark = [pytest.mark.browser, pytest.mark.timed]


def test_every_key_of_the_help_is_there_and_closes(site, matches, page):
    matches.rank(alpha=10, beta=20)
    page.goto(site.url)
    assert shown(page) == "Alpha"
    page.keyboard.press("?")
    expect(page.locator("#help")).to_be_visible()
    page.keyboard.press("n")
    page.keyboard.press("Escape")
    expect(page.locator("#help")).to_be_hidden()
    expect(page.locator("#caption-name")).to_have_text("Alpha")
    page.keyboard.press("n")
    expect(page.locator("#caption-name")).to_have_text("Beta")
    assert "pin=" not in page.url
    page.keyboard.press("s")
    expect(page.locator("#tag")).to_have_text("Pinned")
    assert "pin=beta" in page.url
    page.keyboard.press("p")
    expect(page.locator("#caption-name")).to_have_text("Alpha")
    page.keyboard.press("a")
    expect(page.locator("#tag")).to_have_text("On air")
    assert "pin=" not in page.url


def test_a_hidden_channel_stays_away_until_it_is_shown_again(site, matches, page):
    matches.rank(alpha=10, beta=20)
    page.goto(site.url)
    assert shown(page) == "Alpha"
    page.keyboard.press("h")
    has_order(page, "beta")
    assert shown(page) == "Beta"
    page.reload()
    assert shown(page) == "Beta"
    page.keyboard.press("o")
    page.click("#hidden-channels button")
    has_order(page, "alpha", "beta")


def test_who_comes_first_is_the_viewers_choice(site, matches, page):
    matches.rank(kills={"beta": 9}, alpha=10, beta=50)
    page.goto(site.url)
    has_order(page, "alpha", "beta")
    page.keyboard.press("o")
    page.select_option("#set-order", "kills")
    has_order(page, "beta", "alpha")
    page.reload()
    has_order(page, "beta", "alpha")
    assert shown(page) == "Beta"


def test_games_and_languages_can_be_left_out(site, matches, page):
    matches.rank(language={"alpha": "de", "beta": "en"}, alpha=10, beta=50)
    page.goto(site.url)
    has_order(page, "alpha", "beta")
    page.keyboard.press("o")
    page.get_by_label("English").check()
    has_order(page, "beta")
    page.get_by_label("PUBG").uncheck()
    expect(page.locator("#nobody")).to_have_text("Your filters hide every match in progress.")
    expect(page.locator(".main .card-title")).to_have_text("Your filters hide every stream")


@pytest.mark.parametrize(
    ("lights", "ground"),
    [("light", "rgb(245, 246, 248)"), ("dark", "rgb(11, 13, 16)"), ("dim", "rgb(0, 0, 0)")],
)
def test_the_lights_are_right_from_the_first_paint(site, matches, page, lights, ground):
    page.add_init_script(
        f"localStorage.setItem('rotisserie', {json.dumps(json.dumps({'lights': lights}))})"
    )
    page.goto(site.url, wait_until="commit")
    page.wait_for_selector(".bar")
    assert page.eval_on_selector("body", "body => getComputedStyle(body).backgroundColor") == ground


@pytest.mark.parametrize(
    "kept", ["{", "[]", "null", '{"order": {}, "hidden": [1], "volume": "x", "screens": 9}']
)
def test_odd_things_in_the_browsers_storage_harm_nothing(site, matches, page, kept):
    matches.rank(alpha=10)
    page.add_init_script(f"localStorage.setItem('rotisserie', {json.dumps(kept)})")
    page.goto(site.url)
    assert shown(page) == "Alpha"


def test_a_notification_when_one_enters_the_final_three(site, matches, page):
    page.context.grant_permissions(["notifications"])
    page.add_init_script("""window.told = [];
        window.Notification = class extends EventTarget {
            static permission = "granted";
            constructor(title) { super(); told.push(title); }
        };""")
    matches.rank(alpha=3, beta=20)
    page.goto(site.url)
    assert shown(page) == "Alpha"
    page.click("[data-channel=beta] .star")
    page.keyboard.press("o")
    page.check("#set-notify")
    matches.rank(alpha=2, beta=3)
    page.wait_for_function("() => told.length === 1")
    assert page.evaluate("told") == ["Beta: 3 alive"]


def test_the_kiosk_is_the_stage_and_nothing_else(site, matches, page):
    matches.rank(alpha=10, beta=20)
    page.goto(f"{site.url}?kiosk=1")
    assert shown(page) == "Alpha"
    for part in (".bar", ".board", ".controls", "#sound"):
        expect(page.locator(part).first).to_be_hidden()
    expect(page.locator("#caption-alive")).to_have_text("10")
    box = page.locator(".main").bounding_box()
    assert box
    assert (box["width"], box["height"]) == (1440, 900)
