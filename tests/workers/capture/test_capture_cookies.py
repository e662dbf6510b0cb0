"""Are the cookies of a stream's first answer sent with the requests that follow, and only to its servers?"""

import re

import pytest
from streamlink.plugin import Plugin, pluginmatcher
from streamlink.stream.hls.hls import HLSStream

from scoreboard.models import Stream
from scoreboard.store import LookContext
from tests.workers.looks import look_at, memory_of
from tests.workers.stream_server import StreamServer
from tests.workers.video import GAME, video
from workers.capture import Camera, CaptureFailed, capture
from workers.capture.memory import Memory

MASTER = b"#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=3000000,RESOLUTION=1280x720\n/live/index.m3u8\n"


class Shop:
    """A server that gives a cookie with the master playlist and wants it for all else."""

    def __init__(self, server, cookie="session=secret; Path=/"):
        self.server, self.cookie, self.seen = server, cookie, {}
        server.files["/master.m3u8"] = self.master
        self.go_on(1)

    def go_on(self, sequence):
        self.server.live(video(shift=sequence), sequence=sequence)
        for path in ("/live/index.m3u8", f"/live/s{sequence}"):
            body = self.server.files[path]
            self.server.files[path] = lambda handler, body=body: self.guarded(handler, body)

    def master(self, handler):
        self.seen[handler.path] = handler.headers["Cookie"]
        handler.say(200, MASTER, {"Set-Cookie": self.cookie})

    def guarded(self, handler, body):
        self.seen[handler.path] = handler.headers["Cookie"]
        wanted = handler.headers["Cookie"] == self.cookie.partition(";")[0]
        handler.say(200 if wanted else 403, body if wanted else b"no")


@pytest.fixture
def server():
    streams = StreamServer()
    yield streams
    streams.close()


@pytest.fixture
def camera(store, server):
    return Camera(store, [server.host])


def test_the_playlist_and_its_segments_get_the_cookie(server, camera, store):
    shop = Shop(server)
    assert look_at(camera, server.url + "/master.m3u8", GAME).frame_height == 360
    shop.go_on(2)
    other = Camera(store, [server.host])
    assert look_at(other, server.url + "/master.m3u8", GAME).frame_height == 360
    assert server.asked("/master.m3u8") == 1, "another worker knows the cookie"
    assert shop.seen["/live/s2"] == "session=secret"


def test_a_redirect_may_set_it(server, camera):
    Shop(server)
    server.files["/start.m3u8"] = lambda handler: handler.say(
        302, b"", {"Location": "/live/index.m3u8", "Set-Cookie": "session=secret; Path=/"}
    )
    assert look_at(camera, server.url + "/start.m3u8", GAME).frame_height == 360


def test_a_cookie_of_another_path_is_not_sent(server, camera):
    Shop(server, "session=secret; Path=/elsewhere")
    with pytest.raises(CaptureFailed) as caught:
        look_at(camera, server.url + "/master.m3u8", GAME)
    assert caught.value.state == "error"
    assert "denied" in caught.value.sentence


def test_another_host_does_not_get_it(server, store):
    _, port = server.host.split(":")
    camera = Camera(store, [server.host, f"localhost:{port}"])
    shop = Shop(server)
    server.files["/master.m3u8"] = lambda handler: handler.say(
        200,
        MASTER.replace(b"/live", f"http://localhost:{port}/live".encode()),
        {"Set-Cookie": shop.cookie},
    )
    with pytest.raises(CaptureFailed):
        look_at(camera, server.url + "/master.m3u8", GAME)
    assert shop.seen == {"/live/index.m3u8": None}


def test_another_stream_does_not_get_it(server, camera):
    shop = Shop(server)
    look_at(camera, server.url + "/master.m3u8", GAME)
    shop.seen.clear()
    other = LookContext(
        Stream("other", GAME.slug, "name", server.url + "/live/index.m3u8"),
        GAME,
        None,
        "",
        {},
        None,
    )
    with pytest.raises(CaptureFailed):
        capture(other, "token", camera)
    assert shop.seen == {"/live/index.m3u8": None}


def test_those_that_a_plugin_was_given(server, camera):
    @pluginmatcher(re.compile(r"http://[\d.:]+/channel"))
    class Platform(Plugin):
        def _get_streams(self):
            self.session.http.get(server.url + "/login")
            yield "720p", HLSStream(self.session, server.url + "/live/index.m3u8")

    camera.plugins.know("platform", Platform)
    shop = Shop(server)
    server.files["/login"] = lambda handler: handler.say(200, b"", {"Set-Cookie": shop.cookie})
    assert look_at(camera, server.url + "/channel", GAME).frame_height == 360
    assert shop.seen["/live/s1"] == "session=secret"


def test_what_is_remembered_shows_no_value(server, camera, store):
    Shop(server)
    look_at(camera, server.url + "/master.m3u8", GAME)
    memory = memory_of(store.redis)
    assert [cookie.name for cookie in memory.cookies] == ["session"]
    assert "secret" not in repr(memory)


@pytest.mark.parametrize(
    "fields",
    [
        {"newest": ""},
        {"newest": "{"},
        {"source": "7"},
        {"source": "[]"},
        {"cookies": "3"},
        {"cookies": "[{}]"},
        {"known": "[" * 100_000},
    ],
)
def test_a_memory_that_cannot_be_read_is_none(fields):
    assert Memory.recalled(fields) is None
