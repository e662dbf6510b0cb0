"""Is the end of a long playlist read as it would be read whole, and cheaply?"""

import gzip
import time
import tracemalloc

import pytest
from Crypto.Cipher import AES

from tests.workers.looks import look_at
from tests.workers.stream_server import StreamServer, endless, iso
from tests.workers.video import GAME, fragmented, video
from workers.capture import Camera, CaptureFailed
from workers.capture.hls.long_playlist import LONG_BYTES, TAIL_BYTES, shortened
from workers.capture.hls.playlist import parse

KEY = bytes(range(16))
URL = "http://host/live/index.m3u8"
AT = 1_800_000_000.0
FIRST = 70_000


@pytest.fixture
def server():
    streams = StreamServer()
    yield streams
    streams.close()


@pytest.fixture
def camera(store, server):
    return Camera(store, [server.host])


def window(segments=7200, dates="before", marks=None, header="", ending="\n", address=120):
    """A media playlist; ``marks`` by place, ``dates``: before or after the duration, once, or none."""
    lines = ["#EXTM3U", "#EXT-X-TARGETDURATION:2", f"#EXT-X-MEDIA-SEQUENCE:{FIRST}"]
    lines += [header] if header else []
    for place in range(segments):
        date = f"#EXT-X-PROGRAM-DATE-TIME:{iso(AT + 2 * place)}"
        dated = dates in ("before", "after") or (dates == "once" and place == 0)
        lines += [*(marks or {}).get(place, [])]
        lines += [date] if dated and dates != "after" else []
        lines += ["#EXTINF:2.0,"]
        lines += [date] if dated and dates == "after" else []
        lines.append(f"{'s' * (address - 6)}{place}")
    return (ending.join(lines) + ending).encode()


def in_pieces(text, size=30_000):
    return (text[at : at + size] for at in range(0, len(text), size))


def same_end(text, size=30_000):
    short = shortened(in_pieces(text, size))
    assert len(short) < TAIL_BYTES + 10_000 < len(text)
    whole, end = (parse(each.decode(), URL) for each in (text, short))
    assert (whole.ended, whole.target_seconds) == (end.ended, end.target_seconds)
    for one, other in zip(whole.newest, end.newest, strict=True):
        assert other.broadcast_at == pytest.approx(one.broadcast_at, abs=0.01)
        assert (other.number, other.url, other.span, other.ad) == (
            one.number,
            one.url,
            one.span,
            one.ad,
        )
        assert (other.cipher, other.head, other.head_cipher) == (
            one.cipher,
            one.head,
            one.head_cipher,
        )
    return end


KEYS = {
    name: f'#EXT-X-KEY:METHOD=AES-128,URI="{name}",IV=0x{number:032x}'
    for number, name in enumerate(("one", "two"), 1)
}
MAP = '#EXT-X-MAP:URI="init.mp4"'
AD = f'#EXT-X-DATERANGE:ID="ad",CLASS="twitch-stitched-ad",START-DATE="{iso(AT + 14_390)}",DURATION=600'
WINDOWS = {
    "dates": {},
    "dates after durations": {"dates": "after"},
    "one date": {"dates": "once"},
    "no date": {"dates": "none"},
    "carriage returns": {"ending": "\r\n"},
    "blank lines": {"ending": "\n\n"},
    "key in the header": {"header": KEYS["one"]},
    "key in the middle": {"marks": {3000: [KEYS["one"]], 5000: [KEYS["two"]]}},
    "a key for each": {"marks": {place: [KEYS["one"]] for place in range(7200)}, "header": MAP},
    "keys end": {"header": KEYS["one"], "marks": {3000: ["#EXT-X-KEY:METHOD=NONE"]}},
    "init section": {"header": MAP},
    "encrypted init section": {"header": f"{KEYS['one']}\n{MAP}", "marks": {9: [KEYS["two"]]}},
    "init section in the middle": {"marks": {3000: [KEYS["one"], MAP], 3500: [KEYS["two"]]}},
    "ad that lasts": {"marks": {6900: ["#EXT-X-CUE-OUT"]}},
    "ad that ended": {"marks": {6000: ["#EXT-X-CUE-OUT"], 6900: ["#EXT-X-CUE-IN"]}},
    "ad that ends by its length": {
        "marks": {500: ["#EXT-X-CUE-OUT:120"]},
        "segments": 1000,
        "address": 1500,
    },
    "ad whose length ends in the tail": {"marks": {6000: ["#EXT-X-CUE-OUT:2398"]}},
    "ad that ends by a length said later": {
        "marks": {
            100: ["#EXT-X-CUE-OUT"],
            **{place: ["#EXT-X-CUE-OUT-CONT"] for place in range(101, 200)},
            200: ["#EXT-X-CUE-OUT-CONT:200/240"],
        }
    },
    "ads of other makers": {
        "marks": {
            place: ['#EXT-X-SCTE35:CUE="/DAl",CUE-OUT=YES,DURATION=60']
            for place in range(0, 7000, 90)
        }
        | {6600: ["#EXT-X-CUE:TYPE=SpliceOut"]}
    },
    "ad told in the header": {"header": AD},
    "ad told in the middle": {"marks": {2000: [AD]}},
    **{
        f"ad that a tag without a date ends, {dates}": {
            "marks": {
                850: [f'#EXT-X-DATERANGE:ID="x",START-DATE="{iso(AT + 1700)}",SCTE35-OUT=0xFC'],
                900: ['#EXT-X-DATERANGE:ID="x",SCTE35-IN=0xFC'],
            },
            **{"segments": 1000, "address": 1500, "dates": dates},
        }
        for dates in ("before", "after", "once")
    },
    "ranges": {
        "marks": {
            place: [f"#EXT-X-BYTERANGE:{1000 + place}" + ("@5" if not place else "")]
            for place in range(7200)
        }
    },
    "ended": {"header": "#EXT-X-PLAYLIST-TYPE:VOD\n#EXT-X-ENDLIST"},
    "discontinuities": {"marks": {place: ["#EXT-X-DISCONTINUITY"] for place in range(0, 7200, 7)}},
}


@pytest.mark.parametrize("kind", WINDOWS)
@pytest.mark.parametrize("size", [30_000, 777_777])
def test_the_end_is_that_of_the_whole(kind, size):
    same_end(window(**WINDOWS[kind]), size)


def test_a_short_one_is_left_as_it_is():
    text = window(segments=800)
    assert len(text) < LONG_BYTES
    assert shortened(in_pieces(text)) == text


@pytest.mark.parametrize(
    "text",
    [
        b"#EXTM3U\n" + b"#EXT-X-STREAM-INF:BANDWIDTH=1\nx\n" * 20_000,
        b"#EXTM3U\n" + b"#" * 2_000_000,
        b"#EXTM3U\n#EXTINF:1,\n" + b"s" * 2_000_000,
        bytes(2_000_000),
    ],
    ids=["a master", "a long line", "a long address", "zeros"],
)
def test_other_long_texts_are_refused(text):
    with pytest.raises(CaptureFailed) as caught:
        shortened(in_pieces(text))
    assert caught.value.state == "refused"


@pytest.mark.parametrize("date", ["9999-12-31T23:59:59Z", "0001-01-01T00:00:00+14:00"])
def test_a_date_beyond_the_calendar_is_none(date):
    text = window(dates="none", header=f"#EXT-X-PROGRAM-DATE-TIME:{date}")
    assert len(parse(shortened(in_pieces(text)).decode(), URL).newest) == 3


def test_memory_and_cpu_stay_small():
    text = window(segments=43_200, address=250)
    assert len(text) > 12_000_000
    began = time.thread_time()
    tracemalloc.start()
    parse(shortened(in_pieces(text)).decode(), URL)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 2_500_000
    assert time.thread_time() - began < 1.5  # tracemalloc makes it several times slower


@pytest.mark.parametrize("mark", [b"CUE-OUT-CONT:1/9", b'DATERANGE:ID="x",SCTE35-IN=0'])
def test_cpu_stays_small_where_all_lines_are_marks_of_ads(mark):
    segment = b"\n#EXTINF:1,\na" + b"\n#EXT-X-%s" % mark * 5000
    began = time.thread_time()
    with pytest.raises(CaptureFailed) as caught:
        shortened(in_pieces(b"#EXTM3U" + segment * 100))
    assert caught.value.state == "refused"
    assert time.thread_time() - began < 1.5


# Case 08


@pytest.mark.parametrize("packed", [False, True], ids=["plain", "gzip"])
def test_four_hours_of_window(server, camera, packed):
    body = window().replace(b"s" * 114, b"/" + b"s" * 113)
    newest = body.rstrip().rsplit(b"\n", 1)[-1].decode()
    server.files[newest] = video(150)
    assert len(body) > 1024 * 1024
    headers = {"Content-Encoding": "gzip"} if packed else {}
    server.files["/a.m3u8"] = lambda handler: handler.say(
        200, gzip.compress(body) if packed else body, headers
    )
    camera.clock = lambda: AT + 14_400
    found = look_at(camera, server.url + "/a.m3u8", GAME)
    assert found.crops["hud"][9:-9, 9:-9].mean() == pytest.approx(150, abs=2)
    assert found.captured_at == pytest.approx(AT + 2 * 7199, abs=0.01)


def test_a_long_window_that_is_encrypted_by_number(server, camera):
    """Without an IV, the number of the segment is the IV: it must be counted right."""
    body = window(header='#EXT-X-KEY:METHOD=AES-128,URI="/key"\n#EXT-X-MAP:URI="/init"')
    body = body.replace(b"s" * 114, b"/" + b"s" * 113)
    newest = body.rstrip().rsplit(b"\n", 1)[-1].decode()
    head, segment = fragmented()
    padding = 16 - len(segment) % 16
    cipher = AES.new(KEY, AES.MODE_CBC, (FIRST + 7199).to_bytes(16, "big"))
    server.files |= {
        newest: cipher.encrypt(segment + bytes([padding]) * padding),
        "/key": KEY,
        "/init": head,
        "/a.m3u8": body,
    }
    assert look_at(camera, server.url + "/a.m3u8", GAME).frame_height == 360


def test_one_without_end_is_refused(server, camera):
    server.files["/a.m3u8"] = endless(b"#EXTINF:1,\nseg\n", b"#EXTM3U\n")
    began = time.thread_time()
    with pytest.raises(CaptureFailed) as caught:
        look_at(camera, server.url + "/a.m3u8", GAME)
    assert caught.value.state == "refused"
    assert time.thread_time() - began < 2
