"""Does a look at Twitch ask for H.265 and AV1, and read the rendition that is cheapest of those that read well?

The stand-in lists what Twitch listed for a channel that sends several encodes: streamlink's pull request 5769 and
yt-dlp's 9158 show the playlists by supported_codecs; with H.264 alone there is nothing above 480p.
"""

from urllib.parse import parse_qs, urlsplit

import pytest
from streamlink.plugins.twitch import Twitch, TwitchAPI, UsherService

from tests.workers.looks import look_at
from tests.workers.stream_server import StreamServer
from tests.workers.video import GAME, fragmented
from workers.capture import Camera

ENCODERS = {"h264": "libx264", "h265": "libx265", "av1": "libsvtav1"}
RENDITIONS = {
    "480p30": ("h264", 1_476_291, 854, 480, "avc1.64001F"),
    "720p60": ("av1", 4_041_000, 1280, 720, "av01.0.08M.10"),
    "1440p60": ("h265", 12_946_000, 2560, 1440, "hvc1.2.4.L150"),
}
HUD = {"h264": 60, "av1": 120, "h265": 180}


@pytest.fixture
def server():
    streams = StreamServer()
    yield streams
    streams.close()


@pytest.fixture
def camera(store, server, monkeypatch):
    usher = UsherService._create_url

    def at_home(*arguments, **named):
        address = usher(*arguments, **named)
        assert address.startswith("https://usher.ttvnw.net/api/v2/channel/hls/")
        return address.replace("https://usher.ttvnw.net", server.url)

    monkeypatch.setattr(UsherService, "_create_url", at_home)
    monkeypatch.setattr(TwitchAPI, "access_token", lambda *_: ("token", "a-signature", "{}"))
    camera = Camera(store, [server.host])
    camera.plugins.know("twitch", Twitch)
    return camera


def broadcast(server, renditions):
    """``renditions`` under the names of Twitch's groups, of which a caller sees those in codecs that it supports."""
    for name, (codec, _, _, _, _) in renditions.items():
        head, body = fragmented(codec=ENCODERS[codec], hud=HUD[codec])
        server.live(body, path=f"/{name}/index.m3u8", top='#EXT-X-MAP:URI="head"')
        server.files[f"/{name}/head"] = head

    def listed(handler):
        query = parse_qs(urlsplit(handler.path).query)
        supported = query["supported_codecs"][0].split(",")
        lines = ["#EXTM3U"]
        for name, (codec, bandwidth, width, height, codecs) in renditions.items():
            if codec in supported or codec == "h264":
                lines += [
                    f'#EXT-X-MEDIA:TYPE=VIDEO,GROUP-ID="{name}",NAME="{name}",AUTOSELECT=YES,DEFAULT=YES',
                    f"#EXT-X-STREAM-INF:BANDWIDTH={bandwidth},RESOLUTION={width}x{height},"
                    f'CODECS="{codecs},mp4a.40.2",VIDEO="{name}"',
                    f"{server.url}/{name}/index.m3u8",
                ]
        handler.say(200, "\n".join(lines).encode())

    server.files["/api/v2/channel/hls/somebody.m3u8"] = listed


def seen(camera):
    """Which codec was read, by the brightness of its HUD."""
    found = look_at(camera, "https://www.twitch.tv/somebody", GAME)
    shown = found.crops["hud"][9:-9, 9:-9].mean()
    return next(codec for codec, hud in HUD.items() if shown == pytest.approx(hud, abs=3))


def test_what_only_callers_with_av1_see_is_read(server, camera):
    broadcast(server, RENDITIONS)
    assert seen(camera) == "av1"


def test_where_only_the_source_is_large_enough_it_is_read_in_h265(server, camera):
    broadcast(server, {name: RENDITIONS[name] for name in ("1440p60",)})
    assert seen(camera) == "h265"


def test_of_the_same_size_the_cheapest_to_decode_is_read(server, camera):
    sizes = {"av1": 1_900_000, "h265": 2_200_000, "h264": 3_400_000}
    codecs = {codec: names for codec, *_, names in RENDITIONS.values()}
    broadcast(server, {c: (c, rate, 1280, 720, codecs[c]) for c, rate in sizes.items()})
    assert seen(camera) == "h264"


def test_a_codec_that_does_not_play_is_replaced_by_the_next(server, camera):
    broadcast(server, RENDITIONS)
    server.files["/720p60/s1"] = lambda handler: handler.say(404, b"")
    assert seen(camera) == "h264"
