"""Can the end of a match be watched again in the stream's own window, and is nothing offered otherwise?"""

import sqlite3
import time
from datetime import UTC, datetime

import pytest
from playwright.sync_api import expect

from tests.webapp.boards import row, show

pytestmark = [pytest.mark.browser, pytest.mark.timed]
PIECES, SECONDS = 40, 2
PATH = "window/window.m3u8"


def playlist(began, dated=True):
    """A live playlist of 80 seconds; the pieces are those of the rig's stream."""
    lines = ["#EXTM3U", "#EXT-X-VERSION:3", f"#EXT-X-TARGETDURATION:{SECONDS}"]
    for number in range(PIECES):
        at = datetime.fromtimestamp(began + number * SECONDS, UTC).isoformat()
        lines += [f"#EXT-X-PROGRAM-DATE-TIME:{at}"] if dated else []
        lines += [f"#EXTINF:{SECONDS}.0,", f"index{number}.ts"]
    return "\n".join(lines)


@pytest.fixture
def ended(site, matches, store, video_port):
    """A match that ended 70 s after the window began, of a stream that is live; the page's address."""
    show(store, row("alpha", playback_url=f"http://127.0.0.1:{video_port}/{PATH}"))
    began = time.time() - PIECES * SECONDS
    at = datetime.fromtimestamp(began + 70, UTC).replace(tzinfo=None).isoformat(" ")
    with sqlite3.connect(site.environment["DATABASE_URL"].removeprefix("sqlite:///")) as database:
        database.execute("DELETE FROM desk_match")
        database.execute(
            "INSERT INTO desk_match (id, channel, name, game, ended_at, won, page_url)"
            " VALUES (7, 'alpha', 'Alpha', 'pubg', ?, true, '')",
            (at,),
        )
    database.close()
    return began, f"{site.url}matches/7/"


def serve(page, text):
    page.route(
        f"**/{PATH}",
        lambda route: route.fulfill(
            body=text,
            headers={"Access-Control-Allow-Origin": "*"},
            content_type="application/vnd.apple.mpegurl",
        ),
    )


def test_the_finish_plays_from_shortly_before_its_end(page, ended):
    began, address = ended
    serve(page, playlist(began))
    page.goto(address)
    page.get_by_role("button", name="Watch the finish").click()
    video = page.locator("video")
    expect(video).to_be_visible()
    plays_until = time.monotonic() + 15
    while (position := video.evaluate("video => video.currentTime")) <= 25.2:
        assert time.monotonic() < plays_until, position
        page.wait_for_timeout(50)
    assert position < 35


@pytest.mark.parametrize("window", ["gone", "undated", "later"])
def test_nothing_is_offered_where_the_stream_holds_no_end(page, ended, window):
    began, address = ended
    texts = {"gone": "", "undated": playlist(began, dated=False), "later": playlist(began + 60)}
    serve(page, texts[window])
    with page.expect_response(f"**/{PATH}"):
        page.goto(address)
    page.wait_for_timeout(300)
    expect(page.get_by_role("button", name="Watch the finish")).to_be_hidden()
