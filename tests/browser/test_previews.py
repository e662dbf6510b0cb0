"""Does each row show what its stream shows, fresh, and does nothing move when there is no picture?"""

import cv2
import numpy as np
import pytest

from tests.browser.rig.looks import has_order

pytestmark = [pytest.mark.browser, pytest.mark.timed]
PICTURES = "#ranked .preview"


def jpeg(red, green, blue):
    return cv2.imencode(".jpg", np.full((144, 256, 3), (blue, green, red), np.uint8))[1].tobytes()


def seen(page, channel):
    """The colour in the middle of a row's picture; nothing when none is shown."""
    return page.evaluate(
        """channel => {
        const picture = document.querySelector(`[data-channel=${channel}] .preview`);
        if (picture.hidden || !picture.naturalWidth) return null;
        const canvas = Object.assign(document.createElement("canvas"), {width: 80, height: 45}).getContext("2d");
        canvas.drawImage(picture, 0, 0, 80, 45);
        return [...canvas.getImageData(40, 22, 1, 1).data].slice(0, 3);
    }""",
        channel,
    )


def test_rows_show_their_streams_and_renew_what_they_show(site, matches, page, store):
    matches.rank(alpha=3, beta=40, gamma=50)
    store.put_preview("alpha", jpeg(200, 20, 20), 90)
    store.put_preview("beta", jpeg(20, 200, 20), 90)
    page.goto(site.url)
    has_order(page, "alpha", "beta", "gamma")
    page.wait_for_function(
        f"() => document.querySelectorAll('{PICTURES}:not([hidden])').length === 2"
    )
    assert seen(page, "alpha") == pytest.approx([200, 20, 20], abs=6)
    assert seen(page, "beta") == pytest.approx([20, 200, 20], abs=6)
    assert seen(page, "gamma") is None
    heights = page.eval_on_selector_all("#ranked .row", "rows => rows.map(row => row.offsetHeight)")
    widths = page.eval_on_selector_all(
        "#ranked .picture", "all => all.map(each => each.offsetWidth)"
    )
    assert len(set(heights)) == len(set(widths)) == 1
    store.put_preview("alpha", jpeg(20, 20, 200), 90)
    page.wait_for_timeout(11_000)
    assert seen(page, "alpha") == pytest.approx([20, 20, 200], abs=6), (
        "the final ten are renewed every ten seconds"
    )


def test_pictures_come_without_moving_anything_and_go_without_leaving_a_hole(
    site, matches, page, store
):
    matches.rank(**{f"c{place}": 40 + place for place in range(20)})  # the stage keeps one picture
    for place in range(20):
        store.put_preview(f"c{place}", jpeg(200, 20, 20), 90)
    page.add_init_script("""window.shift = 0; new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) window.shift += entry.value;
    }).observe({type: "layout-shift", buffered: true});""")
    asked = []
    page.on(
        "request", lambda request: asked.append(request.url) if "/preview/" in request.url else None
    )
    page.goto(site.url)
    page.wait_for_function(
        "() => document.querySelector('[data-channel=c0] .preview:not([hidden])')"
    )
    in_sight = page.eval_on_selector_all(
        "#ranked .row",
        """rows => {
        const { bottom } = document.querySelector(".board").getBoundingClientRect();
        return rows.filter(row => row.getBoundingClientRect().top < bottom).length;
    }""",
    )
    assert len({address.split("?")[0] for address in asked}) == in_sight < 20
    for top in (10_000, 0):
        page.evaluate("top => document.querySelector('.board').scrollTo(0, top)", top)
        page.wait_for_timeout(1200)
    assert sum("/preview/c0/" in address for address in asked) == 1, (
        "it was out of sight for a moment"
    )
    assert any("/preview/c19/" in address for address in asked)
    store.redis.delete("preview:c0")
    page.wait_for_function(
        "() => document.querySelector('[data-channel=c0] .preview').hidden", timeout=20_000
    )
    assert page.evaluate("window.shift") <= 0.05


def test_the_end_of_a_match_shows_its_last_picture(site, matches, page, store):
    matches.rank(alpha=2, beta=20)
    store.put_preview("alpha", jpeg(200, 20, 20), 90)
    matches.end("alpha")
    page.goto(f"{site.url}moments/")
    assert (
        page.eval_on_selector(".moment.won .finish-picture", "picture => picture.naturalWidth")
        == 256
    )
