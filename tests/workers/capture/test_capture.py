"""Does a look give the newest picture, cheaply?"""

import time

import pytest

from arena.clips.clip import Clip
from arena.clips.encode import Encoding, encode
from arena.studio import shoot
from scoreboard.games import known_games
from tests.workers.looks import look_at
from tests.workers.stream_server import StreamServer
from tests.workers.video import FRAGMENTED, GAME, fragmented, video
from workers.capture import Camera, Timings
from workers.look.banner import WIDTH_PIXELS


@pytest.fixture
def server():
    streams = StreamServer()
    yield streams
    streams.close()


@pytest.fixture
def camera(store, server):
    return Camera(store, [server.host])


def look(camera, url, timings=None, token=""):
    return look_at(camera, url, GAME, timings, token)


def hud(look):
    return round(look.crops["hud"][4:-4, 4:-4].mean())


def test_newest_picture_and_its_time(server, camera):
    at = time.time() - 3
    url = server.live(video(60), video(120), video(180), at=at)
    found = look(camera, url, token="token")
    assert hud(found) == pytest.approx(180, abs=2)
    assert found.captured_at == pytest.approx(at, abs=0.002)
    assert (found.channel, found.game, found.token, found.frame_height) == (
        "channel",
        "pubg",
        "token",
        360,
    )
    assert found.crops["hud"].shape == (90, 160)


@pytest.mark.parametrize(
    ("clip", "shape"),
    [(Clip("apex", "over", 0), (241, WIDTH_PIXELS)), (Clip("apex", "playing", 0, 5, 2), None)],
)
def test_a_banner_comes_as_it_is_read_where_there_are_words(server, camera, clip, shape):
    url = server.live(encode(shoot(clip, 3), Encoding()))
    crops = look_at(camera, url, known_games()["apex"]).crops
    assert (crops["banner"].shape if "banner" in crops else None) == shape
    assert "hud" in crops


def test_without_dates_the_time_is_about_one_and_a_half_segments_ago(server, camera):
    assert time.time() - look(camera, server.live(video(), seconds=4)).captured_at == pytest.approx(
        6, abs=0.5
    )


@pytest.mark.parametrize("off_seconds", [-86_400, 3600])
def test_a_wrong_clock_is_not_believed(server, camera, off_seconds):
    said = time.time() + off_seconds
    assert time.time() - look(camera, server.live(video(), at=said)).captured_at == pytest.approx(
        1.5, abs=0.5
    )


def big():
    """As large as a real segment."""
    return video() + b"\x47\x1f\xff\x10" * 47 * 5000


def test_only_the_bytes_up_to_the_keyframe_are_fetched(server, camera):
    url, timings = server.live(big()), Timings()
    look(camera, url, timings)
    look(camera, url, timings)
    assert server.sent["/live/s1"] == timings.bytes < 0.25 * 2 * len(big())
    assert server.connections == 1
    assert {"playlist", "fetch", "decode", "cut", "keep"} <= set(timings.seconds)


def test_a_server_without_ranges(server, camera):
    server.ranges = False
    assert hud(look(camera, server.live(big()))) == pytest.approx(200, abs=2)


MASTER = b"""#EXTM3U
#EXT-X-STREAM-INF:BANDWIDTH=6000000,RESOLUTION=1920x1080,FRAME-RATE=60.000
high/index.m3u8
#EXT-X-STREAM-INF:BANDWIDTH=3000000,RESOLUTION=1280x720,CODECS="avc1.4D401F,mp4a.40.2"
middle/index.m3u8
#EXT-X-STREAM-INF:BANDWIDTH=160000,CODECS="mp4a.40.2"
sound/index.m3u8
"""


def test_the_rendition_once_found_is_kept_for_every_worker(server, camera, store):
    server.files["/master.m3u8"] = MASTER
    server.live(video(90), path="/high/index.m3u8")
    server.live(video(150), path="/middle/index.m3u8")
    assert hud(look(camera, server.url + "/master.m3u8")) == pytest.approx(150, abs=2)
    assert hud(look(Camera(store, [server.host]), server.url + "/master.m3u8")) == pytest.approx(
        150, abs=2
    )
    assert server.asked("/master.m3u8") == 1


def test_a_rendition_that_is_gone_is_resolved_again(server, camera):
    server.files["/master.m3u8"] = MASTER
    server.live(video(), path="/middle/index.m3u8")
    look(camera, server.url + "/master.m3u8")
    del server.files["/middle/index.m3u8"]
    server.live(video(90), path="/other/index.m3u8", sequence=9)
    server.files["/master.m3u8"] = MASTER.replace(b"middle", b"other")
    assert hud(look(camera, server.url + "/master.m3u8")) == pytest.approx(90, abs=2)


def test_a_rendition_that_has_aged_is_resolved_again(server, camera):
    server.files["/master.m3u8"] = MASTER
    server.live(video(), path="/middle/index.m3u8")
    look(camera, server.url + "/master.m3u8")
    camera.clock = lambda: time.time() + 1300
    server.live(video(shift=5), path="/middle/index.m3u8", sequence=50)
    look(camera, server.url + "/master.m3u8")
    assert server.asked("/master.m3u8") == 2


def test_the_picture_may_change_its_size(server, camera):
    assert look(camera, server.live(video())).frame_height == 360
    small, large = video(), video(width=960, height=540)
    found = look(camera, server.live(small, large, sequence=5, marks={1: "#EXT-X-DISCONTINUITY"}))
    assert found.frame_height == 540
    assert hud(found) == pytest.approx(200, abs=2)


@pytest.mark.parametrize("codec", ["libx264", "libx265", "libsvtav1"])
def test_fragmented_mp4(server, camera, codec):
    head, body = fragmented(codec=codec)
    server.files["/live/head"] = head
    assert hud(look(camera, server.live(body, top='#EXT-X-MAP:URI="head"'))) == pytest.approx(
        200, abs=2
    )


def test_byte_ranges(server, camera):
    head, body = fragmented()
    server.files["/live/all"] = head + b"x" * 1000 + body
    url = server.live(
        b"-",
        marks={0: f"#EXT-X-BYTERANGE:{len(body)}@{len(head) + 1000}"},
        top=f'#EXT-X-MAP:URI="all",BYTERANGE="{len(head)}@0"',
    )
    server.files["/live/index.m3u8"] = server.files["/live/index.m3u8"].replace(b"\ns1", b"\nall")
    assert hud(look(camera, url)) == pytest.approx(200, abs=2)
    server.ranges = False
    assert hud(look(camera, url)) == pytest.approx(200, abs=2)


def test_low_latency_parts(server, camera):
    at = time.time() - 3
    url = server.live(video(60), at=at)
    server.files["/live/p"] = b"x" * 10 + video(120) + video(180)
    first, second = len(video(120)), len(video(180))
    parts = [
        f'#EXT-X-PART:DURATION=0.5,URI="p",INDEPENDENT=YES,BYTERANGE="{first}@10"',
        f'#EXT-X-PART:DURATION=0.5,URI="p",INDEPENDENT=YES,BYTERANGE="{second}"',
        '#EXT-X-PART:DURATION=0.5,URI="p",BYTERANGE="9"',
        '#EXT-X-PART:DURATION=0.5,URI="gone",INDEPENDENT=YES,GAP=YES',
        '#EXT-X-PRELOAD-HINT:TYPE=PART,URI="next"',
    ]
    server.files["/live/index.m3u8"] += ("\n" + "\n".join(parts)).encode()
    found = look(camera, url)
    assert hud(found) == pytest.approx(180, abs=2)
    assert found.captured_at == pytest.approx(at + 1.0 + 0.5, abs=0.002)
    server.live(video(60), video(90), at=at + 1)
    assert hud(look(camera, url)) == pytest.approx(90, abs=2), (
        "the whole segment takes the place of its parts"
    )


def test_h265_in_a_transport_stream(server, camera):
    assert hud(look(camera, server.live(video(codec="libx265")))) == pytest.approx(200, abs=2)


@pytest.mark.parametrize("path", ["/video.ts", "/video.mp4", "/stream"])
def test_not_hls(server, camera, path):
    container = "mp4" if path.endswith("mp4") else "mpegts"
    server.files[path] = video(
        container=container, options=FRAGMENTED if container == "mp4" else ()
    )
    found = look(camera, server.url + path)
    assert hud(found) == pytest.approx(200, abs=2)
    assert time.time() - found.captured_at < 5


def test_flv(server, camera):
    server.files["/video.flv"] = video(container="flv")
    assert hud(look(camera, server.url + "/video.flv")) == pytest.approx(200, abs=2)
