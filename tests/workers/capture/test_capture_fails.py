"""Does every look that gives no picture end in its state, in time?"""

import gzip
import os
import socket
import time

import pytest
from Crypto.Cipher import AES

from tests.workers.looks import look_at
from tests.workers.stream_server import StreamServer, drip, endless, iso, redirect, silence
from tests.workers.video import GAME, fragmented, sound_alone, video
from workers.capture import Camera, CaptureFailed, Limits
from workers.capture.hls.playlist import parse
from workers.capture.hls.records import MediaPlaylist

LIMIT_SECONDS, BUSY_SECONDS = 1.5, 3.0
"""The limit of a look, and what a machine adds that runs other tests beside."""


@pytest.fixture
def server():
    streams = StreamServer()
    yield streams
    streams.close()


@pytest.fixture
def camera(store, server):
    return Camera(store, [server.host], Limits(look_seconds=LIMIT_SECONDS))


def look(camera, url):
    return look_at(camera, url, GAME)


def fails(camera, url):
    """The state in which the look ended, within the limit."""
    began = time.monotonic()
    with pytest.raises(CaptureFailed) as caught:
        look(camera, url)
    assert time.monotonic() - began < LIMIT_SECONDS + BUSY_SECONDS
    assert caught.value.sentence.endswith(".")
    return caught.value.state


# Not there


def test_offline(server, camera):
    assert fails(camera, server.url + "/nothing.m3u8") == "offline"
    assert fails(camera, server.url + "/nothing") == "offline"


def test_nobody_listens(store):
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]
    assert (
        fails(Camera(store, [f"127.0.0.1:{port}"]), f"http://127.0.0.1:{port}/a.m3u8") == "offline"
    )


def test_unknown_host(camera):
    assert fails(camera, "http://no-such-host.invalid/a.m3u8") in ("offline", "timeout")


def test_ended(server, camera):
    url = server.live(video())
    server.files["/live/index.m3u8"] += b"\n#EXT-X-ENDLIST\n"
    assert fails(camera, url) == "offline"


def test_empty_playlist(server, camera):
    assert fails(camera, server.live()) == "offline"


def test_server_error(server, camera):
    server.files["/a.m3u8"] = lambda handler: handler.say(500, b"")
    assert fails(camera, server.url + "/a.m3u8") == "error"


@pytest.mark.parametrize(
    "body", [b"<html>hello</html>", b"\x00" * 1000, b"#EXTM3U\n#EXT-X-STREAM-INF:A=B\n/a.m3u8"]
)
def test_no_playlist(server, camera, body):
    server.files["/a.m3u8"] = body
    assert fails(camera, server.url + "/a.m3u8") == "error"


def test_page_that_no_plugin_opens(server, camera):
    server.files["/page"] = lambda handler: handler.say(
        200, b"<html>", {"Content-Type": "text/html; charset=utf-8"}
    )
    assert fails(camera, server.url + "/page") == "error"


# Advertisements


def test_twitch_ad(server, camera):
    at = time.time()
    mark = f'#EXT-X-DATERANGE:ID="stitched-ad-1",CLASS="twitch-stitched-ad",START-DATE="{iso(at - 5)}",DURATION=30.0'
    assert fails(camera, server.live(video(), video(), at=at, top=mark)) == "ad"


def test_cue_ad(server, camera):
    assert fails(camera, server.live(video(), video(), marks={0: "#EXT-X-CUE-OUT:30"})) == "ad"


def test_the_picture_before_and_after_an_ad(server, camera):
    before, ad, after = video(50), video(100), video(150)
    found = look(camera, server.live(before, ad, marks={1: "#EXT-X-CUE-OUT:30"}))
    assert found.crops["hud"][9:-9, 9:-9].mean() == pytest.approx(50, abs=2)
    marks = {0: "#EXT-X-CUE-OUT:30", 1: "#EXT-X-CUE-IN"}
    found = look(camera, server.live(ad, after, sequence=2, marks=marks))
    assert found.crops["hud"][9:-9, 9:-9].mean() == pytest.approx(150, abs=2)


# No picture


def test_sound_alone(server, camera):
    assert fails(camera, server.live(sound_alone())) == "no-video"
    server.files["/m.m3u8"] = (
        b'#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1,CODECS="mp4a.40.2"\n/live/index.m3u8\n'
    )
    assert fails(camera, server.url + "/m.m3u8") == "no-video"


@pytest.mark.parametrize(
    "garbage",
    [b"\x00" * 1_000_000, os.urandom(300_000), b"x", b"\x47" + b"\x00" * 187],
    ids=["zeros", "random", "short", "one packet"],
)
def test_undecodable_segment(server, camera, garbage):
    assert fails(camera, server.live(garbage)) == "unreadable"


def test_zeros_inside_the_packets(server, camera):
    whole = video()
    packets = [whole[i : i + 188] for i in range(0, len(whole), 188)]
    url = server.live(
        b"".join(packet[:4] + bytes(184) if i > 3 else packet for i, packet in enumerate(packets))
    )
    assert fails(camera, url) == "unreadable"


def test_picture_with_a_hole(server, camera):
    """libav would patch it: a patched digit is a wrong one."""
    whole = bytearray(video(frames=1))
    middle = len(whole) // 2 // 188 * 188
    whole[middle + 50 : middle + 150] = bytes(100)
    assert fails(camera, server.live(bytes(whole))) == "unreadable"


def test_fragment_of_zeros(server, camera):
    head, body = fragmented()
    server.files["/live/head"] = head
    assert fails(camera, server.live(bytes(len(body)), top='#EXT-X-MAP:URI="head"')) == "unreadable"


@pytest.mark.parametrize(("width", "height"), [(4160, 2400), (64, 32)])
@pytest.mark.parametrize("container", ["mpegts", "flv"])
def test_absurd_size(server, camera, width, height, container):
    camera.limits = Limits(look_seconds=LIMIT_SECONDS)
    assert (
        fails(camera, server.live(video(width=width, height=height, frames=1, container=container)))
        == "refused"
    )


# Slow, or without end


@pytest.mark.parametrize(
    "speak", [drip(b"#EXTM3U\n" * 100), silence], ids=["a byte now and then", "silence"]
)
@pytest.mark.parametrize("path", ["/a.m3u8", "/page"])
def test_slow(server, camera, speak, path):
    server.files[path] = speak
    assert fails(camera, server.url + path) == "timeout"


def test_slow_segment(server, camera):
    url = server.live(b"-")
    server.files["/live/s1"] = drip(video(), status=206)
    assert fails(camera, url) in ("timeout", "error")
    server.files["/live/s1"] = drip(video())
    assert fails(camera, url) == "timeout"


def test_slow_header(server, camera):
    def speak(handler):
        for _ in range(100):
            handler.wfile.write(b"H")
            time.sleep(0.1)

    server.files["/a.m3u8"] = speak
    assert fails(camera, server.url + "/a.m3u8") == "timeout"


def test_endless_playlist(server, camera):
    server.files["/a.m3u8"] = endless(b"#EXTINF:1,\nseg\n", b"#EXTM3U\n")
    assert fails(camera, server.url + "/a.m3u8") == "refused"


def test_endless_segment(server, camera):
    url = server.live(b"-")
    server.files["/live/s1"] = endless(b"\x47\x1f\xff\x10" + b"\xff" * 184)
    assert fails(camera, url) in ("refused", "timeout")


def test_gzip(server, camera):
    url = server.live(video())
    packed = gzip.compress(server.files["/live/index.m3u8"])
    server.files["/live/index.m3u8"] = lambda handler: handler.say(
        200, packed, {"Content-Encoding": "gzip"}
    )
    assert look(camera, url).frame_height == 360


def test_gzip_bomb(server, camera):
    bomb = gzip.compress(b"#EXTM3U\n" + b"#" * 200_000_000, 1)
    server.files["/a.m3u8"] = lambda handler: handler.say(200, bomb, {"Content-Encoding": "gzip"})
    assert fails(camera, server.url + "/a.m3u8") == "refused"


def test_circle(server, camera):
    server.files["/a.m3u8"] = redirect("/a.m3u8")
    assert fails(camera, server.url + "/a.m3u8") == "error"


# Where nobody may go

PRIVATE = "http://127.0.0.1:9/x"


@pytest.mark.parametrize(
    "url",
    [
        PRIVATE,
        "http://localhost:9/a.m3u8",
        "http://10.0.0.1/a.m3u8",
        "http://[::1]:9/a.m3u8",
        "http://169.254.169.254/",
        "http://0.0.0.0/a.m3u8",
        "http://[::ffff:127.0.0.1]/a.m3u8",
        "http://2130706433/a.m3u8",
        "file:///etc/passwd",
        "ftp://host/a",
        "gopher://host",
        "hls://file:///etc/passwd",
        "http://",
        "http://user:secret@host/a.m3u8",
        "http://host:99999/",
        pytest.param("http://host/" + "a" * 10_000_000, id="10 MB"),
        "http://a\r\nb/",
    ],
)
def test_refused_address(camera, url):
    assert fails(camera, url) == "refused"


@pytest.mark.parametrize("target", [PRIVATE, "http://10.0.0.1/", "file:///etc/passwd"])
def test_redirect_to_a_private_address(server, camera, target):
    camera.limits = Limits(look_seconds=10.0)  # why it is refused counts, on a busy machine too
    server.files["/a.m3u8"] = server.files["/page"] = redirect(target)
    assert fails(camera, server.url + "/a.m3u8") == "refused"
    assert fails(camera, server.url + "/page") == "refused"


@pytest.mark.parametrize("target", [PRIVATE, "file:///etc/passwd"])
def test_private_addresses_inside_a_playlist(server, camera, target):
    url = server.live(video())
    plain = server.files["/live/index.m3u8"]
    for changed in (
        plain.replace(b"\ns1", b"\n" + target.encode()),
        plain.replace(b"#EXTINF", f'#EXT-X-KEY:METHOD=AES-128,URI="{target}"\n#EXTINF'.encode()),
        plain.replace(b"#EXTINF", f'#EXT-X-MAP:URI="{target}"\n#EXTINF'.encode()),
        f"#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1\n{target}\n".encode(),
    ):
        server.files["/live/index.m3u8"] = changed
        assert fails(camera, url) == "refused"


# Encrypted

KEY = bytes(range(16))


def encrypted(body, iv):
    padding = 16 - len(body) % 16
    return AES.new(KEY, AES.MODE_CBC, iv).encrypt(body + bytes([padding]) * padding)


@pytest.mark.parametrize("said", [True, False])
def test_aes_128(server, camera, said):
    iv = bytes(range(16, 32)) if said else (7).to_bytes(16, "big")
    server.files["/live/key"] = KEY
    top = '#EXT-X-KEY:METHOD=AES-128,URI="key"' + (f",IV=0x{iv.hex()}" if said else "")
    url = server.live(encrypted(video(), iv), sequence=7, top=top)
    assert look(camera, url).crops["hud"][9:-9, 9:-9].mean() == pytest.approx(200, abs=2)
    look(camera, url)
    assert server.asked("/live/key") == 1


def test_encryption_that_is_not_read(server, camera):
    server.files["/live/key"] = b"short"
    assert (
        fails(camera, server.live(video(), top='#EXT-X-KEY:METHOD=AES-128,URI="key"'))
        == "unreadable"
    )
    assert (
        fails(camera, server.live(video(), top='#EXT-X-KEY:METHOD=SAMPLE-AES,URI="key"'))
        == "unreadable"
    )


# Frozen


def test_stopped_playlist(server, camera):
    now = time.time()
    url = server.live(video(), at=now)
    look(camera, url)
    camera.clock = lambda: now + 9
    look(camera, url)
    camera.clock = lambda: now + 11
    assert fails(camera, url) == "frozen"
    server.live(video(shift=9), at=now + 11, sequence=2)
    look(camera, url)


def test_still_picture(server, camera):
    now = time.time()
    for sequence, after, frozen in ((1, 0, False), (2, 10, False), (3, 14, True), (4, 40, True)):
        camera.clock = lambda at=now + after: at
        url = server.live(video(), at=now + after, sequence=sequence)
        if frozen:
            assert fails(camera, url) == "frozen"
        else:
            look(camera, url)
    server.live(video(shift=3), at=now + after, sequence=5)
    look(camera, url)


# Playlists that make no sense


@pytest.mark.parametrize(
    "line",
    [
        "#EXT-X-MEDIA-SEQUENCE:x",
        "#EXT-X-MEDIA-SEQUENCE:-5",
        "#EXT-X-TARGETDURATION:nan",
        "#EXTINF:,",
        "#EXTINF:inf,",
        "#EXT-X-PROGRAM-DATE-TIME:yesterday",
        "#EXT-X-BYTERANGE:x@y",
        "#EXT-X-KEY:",
        "#EXT-X-MAP:",
        "#EXT-X-DATERANGE:",
        '#EXT-X-DATERANGE:CLASS="twitch-stitched-ad",START-DATE="x",DURATION=y',
        "#" * 1000,
        "#EXT-X-VERSION:9999999999",
        "#EXT-X-PROGRAM-DATE-TIME:0001-01-01T00:00:00Z",
        "#EXT-X-KEY:METHOD=AES-128,IV=0xzz",
    ],
)
def test_tags_without_sense(line):
    playlist = parse(f"#EXTM3U\n{line}\n#EXTINF:2,\n{line}\nsegment\n", "http://host/a.m3u8")
    assert isinstance(playlist, MediaPlaylist)
    assert len(playlist.newest) == 1
