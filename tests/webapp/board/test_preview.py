"""Is a stream's small picture served as a browser wants it, and only while the stream may be shown?"""

import asyncio
import io
import time

import pytest
from PIL import Image

from scoreboard.history import Highlight
from scoreboard.models import Stream
from tests.webapp.boards import row, show, store_away

pytestmark = pytest.mark.usefixtures("db")
JPEG = b"\xff\xd8 a picture"


def ask(store, path, method="GET", **headers):
    """The status, the headers and the body."""
    from webapp.board.pictures.endpoint import serve_preview

    said: list[dict] = []

    async def send(message):
        said.append(message)

    asked = [(name.replace("_", "-").encode(), value) for name, value in headers.items()]
    scope = {"type": "http", "method": method, "path": path, "headers": asked}
    asyncio.run(serve_preview(lambda: store, scope, send))
    return said[0]["status"], dict(said[0]["headers"]), said[1]["body"]


def live(store, channel="one"):
    store.put_streams(
        [Stream(channel, "pubg", channel.title(), "https://example.org/")], {channel: time.time()}
    )
    store.put_preview(channel, JPEG, 90)


def test_a_picture_and_how_long_it_may_be_kept(store):
    live(store)
    status, headers, body = ask(store, "/preview/one.jpg")
    assert (status, headers[b"content-type"], body) == (200, b"image/jpeg", JPEG)
    assert headers[b"cache-control"] == b"public, max-age=10"
    assert headers[b"x-content-type-options"] == b"nosniff"
    again = ask(store, "/preview/one.jpg", if_none_match=headers[b"etag"])
    assert (again[0], again[2]) == (304, b"")
    assert ask(store, "/preview/one.jpg", "HEAD")[2] == b""


def test_a_row_gets_the_same_picture_as_small_as_it_is_shown(store):
    live(store)
    packed = io.BytesIO()
    Image.new("RGB", (256, 144), (200, 20, 20)).save(packed, "JPEG")
    store.put_preview("one", packed.getvalue(), 90)
    for width, height in ((80, 45), (160, 90)):
        status, headers, body = ask(store, f"/preview/one/{width}.webp")
        with Image.open(io.BytesIO(body)) as picture:
            assert (picture.format, picture.size) == ("WEBP", (width, height))
            assert picture.convert("RGB").getpixel((10, 10)) == pytest.approx((200, 20, 20), abs=6)
        assert (status, headers[b"content-type"]) == (200, b"image/webp")
        assert headers[b"cache-control"] == b"public, max-age=10"
        assert ask(store, f"/preview/one/{width}.webp", if_none_match=headers[b"etag"])[0] == 304
    assert ask(store, "/preview/two/80.webp")[0] == ask(store, "/preview/one/81.webp")[0] == 404
    store.put_preview("one", JPEG, 90)
    assert ask(store, "/preview/one/80.webp")[0] == 404, "what is no picture is none at any size"


@pytest.mark.parametrize(
    "path",
    [
        "/preview/two.jpg",
        "/preview/one.png",
        "/preview/",
        "/preview/.jpg",
        "/preview/a/b/c.jpg",
        "/preview/one/12.jpg",
        "/preview/../../etc/passwd.jpg",
        "/preview/" + "x" * 5000 + ".jpg",
        "/preview/one/" + "9" * 400 + ".jpg",
        "/preview/\u202e\x00.jpg",
    ],
)
def test_no_picture_is_a_plain_404(store, path):
    live(store)
    status, headers, body = ask(store, path)
    assert (status, headers[b"cache-control"]) == (404, b"no-store")
    assert body == b"No picture of this stream is available.\n"


def test_other_methods_and_a_scoreboard_that_is_away(store):
    assert ask(store, "/preview/one.jpg", "POST")[0] == 405
    assert ask(store_away(), "/preview/one.jpg")[0] == 503


def test_a_picture_that_comes_after_its_channel_was_blocked_is_not_shown(store):
    live(store)
    store.drop_streams([store.stream("one")])
    store.put_preview("one", JPEG, 90)
    assert ask(store, "/preview/one.jpg")[0] == 404


def test_blocking_a_channel_takes_its_pictures_and_its_moments_at_once(store, client):
    from webapp.catalog.models import Channel
    from webapp.catalog.publish.publish import publish_or_wait

    publish_or_wait()
    live(store)
    store.put_moments(
        [Highlight("finish", "pubg", time.time(), "one", "One", 1, 3, "won", "", True)]
    )
    Channel.objects.create(channel="one", rule="block")
    publish_or_wait()
    assert store.preview("one") is None
    assert client.get("/api/v1/moments/").json()["results"] == []


def test_a_finish_keeps_its_picture(store, client):
    at = time.time() - 5
    live(store)
    store.keep_preview("one", at, 600)
    store.put_moments(
        [
            Highlight("finish", "pubg", at, "one", "One", 1, 3, "won", "", True),
            Highlight("finish", "pubg", at, "two", "Two", 1, 3, "won", ""),
        ]
    )
    two, one = client.get("/api/v1/moments/").json()["results"]
    assert two["picture_url"] is None
    status, headers, body = ask(store, one["picture_url"])
    assert (status, headers[b"cache-control"], body) == (200, b"public, max-age=1200", JPEG)
    assert f'src="{one["picture_url"]}"' in client.get("/moments/").content.decode()


def test_a_shared_link_shows_the_stream_on_air(store, client):
    show(store, row("one", alive=6), on_air="one")
    assert "/static/board/share.png" in client.get("/pubg/").content.decode()
    live(store)
    text = client.get("/pubg/").content.decode()
    assert 'property="og:image" content="http://testserver/preview/one.jpg?at=' in text
    assert 'property="og:image:alt" content="What One shows"' in text
