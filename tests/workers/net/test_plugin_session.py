"""Do all of streamlink's plugins have one way out, through the guard?"""

import ast
import pkgutil
from contextlib import suppress
from functools import partial
from importlib import import_module
from pathlib import Path
from ssl import OP_NO_TICKET

import pytest
import streamlink.plugins
from requests.adapters import BaseAdapter
from streamlink.exceptions import PluginError, StreamError
from streamlink.options import Options
from streamlink.session.http import SSLContextAdapter
from streamlink.stream.ffmpegmux import FFMPEGMuxer, MuxedStream
from streamlink.stream.hls.hls import HLSStream
from streamlink.webbrowser.cdp.client import CDPClient
from streamlink.webbrowser.cdp.exceptions import CDPError

from tests.workers.stream_server import StreamServer
from workers.net.denials import Denial, denials
from workers.net.failure import FetchFailed
from workers.net.guard import UrlGuard
from workers.net.plugin_session import OFF, is_over_http, plugin_session
from workers.net.requests_adapter import GuardedAdapter

NAMES = sorted(module.name for module in pkgutil.iter_modules(streamlink.plugins.__path__))
WAYS_OUT = (
    *("socket", "ssl", "asyncio", "trio", "subprocess", "os", "ctypes", "multiprocessing"),
    *("urllib.request", "urllib3", "http.client", "ftplib", "websocket", "trio_websocket"),
    *("requests.api", "requests.sessions", "requests.adapters"),
    *("streamlink.plugin.api.websocket", "streamlink.webbrowser", "streamlink.session.http"),
    *("streamlink.stream.ffmpegmux", "streamlink.stream.file", "streamlink.utils.processoutput"),
    *("streamlink.utils.named_pipe", "streamlink.utils.socket"),
)
LOOKED_AT = {
    "abematv": {"requests.adapters"},  # of a scheme of its own, which is not mounted
    "bigo": {"ctypes"},  # to wrap integers
    "dailymotion": {"ssl", "streamlink.session.http"},
    "douyu": {"streamlink.session.http"},
    "kick": {"ssl", "streamlink.session.http", "streamlink.webbrowser"},
    "nicolive": {"streamlink.plugin.api.websocket"},
    "rtve": {"streamlink.stream.ffmpegmux"},
    "svtplay": {"streamlink.stream.ffmpegmux"},
    "twitcasting": {"streamlink.plugin.api.websocket"},
    "twitch": {"streamlink.webbrowser"},
    "ustreamtv": {"streamlink.plugin.api.websocket", "streamlink.stream.ffmpegmux"},
    "vimeo": {"streamlink.stream.ffmpegmux"},
    "wwenetwork": {"streamlink.stream.ffmpegmux"},
    "youtube": {"streamlink.stream.ffmpegmux"},
}
"""Each read once; ``plugin_session`` says what is done about it. An import that is new wants a look."""


@pytest.fixture
def server():
    streams = StreamServer()
    yield streams
    streams.close()


def new_session(*allowed):
    return plugin_session({"http-trust-env": False}, partial(GuardedAdapter, UrlGuard(allowed)))


def imported(name):
    """All that the module of a plugin imports, also inside of functions."""
    source = Path(import_module(f"streamlink.plugins.{name}").__file__).read_text()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (
                "requests.api" if alias.name == "requests" else alias.name for alias in node.names
            )
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


@pytest.mark.parametrize("name", NAMES)
def test_no_plugin_has_a_way_out_that_was_not_looked_at(name):
    found = {
        way
        for module in imported(name)
        for way in WAYS_OUT
        if module == way or module.startswith(f"{way}.")
    }
    assert found == LOOKED_AT.get(name, set())


def test_what_was_looked_at_is_installed():
    assert LOOKED_AT.keys() <= set(NAMES)
    assert set(NAMES) >= OFF


@pytest.mark.parametrize("name", NAMES)
def test_every_plugin_loads_and_keeps_to_the_guard(name):
    session = new_session()
    plugin = import_module(f"streamlink.plugins.{name}").__plugin__
    with suppress(PluginError):  # the URL is none of its own
        plugin(session, "https://example.org/", Options())
    assert all(isinstance(adapter, GuardedAdapter) for adapter in session.http.adapters.values())


@pytest.mark.parametrize(
    ("name", "url"),
    [
        ("dailymotion", "https://www.dailymotion.com/video/x1"),
        ("kick", "https://kick.com/somebody"),
    ],
)
def test_a_plugin_that_mounts_an_adapter_keeps_its_tls_settings_and_the_guard(server, name, url):
    session = new_session()
    plugin = import_module(f"streamlink.plugins.{name}").__plugin__
    for _ in range(3):
        plugin(session, url, Options())
    adapters = list(session.http.adapters.values())
    assert all(isinstance(adapter, GuardedAdapter) for adapter in adapters)
    contexts = [each.poolmanager.connection_pool_kw["ssl_context"] for each in adapters]
    assert [bool(each.options & OP_NO_TICKET) for each in contexts].count(False) == 1
    for target in ("https://127.0.0.1:9/", server.url):
        with pytest.raises(PluginError, match="private address"):
            session.http.get(target)


def test_an_adapter_that_trusts_everybody_is_not_trusted():
    session = new_session()
    trusting = SSLContextAdapter()
    context = trusting.poolmanager.connection_pool_kw["ssl_context"]
    context.check_hostname, context.verify_mode = False, 0
    session.http.mount("https://", trusting)
    assert context.check_hostname
    assert context.verify_mode == 2


def test_other_schemes_are_not_mounted():
    session = new_session()
    session.http.mount("abematv-license://", BaseAdapter())
    session.http.mount("file://", BaseAdapter())
    assert set(session.http.adapters) == {"http://", "https://"}


@pytest.mark.parametrize(
    "url", ["https://live.nicovideo.jp/watch/lv1", "https://www.ustream.tv/channel/1"]
)
def test_what_opens_sockets_of_its_own_is_off(url):
    session = new_session()
    name, plugin, address = session.resolve_url(url, follow_redirect=False)
    assert name in OFF
    with pytest.raises(FetchFailed, match="sockets of its own") as caught:
        plugin(session, address, Options()).streams()
    assert caught.value.kind == "refused"


def test_a_stream_that_is_no_request_is_not_taken():
    from streamlink.plugins.twitcasting import TwitCastingStream

    session = new_session()
    over_http = HLSStream(session, "http://a.example/a.m3u8")
    over_socket = TwitCastingStream(session, "wss://a.example/", {})
    assert is_over_http(over_http)
    assert is_over_http(MuxedStream(session, over_http))
    assert not is_over_http(over_socket)
    assert not is_over_http(MuxedStream(session, over_socket))


def test_no_browser_and_no_ffmpeg_is_started():
    session = new_session()
    assert not FFMPEGMuxer.is_usable(session)
    with pytest.raises(StreamError):
        FFMPEGMuxer(session)
    with pytest.raises(CDPError):
        CDPClient.launch(session, None)


def test_the_file_system_is_no_platform():
    with pytest.raises(PluginError, match="No connection adapters"):
        new_session().http.get("file:///etc/hostname")


@pytest.mark.parametrize(
    ("status", "body", "noted"),
    [
        (
            403,
            b'[{"url":"x","error":"Content Restricted In Region"}]',
            "Content Restricted In Region",
        ),
        (403, b'{"message": "Only for subscribers."}', "Only for subscribers"),
        (451, b'{"error": {"message": "Not here"}}', "Not here"),
        (403, b'[{"error": "a\\u202eb\\u0000\\nc' + b"x" * 500 + b'"}]', "abc" + "x" * 117),
        (503, b"<html>busy</html>", ""),
        (500, b"[" * 50_000, ""),
        (502, b"[]", ""),
        (502, b'[[["deep"]]]', "deep"),
        (429, b"5", ""),
        (401, b'{"error": 5, "message": 6}', ""),
        (404, b'[{"error": "transcode_does_not_exist"}]', "transcode_does_not_exist"),
        (410, b"", ""),
        (200, b"fine", None),
    ],
)
def test_what_a_platform_denied(server, status, body, noted):
    server.files["/a"] = lambda handler: handler.say(status, body)
    session = new_session(server.host)
    with denials() as denied:
        session.http.get(server.url + "/a", raise_for_status=False)
    session.http.get(server.url + "/a", raise_for_status=False)
    assert denied == ([] if noted is None else [Denial(status, noted)])
    assert all(each.is_gone == (status in (404, 410)) for each in denied)
