"""Does a look open what streamlink knows, and keep it to the same limits?"""

import re
import time

import av
import numpy as np
import pytest
from streamlink.exceptions import PluginError
from streamlink.plugin import Plugin, pluginmatcher
from streamlink.stream.hls.hls import HLSStream

from tests.workers.capture.test_capture import MASTER
from tests.workers.looks import look_at
from tests.workers.stream_server import StreamServer, drip, redirect
from tests.workers.video import GAME, picture, video
from workers.capture import Camera, CaptureFailed, Limits

LOOK_SECONDS, BUSY_SECONDS = 2.0, 3.0
"""The limit of a look, and what a machine adds that runs other tests beside."""


@pluginmatcher(re.compile(r"http://[\d.:]+/channel/(?P<name>\w+)"))
class StandInPlatform(Plugin):
    """A platform as streamlink's plugins describe them."""

    def _get_streams(self):
        name = self.match["name"]
        if name == "broken":
            raise PluginError("the platform has changed")
        if name == "gone":
            return {}
        address = self.session.http.get(self.url.replace("channel", "address")).text
        return HLSStream.parse_variant_playlist(
            self.session, address, headers={"Referer": "http://platform/"}
        )


@pytest.fixture
def server():
    streams = StreamServer()
    yield streams
    streams.close()


@pytest.fixture
def camera(store, server):
    camera = Camera(store, [server.host], Limits(look_seconds=LOOK_SECONDS))
    camera.plugins.know("stand-in", StandInPlatform)
    return camera


def look(camera, url):
    return look_at(camera, url, GAME)


def failure(camera, url):
    began = time.monotonic()
    with pytest.raises(CaptureFailed) as caught:
        look(camera, url)
    assert time.monotonic() - began < LOOK_SECONDS + BUSY_SECONDS
    return caught.value


def test_the_plugin_is_asked_once_and_its_headers_are_sent(server, camera):
    referers = []

    def listen(handler):
        referers.append(handler.headers["Referer"])
        handler.say(200, playlist)

    server.files["/address/ann"] = (server.url + "/master.m3u8").encode()
    server.files["/master.m3u8"] = MASTER
    for number in range(3):
        server.live(video(shift=number), path="/middle/index.m3u8", sequence=number + 1)
        playlist = server.files["/middle/index.m3u8"]
        server.files["/middle/index.m3u8"] = listen
        assert look(camera, server.url + "/channel/ann").frame_height == 360
    assert server.asked("/address/ann") == server.asked("/master.m3u8") == 1
    assert set(referers) == {"http://platform/"}


def test_not_live(server, camera):
    assert failure(camera, server.url + "/channel/gone").state == "offline"


def test_a_broken_plugin_says_so_loudly(server, camera):
    failed = failure(camera, server.url + "/channel/broken")
    assert (failed.state, failed.sentence) == (
        "error",
        "streamlink's plugin for stand-in failed: the platform has changed.",
    )


@pytest.mark.parametrize(
    ("answer", "state"),
    [
        (b"http://127.0.0.1:9/a.m3u8", "refused"),
        (b"file:///etc/passwd", "refused"),
        (drip(b"x" * 1000), "timeout"),
        (redirect("http://10.0.0.1/"), "refused"),
        (lambda handler: handler.say(200, b"x" * 5_000_000), "refused"),
    ],
)
def test_plugins_keep_to_the_limits(server, camera, answer, state):
    server.files["/address/ann"] = answer
    assert failure(camera, server.url + "/channel/ann").state == state


@pytest.fixture
def dash(tmp_path, server):
    """A DASH manifest with a second of video, made by libav."""
    with av.open(str(tmp_path / "a.mpd"), "w", format="dash") as output:
        track = output.add_stream("libx264", rate=10, options={"preset": "ultrafast"})
        track.width, track.height, track.pix_fmt = 640, 360, "yuv420p"
        for number in range(10):
            planes = np.full((540, 640), 128, np.uint8)
            planes[:360] = picture(640, 360, 200, number)
            frame = av.VideoFrame.from_ndarray(planes, format="yuv420p")
            frame.pts = number
            output.mux(track.encode(frame))
        output.mux(track.encode())
    for file in tmp_path.iterdir():
        server.files["/dash/" + file.name] = file.read_bytes()
    return server.url + "/dash/a.mpd"


def test_dash(camera, dash):
    camera.limits = Limits()
    found = look(camera, dash)
    assert found.crops["hud"][9:-9, 9:-9].mean() == pytest.approx(200, abs=2)
