"""What does a look say when a platform denies the video?"""

import pytest
from streamlink.plugins.dailymotion import __plugin__ as Dailymotion
from streamlink.plugins.twitch import Twitch, TwitchAPI, UsherService

from tests.workers.capture.test_capture import MASTER
from tests.workers.stream_server import StreamServer, redirect, silence
from workers.capture.hls.fetching import fetching
from workers.capture.plugins import Plugins
from workers.look.failure import CaptureFailed
from workers.net.guard import UrlGuard


@pytest.fixture
def server():
    streams = StreamServer()
    yield streams
    streams.close()


@pytest.fixture
def twitch(server, monkeypatch):
    """streamlink's own plugin for Twitch, whose video server is on localhost."""
    monkeypatch.setattr(TwitchAPI, "access_token", lambda *_: ("token", "a-signature", "{}"))
    monkeypatch.setattr(Twitch, "get_id", lambda self: "1")
    monkeypatch.setattr(UsherService, "channel", lambda *_, **__: server.url + "/usher")
    plugins = Plugins(UrlGuard([server.host]))
    plugins.know("twitch", Twitch)
    return plugins


def answer(status, body=b""):
    return lambda handler: handler.say(status, body)


@pytest.mark.parametrize(
    ("status", "body", "state", "sentence"),
    [
        (
            403,
            b'[{"url":"x","error":"Content Restricted In Region","error_code":"content_geoblocked","type":"error"}]',
            "error",
            "The platform refused: Content Restricted In Region (status 403).",
        ),
        (
            403,
            b'[{"url":"x","error":"Only subscribers may watch.","error_code":"subs_only","type":"error"}]',
            "error",
            "The platform refused: Only subscribers may watch (status 403).",
        ),
        (403, b"<html>", "error", "The platform's server returned status 403."),
        (500, b"", "error", "The platform's server returned status 500."),
        (503, b"[]", "error", "The platform's server returned status 503."),
        (
            404,
            b'[{"url":"x","error":"transcode does not exist","error_code":"transcode_does_not_exist","type":"error"}]',
            "offline",
            "The channel is not live.",
        ),
    ],
)
def test_what_twitchs_video_server_says(server, twitch, status, body, state, sentence):
    server.files["/usher"] = answer(status, body)
    with pytest.raises(CaptureFailed) as caught:
        twitch.streams("https://www.twitch.tv/somebody")
    assert (caught.value.state, caught.value.sentence) == (state, sentence)


def test_a_media_playlist_that_is_denied(server, twitch):
    server.files["/usher"] = MASTER
    for name in ("high", "middle", "sound"):
        server.files[f"/{name}/index.m3u8"] = answer(503)
    with pytest.raises(CaptureFailed) as caught:
        twitch.streams("https://www.twitch.tv/somebody")
    assert caught.value.state == "error"
    assert "503" in caught.value.sentence


@pytest.mark.parametrize(
    ("spoken", "state", "sentence"),
    [
        (silence, "timeout", "The stream did not respond in time."),
        (redirect("http://10.0.0.1/"), "refused", "The URL resolves to a private address."),
    ],
)
def test_media_playlists_that_get_no_answer(server, twitch, monkeypatch, spoken, state, sentence):
    monkeypatch.setattr("workers.net.requests_adapter.ANSWER_SECONDS", 0.3)
    server.files["/usher"] = MASTER
    for name in ("high", "middle", "sound"):
        server.files[f"/{name}/index.m3u8"] = spoken
    with pytest.raises(CaptureFailed) as caught, fetching("video"):
        twitch.streams("https://www.twitch.tv/somebody")
    assert (caught.value.state, caught.value.sentence) == (state, sentence)


def test_a_denial_of_one_channel_is_not_told_of_the_next(server, twitch):
    server.files["/usher"] = answer(403)
    with pytest.raises(CaptureFailed):
        twitch.streams("https://www.twitch.tv/somebody")
    server.files["/usher"] = answer(404)
    with pytest.raises(CaptureFailed) as caught:
        twitch.streams("https://www.twitch.tv/somebody")
    assert caught.value.state == "offline"


def test_plugins_do_not_share_headers_and_tls_settings(server, twitch, monkeypatch):
    """Twitch's referer went to every other platform, and Dailymotion's adapter served them all."""
    server.files["/usher"] = answer(404)
    monkeypatch.setattr(Dailymotion, "_get_streams", lambda self: {})
    twitch.know("dailymotion", Dailymotion)
    for url in ("https://www.twitch.tv/somebody", "https://www.dailymotion.com/somebody"):
        with pytest.raises(CaptureFailed):
            twitch.streams(url)
    one, other = (twitch._session_of(name).http for name in ("twitch", "dailymotion"))
    assert one.headers["referer"] == "https://player.twitch.tv"
    assert "referer" not in other.headers
    assert one.adapters["https://"] is not other.adapters["https://"]
