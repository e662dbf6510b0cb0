"""Do names and titles stay text, whatever somebody types, and everything else where it was?"""

import pytest
from playwright.sync_api import expect

from tests.browser.rig.looks import has_order, shown

pytestmark = [pytest.mark.browser, pytest.mark.timed]
SCRIPT = "</script><script>window.hurt = 1</script><img src=x onerror='window.hurt = 1'>"
TURNED = "\u202e\u2067evil\u202d"
HEBREW = "\u05e9\u05dc\u05d5\u05dd"
EMOJI = "\N{PILE OF POO}\N{ZERO WIDTH JOINER}\N{VARIATION SELECTOR-16}" * 60
NAMES = [
    SCRIPT,
    TURNED,
    HEBREW,
    EMOJI,
    "y" * 10_000,
    "Z\u0351\u036b\u0343" * 400,
    "{{ 7 * 7 }}",
    "\u200b",
    "a\nb\tc\x00d",
    "\"'`;--<b>",
]
PLACES = [f"c{place}" for place in range(len(NAMES))]


@pytest.fixture
def hostile(matches):
    matches.rank(**{channel: 10 + place for place, channel in enumerate(PLACES)})
    matches.rename(dict(zip(PLACES, NAMES, strict=True)))
    return matches


@pytest.mark.parametrize(("width", "height"), [(1440, 900), (1024, 768), (390, 844)])
def test_names_are_text_and_nothing_is_moved(site, hostile, page, width, height):
    page.set_viewport_size({"width": width, "height": height})
    page.goto(site.url)
    has_order(page, *PLACES)
    texts = page.eval_on_selector_all("#ranked .name", "all => all.map(each => each.textContent)")
    assert texts == [name.replace("\x00", "\ufffd") for name in NAMES] or texts == NAMES
    heights = page.eval_on_selector_all("#ranked .row", "rows => rows.map(row => row.offsetHeight)")
    assert len(set(heights)) == 1
    for place in range(len(NAMES)):
        page.locator(f"[data-channel=c{place}] .row-link").click()
        expect(page.locator("#tag")).to_have_text("Your pick")
        assert page.evaluate("document.documentElement.scrollWidth") == width
        page.evaluate("scrollTo(0, 0)")
        boxes = [
            page.locator(part).bounding_box() for part in ("#screens", "#caption", "#controls")
        ]
        assert (
            boxes[0]["y"] + boxes[0]["height"]
            <= boxes[1]["y"] + 1
            <= boxes[1]["y"] + boxes[1]["height"]
        )
        assert boxes[1]["y"] + boxes[1]["height"] <= boxes[2]["y"] + 1
    assert page.evaluate("window.hurt") is None


@pytest.mark.parametrize("name", [TURNED, HEBREW, "y" * 10_000, SCRIPT])
def test_the_sentence_about_the_next_one_reads_from_left_to_right(site, matches, page, name):
    matches.rank(seconds_ago=25, alpha=40, beta=60)
    matches.rename({"beta": name})
    page.goto(f"{site.url}pubg/")
    assert shown(page) == "Alpha"
    matches.rank(alpha=38, beta=6)
    matches.rename({"beta": name})
    line = page.locator("#announcement")
    expect(line).to_contain_text("6 alive")
    before, after = page.evaluate("""() => {
        const text = document.querySelector("#announcement").firstChild;
        const left = (from, to) => {
            const range = document.createRange();
            range.setStart(text, from);
            range.setEnd(text, to);
            return range.getBoundingClientRect().left;
        };
        const end = text.data.indexOf(", 6 alive");
        return [left(0, 4), left(end + 2, end + 3)];
    }""")
    assert before < after
    assert len(line.inner_text()) < 140


def test_other_pages_show_them_as_text_too(site, hostile, page):
    hostile.end("c0")
    hostile.rename({"c0": SCRIPT})
    page.goto(f"{site.url}moments/")
    assert page.evaluate("document.documentElement.scrollWidth") == 1440
    page.goto(f"{site.url}overlay/{'%3Cscript%3E' * 20}/")
    assert page.evaluate("window.hurt") is None
    page.goto(f"{site.url}?pin=%22%3E%3Cscript%3Ewindow.hurt=1%3C/script%3E")
    has_order(page, *PLACES[1:])
    assert page.evaluate("window.hurt") is None
    page.keyboard.press("4")
    page.wait_for_function("() => document.querySelectorAll('.screen').length === 4")
    assert page.evaluate("document.documentElement.scrollWidth") == 1440
