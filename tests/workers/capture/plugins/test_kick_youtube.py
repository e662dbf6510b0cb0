"""Does a look get its picture from Kick and YouTube through streamlink's own plugins, and say why it gets none?

The stand-ins answer at the addresses that the plugins of streamlink 8.6.3 ask, in the shapes that these check.
"""

import json
from urllib.parse import urlsplit

import pytest
from streamlink.plugins.kick import Kick
from streamlink.plugins.youtube import YouTube

from tests.workers.looks import look_at
from tests.workers.stream_server import StreamServer
from tests.workers.video import GAME, video
from workers.capture import Camera, CaptureFailed
from workers.net.requests_adapter import GuardedAdapter

KICK, KICK_API = "https://kick.com/somebody", "/kick.com/api/v2/channels/somebody/livestream"
YOUTUBE = "https://www.youtube.com/watch?v=abcdefghijk"
WATCH, PLAYER = "/www.youtube.com/watch", "/www.youtube.com/youtubei/v1/player"
DETAILS = {
    "videoDetails": {"videoId": "abcdefghijk", "author": "a", "title": "t", "isLive": True},
    "microformat": {"playerMicroformatRenderer": {"category": "Gaming"}},
}
PAGE = f"<html><script>var ytInitialPlayerResponse = {json.dumps(DETAILS)};var meta = 1;</script>"


@pytest.fixture
def server():
    streams = StreamServer()
    streams.live(video(200), path="/video/index.m3u8")
    streams.files["/video/master.m3u8"] = (
        b'#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=3000000,RESOLUTION=1280x720,CODECS="avc1.4D401F"\n'
        b"index.m3u8\n"
    )
    yield streams
    streams.close()


@pytest.fixture
def camera(store, server, monkeypatch):
    """Every host on the internet is a folder of ``server``."""
    send = GuardedAdapter.send

    def at_home(self, request, *arguments, **named):
        parts = urlsplit(request.url)
        if parts.hostname != "127.0.0.1":
            request.url = f"{server.url}/{parts.hostname}{parts.path}?{parts.query}"
        return send(self, request, *arguments, **named)

    monkeypatch.setattr(GuardedAdapter, "send", at_home)
    camera = Camera(store, [server.host])
    camera.plugins.know("kick", Kick)
    camera.plugins.know("youtube", YouTube)
    return camera


def hud(camera, url):
    return look_at(camera, url, GAME).crops["hud"][9:-9, 9:-9].mean()


def failure(camera, url):
    with pytest.raises(CaptureFailed) as caught:
        look_at(camera, url, GAME)
    return caught.value.state, caught.value.sentence


def kick_says(server, data):
    server.files[KICK_API] = json.dumps({"data": data}).encode()


def youtube_says(server, status, reason=None):
    said = {
        "playabilityStatus": {"status": status, **({"reason": reason} if reason else {})},
        "streamingData": {"hlsManifestUrl": server.url + "/video/master.m3u8"},
    }
    server.files[WATCH], server.files[PLAYER] = PAGE.encode(), json.dumps(said).encode()


def test_kick(server, camera):
    stream = {"id": 1, "category": {"name": "PUBG"}, "session_title": "t"}
    kick_says(server, {"playback_url": server.url + "/video/master.m3u8", **stream})
    assert hud(camera, KICK) == pytest.approx(200, abs=2)


def test_kick_is_not_live(server, camera):
    kick_says(server, None)
    assert failure(camera, KICK) == ("offline", "The channel is not live.")


@pytest.mark.parametrize("status", [403, 429, 503])
def test_kick_denies(server, camera, status):
    server.files[KICK_API] = lambda handler: handler.say(status, b"<html>Just a moment...</html>")
    sentence = f"The platform's server returned status {status}."
    assert failure(camera, KICK) == ("error", sentence)


def test_youtube(server, camera):
    youtube_says(server, "OK")
    assert hud(camera, YOUTUBE) == pytest.approx(200, abs=2)


@pytest.mark.parametrize(
    ("status", "reason", "state", "sentence"),
    [
        ("LIVE_STREAM_OFFLINE", "Live in 5 days", "offline", "The channel is not live."),
        (
            "LOGIN_REQUIRED",
            "Sign in to confirm you’re not a bot.",
            "error",
            "The platform refused: Sign in to confirm you’re not a bot.",
        ),
        ("UNPLAYABLE", "Members only\u202e\n", "error", "The platform refused: Members only."),
        ("AGE_CHECK_REQUIRED", None, "error", "The platform refused: AGE_CHECK_REQUIRED."),
    ],
)
def test_youtube_gives_no_video(server, camera, status, reason, state, sentence):
    youtube_says(server, status, reason)
    assert failure(camera, YOUTUBE) == (state, sentence)


def test_what_was_said_of_one_video_is_not_told_of_the_next(server, camera):
    youtube_says(server, "UNPLAYABLE", "Members only")
    failure(camera, YOUTUBE)
    kick_says(server, None)
    assert failure(camera, KICK) == ("offline", "The channel is not live.")
