"""Does one bad segment, init section or key cost a stream no more than that segment?"""

import os
import time

import pytest
from Crypto.Cipher import AES

from tests.workers.looks import look_at
from tests.workers.stream_server import StreamServer, drip, silence
from tests.workers.video import GAME, fragmented, sound_alone, video
from workers.capture import Camera, CaptureFailed, Limits, Timings

LOOK_SECONDS = 3.0
KEY, OTHER_KEY = bytes(range(16)), bytes(range(100, 116))


@pytest.fixture
def server():
    streams = StreamServer()
    yield streams
    streams.close()


@pytest.fixture
def camera(store, server):
    return Camera(store, [server.host], Limits(look_seconds=LOOK_SECONDS))


def look(camera, url):
    return look_at(camera, url, GAME)


def hud(look):
    return round(look.crops["hud"][4:-4, 4:-4].mean())


def failure(camera, url):
    with pytest.raises(CaptureFailed) as caught:
        look(camera, url)
    return caught.value


def status(code):
    return lambda handler: handler.say(code, b"<html>no</html>")


def without_keyframe():
    """The second half of a segment, after its only keyframe."""
    whole = video(frames=30)
    return whole[: 3 * 188] + whole[len(whole) * 2 // 3 // 188 * 188 :]


BAD_SEGMENTS = {
    "404": status(404),
    "403": status(403),
    "410": status(410),
    "500": status(500),
    "503": status(503),
    "empty": lambda handler: handler.say(200, b""),
    "no content": status(204),
    "html": lambda handler: handler.say(200, b"<html>later</html>", {"Content-Type": "text/html"}),
    "truncated": video()[: 9 * 188],
    "cut inside a packet": video()[:1000],
    "no keyframe": without_keyframe(),
    "random": os.urandom(100_000),
    "sound alone": sound_alone(),
    "silent": silence,
    "slow": drip(video()),
    "the wrong range": lambda handler: handler.say(206, b"x", {"Content-Range": "bytes 7-7/8"}),
    "a private address": lambda handler: handler.say(302, b"", {"Location": "http://10.0.0.1/"}),
}


@pytest.mark.parametrize("kind", BAD_SEGMENTS)
def test_a_bad_newest_segment_is_passed_over(server, camera, kind):
    at = time.time() - 2
    url = server.live(video(60), video(120), b"-", at=at)
    server.files["/live/s3"] = BAD_SEGMENTS[kind]
    began = time.monotonic()
    found = look(camera, url)
    assert hud(found) == pytest.approx(120, abs=2)
    assert found.captured_at == pytest.approx(at - 1, abs=0.01)
    assert time.monotonic() - began < LOOK_SECONDS


@pytest.mark.parametrize("kind", ["404", "no keyframe", "silent"])
def test_two_bad_ones_are_passed_over(server, camera, kind):
    url = server.live(video(60), b"-", b"-")
    server.files["/live/s2"] = server.files["/live/s3"] = BAD_SEGMENTS[kind]
    assert hud(look(camera, url)) == pytest.approx(60, abs=2)


def test_the_number_of_tries_is_bounded(server, camera):
    url = server.live(*[b"-"] * 20)
    assert failure(camera, url).state == "unreadable"
    assert sum(request.startswith("/live/s") for request in server.requests) <= 5


def test_all_tries_together_read_no_more_than_two_segments(server, camera):
    camera.limits = Limits(look_seconds=LOOK_SECONDS, segment_bytes=400_000)
    url, timings = server.live(*[b"\x47\x1f\xff\x10" * 47 * 15_000] * 3), Timings()
    with pytest.raises(CaptureFailed):
        look_at(camera, url, GAME, timings)
    assert 400_000 < timings.bytes < 2 * 400_000 + 3 * 160 * 1024


@pytest.mark.parametrize(
    ("path", "code", "state", "sentence"),
    [
        ("/live/index.m3u8", 404, "offline", "The playlist is not available (status 404)."),
        ("/live/index.m3u8", 410, "offline", "The playlist is not available (status 410)."),
        (
            "/live/index.m3u8",
            401,
            "error",
            "The server denied access to the playlist (status 401).",
        ),
        (
            "/live/index.m3u8",
            403,
            "error",
            "The server denied access to the playlist (status 403).",
        ),
        (
            "/live/index.m3u8",
            451,
            "error",
            "The server denied access to the playlist (status 451).",
        ),
        ("/live/index.m3u8", 503, "error", "The server returned status 503."),
        ("/live/s1", 404, "error", "The segment is not available (status 404)."),
        ("/live/s1", 403, "error", "The server denied access to the segment (status 403)."),
        ("/live/head", 404, "error", "The init section is not available (status 404)."),
        ("/live/key", 404, "error", "The decryption key is not available (status 404)."),
    ],
)
def test_the_verdict_is_that_of_the_address_that_failed(
    server, camera, path, code, state, sentence
):
    head, body = fragmented()
    server.files |= {"/live/head": head, "/live/key": KEY}
    mark = f'#EXT-X-MAP:URI="head"\n#EXT-X-KEY:METHOD=AES-128,URI="key",IV=0x{KEY.hex()}'
    url = server.live(encrypted(body, KEY, KEY), top=mark)
    assert look(camera, url).frame_height == 360
    camera = Camera(camera.store, [server.host], camera.limits)
    server.files[path] = status(code)
    failed = failure(camera, url)
    assert (failed.state, failed.sentence) == (state, sentence)


# What is kept from one look to the next


def test_an_encoder_restarts_under_the_same_init_address(server, camera):
    for size, sequence in (((640, 360), 1), ((1280, 720), 2), ((640, 360), 3), ((960, 540), 1)):
        head, body = fragmented(width=size[0], height=size[1], hud=200)
        server.files["/live/init.mp4"] = head
        url = server.live(body, top='#EXT-X-MAP:URI="init.mp4"', sequence=sequence)
        found = look(camera, url)
        assert found.frame_height == size[1]
        assert hud(found) == pytest.approx(200, abs=2)


def encrypted(body, key, iv):
    padding = 16 - len(body) % 16
    return AES.new(key, AES.MODE_CBC, iv).encrypt(body + bytes([padding]) * padding)


def test_a_key_that_changes_under_its_address(server, camera):
    top = f'#EXT-X-KEY:METHOD=AES-128,URI="key",IV=0x{KEY.hex()}'
    for number, key in enumerate((KEY, OTHER_KEY, KEY), 1):
        server.files["/live/key"] = key
        url = server.live(encrypted(video(100), key, KEY), top=top, sequence=number)
        assert hud(look(camera, url)) == pytest.approx(100, abs=2)
    assert server.asked("/live/key") == 3


def test_a_key_is_asked_for_again_only_once_in_a_look(server, camera):
    server.files["/live/key"] = KEY
    top = f'#EXT-X-KEY:METHOD=AES-128,URI="key",IV=0x{KEY.hex()}'
    look(camera, server.live(encrypted(video(), KEY, KEY), top=top))
    url = server.live(*[os.urandom(10_000)] * 3, top=top, sequence=2)
    assert failure(camera, url).state == "unreadable"
    assert server.asked("/live/key") == 2


def test_a_key_ages(server, camera, monkeypatch):
    server.files["/live/key"] = KEY
    top = f'#EXT-X-KEY:METHOD=AES-128,URI="key",IV=0x{KEY.hex()}'
    url = server.live(encrypted(video(), KEY, KEY), top=top)
    look(camera, url)
    monkeypatch.setattr("workers.capture.hls.segment.KEY_SECONDS", 0.0)
    look(camera, url)
    assert server.asked("/live/key") == 2


@pytest.mark.parametrize("length", [0, 5, 17, 5000])
def test_an_invalid_key_is_not_kept(server, camera, length):
    top = f'#EXT-X-KEY:METHOD=AES-128,URI="key",IV=0x{KEY.hex()}'
    url = server.live(encrypted(video(), KEY, KEY), top=top)
    server.files["/live/key"] = lambda handler: handler.say(200, bytes(length))
    assert failure(camera, url).state == "unreadable"
    server.files["/live/key"] = KEY
    assert look(camera, url).frame_height == 360


# An init section that is encrypted (RFC 8216, 4.3.2.5)


@pytest.mark.parametrize("media", ["the same key", "another key", "plain"])
def test_an_encrypted_init_section(server, camera, media):
    head, body = fragmented()
    iv = bytes(range(16, 32))
    keys = {"the same key": KEY, "another key": OTHER_KEY}
    server.files |= {"/live/key": KEY, "/live/other": OTHER_KEY}
    server.files["/live/head"] = encrypted(head, KEY, iv)
    after = {
        "the same key": "",
        "another key": f'\n#EXT-X-KEY:METHOD=AES-128,URI="other",IV=0x{iv.hex()}',
        "plain": "\n#EXT-X-KEY:METHOD=NONE",
    }[media]
    top = f'#EXT-X-KEY:METHOD=AES-128,URI="key",IV=0x{iv.hex()}\n#EXT-X-MAP:URI="head"{after}'
    segment = encrypted(body, keys[media], iv) if media in keys else body
    assert hud(look(camera, server.live(segment, top=top))) == pytest.approx(200, abs=2)
