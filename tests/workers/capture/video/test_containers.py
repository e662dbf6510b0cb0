"""Does libav open what is meant, and nothing else?"""

import socket
import threading
import time

import pytest

from tests.workers.capture.video.media import (
    encoded,
    looks_like,
    packets_of,
    parts,
    pid_of,
    pixels,
    see,
)
from tests.workers.capture.video.test_video import VIDEO_PID, program_map, refused, with_tables
from tests.workers.video import sound_alone
from workers.capture.video import decode, demux
from workers.capture.video.buffer import SegmentBuffer
from workers.capture.video.first import first_picture
from workers.counts.timings import Timings
from workers.look.failure import CaptureFailed
from workers.net.deadline import time_limit
from workers.net.failure import FetchFailed


@pytest.fixture
def listener():
    """A port of this machine, and how often somebody has come."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.1)
        came = []

        def listen():
            while not done.is_set():
                try:
                    connection, _ = server.accept()
                except TimeoutError:
                    continue
                came.append(connection.recv(100))
                connection.close()

        done = threading.Event()
        thread = threading.Thread(target=listen)
        thread.start()
        yield server.getsockname()[1], came
        done.set()
        thread.join()


OTHERS = {
    "playlist": "#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nhttp://127.0.0.1:{port}/a.ts\n",
    "list of files": "ffconcat version 1.0\nfile http://127.0.0.1:{port}/a.ts\n",
    "session description": "v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\n"
    "m=video {port} RTP/AVP 96\na=rtpmap:96 H264/90000\n",
    "manifest": '<?xml version="1.0"?><MPD xmlns="urn:mpeg:dash:schema:mpd:2011" type="static">'
    "<BaseURL>http://127.0.0.1:{port}/</BaseURL></MPD>",
}


@pytest.mark.parametrize("other", OTHERS)
def test_formats_that_name_others_are_never_opened(listener, monkeypatch, other):
    monkeypatch.setattr(demux.av, "open", lambda *_, **__: pytest.fail("libav opened it"))
    port, came = listener
    refused(OTHERS[other].format(port=port).encode() * 20)
    assert not came


@pytest.mark.parametrize("container", ["avi", "mpeg", "ogg", "nut", "asf"])
def test_containers_that_are_not_meant(monkeypatch, container):
    body = encoded("libvpx" if container == "ogg" else "mpeg2video", container)
    monkeypatch.setattr(demux.av, "open", lambda *_, **__: pytest.fail("libav opened it"))
    with pytest.raises(CaptureFailed) as caught:
        see(body)
    assert caught.value.state in ("unreadable", "no-video")


def test_libav_may_open_nothing_by_itself(monkeypatch):
    """What a container names is refused, whatever the guard of the worker would say."""
    body = encoded("libx264", "flv")
    opened, real = [], demux.av.open
    monkeypatch.setattr(
        demux.av, "open", lambda *args, **more: opened.append(more) or real(*args, **more)
    )
    see(body)
    options = opened[0]["options"]
    assert opened[0]["format"] == options["format_whitelist"] == "flv"
    assert options["protocol_whitelist"] == options["codec_whitelist"] == "none"
    with pytest.raises(demux.av.error.PermissionError):
        opened[0]["io_open"]("http://127.0.0.1/", 1, {})


def test_no_decoder_but_those_wanted(monkeypatch):
    made = []
    real = decode.CodecContext.create
    monkeypatch.setattr(
        decode, "CodecContext", type("", (), {"create": lambda *a: made.append(a[0]) or real(*a)})
    )
    assert refused(encoded("mpeg4", "matroska")) == "The stream's video codec is not supported."
    assert not made
    see(encoded("libx264", "matroska"))
    assert made == ["h264"]


@pytest.mark.parametrize("start", [b"ID3\4\0\0\0\0\0\0", b"\xff\xf1\x50\x80", b"OggS\0\2"])
def test_packed_audio(start):
    """RFC 8216, 3.4."""
    with pytest.raises(CaptureFailed) as caught:
        see(start + bytes(5000))
    assert caught.value.state == "no-video"


def test_sound_in_a_container_that_libav_opens():
    with pytest.raises(CaptureFailed) as caught:
        see(sound_alone("flv"))
    assert caught.value.state == "no-video"


def test_a_track_that_begins_later():
    """libav finds it while packets are read; PyAV has counted the tracks before."""
    picture, sound = encoded("libx264", "flv", 12), sound_alone("flv")
    assert looks_like(pixels(picture + sound[13:]), 0)


def test_the_clock_holds_inside_of_libav():
    body = encoded("libx264", "flv", 30)

    def slowly():
        for at in range(0, len(body), 100):
            time.sleep(0.05)
            yield body[at : at + 100]

    began = time.monotonic()
    with time_limit(0.3), pytest.raises(FetchFailed) as caught:
        first_picture(b"", SegmentBuffer(slowly(), 1 << 23), Timings())
    assert caught.value.kind == "timeout"
    assert time.monotonic() - began < 2


def test_the_clock_holds_between_keyframes(monkeypatch):
    """As many as are tried: each costs a decoder's time."""
    monkeypatch.setattr("workers.capture.video.first.decode", lambda _: time.sleep(0.2))
    with time_limit(0.5), pytest.raises(FetchFailed):
        see(encoded("libx264", "mpegts", 30, (("x264-params", "keyint=1"),)))


# What HLS allows beside the usual


def test_tables_in_an_initialization_section():
    """RFC 8216, 3.2: EXT-X-MAP may name a transport stream's tables."""
    packets = packets_of(encoded("libx265", "mpegts", 2))
    tables = [p for p in packets if pid_of(p) != VIDEO_PID]
    pictures = b"".join(p for p in packets if pid_of(p) == VIDEO_PID)
    seen = see(pictures, b"".join(tables))
    assert seen.ends_at <= len(pictures)
    assert looks_like(pixels(pictures, b"".join(tables)), 0)


def test_a_table_in_several_packets():
    descriptors = b"\x80\xfa" + bytes(250)
    tracks = [(0x0F, 0x200 + n, descriptors) for n in range(3)] + [(0x1B, VIDEO_PID, b"")]
    stream = encoded("libx264", "mpegts", 2)
    body = with_tables(stream, [(1, 0x20)], [program_map(0x20, *tracks)])
    assert looks_like(pixels(body), 0)


def test_a_fragment_without_a_keyframe_is_passed():
    head, body = parts("libx264", 3)
    second = encoded("libx264", "mp4", 3, skip=1)
    second = second[second.index(b"moof") - 4 : second.index(b"mfra") - 4]
    assert looks_like(pixels(second + body, head), 0)
