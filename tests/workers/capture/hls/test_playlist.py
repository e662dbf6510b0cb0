"""Is a playlist understood as its makers' documents say?"""

import random
import time

import pytest
from Crypto.Cipher import AES

from tests.workers.looks import look_at
from tests.workers.stream_server import StreamServer, iso
from tests.workers.video import GAME, fragmented, video
from workers.capture import Camera, CaptureFailed
from workers.capture.hls.playlist import MAX_LINE_CHARACTERS, MAX_LINES, parse
from workers.capture.hls.records import MediaPlaylist
from workers.capture.hls.tags import attributes

AT = 1_800_000_000.0


def media(*lines, url="http://host/live/index.m3u8", imported=None) -> MediaPlaylist:
    text = "\n".join(("#EXTM3U", "#EXT-X-TARGETDURATION:2", *lines))
    found = parse(text, url, imported)
    assert isinstance(found, MediaPlaylist)
    return found


def segments(*names):
    return [line for name in names for line in ("#EXTINF:2.0,", name)]


def ads(playlist):
    return [segment.ad for segment in playlist.newest]


def names(playlist):
    return [segment.url.rsplit("/", 1)[1] for segment in playlist.newest]


# Attributes


def test_attributes():
    said = attributes('A=1, B="x,y=z",C-3=0x1F,D=1280x720 ,=x,e!=4,F="",G="open')
    assert said == {"A": "1", "B": "x,y=z", "C-3": "0x1F", "D": "1280x720"}


# The first line


@pytest.mark.parametrize(
    "before", ["\n", "\r\n\r\n", "\ufeff", "\ufeff\n", "  \n\t\n", "\f\n", "\0\v"]
)
def test_before_the_first_line(before):
    text = f"{before}#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2,\na.ts\n"
    found = parse(text, "http://host/index.m3u8")
    assert isinstance(found, MediaPlaylist)
    assert found.newest[0].url == "http://host/a.ts"


@pytest.mark.parametrize("text", ["", "\n\n", "\n<html>\n#EXTM3U\n", "#EXTM3\n"])
def test_no_playlist(text):
    with pytest.raises(CaptureFailed, match="not an HLS playlist"):
        parse(text, "http://host/index.m3u8")


def test_only_a_line_feed_ends_a_line():
    """RFC 8216, 4.1: a title may hold what Unicode takes for an end of line."""
    found = media("#EXTINF:2.0,one\u2028two\x85three\x0bfour", "a.ts\r")
    assert names(found) == ["a.ts"]


def test_a_title_does_not_make_a_master_playlist():
    assert names(media("#EXTINF:2.0,see #EXT-X-STREAM-INF:", "a.ts")) == ["a.ts"]


# Variables (draft-pantos-hls-rfc8216bis, 4.4.2.3)


def test_variables_by_value():
    found = media(
        '#EXT-X-DEFINE:NAME="p",VALUE="a"',
        '#EXT-X-DEFINE:NAME="key_1",VALUE="k"',
        '#EXT-X-KEY:METHOD=AES-128,URI="{$key_1}/{$p}"',
        "#EXTINF:2,",
        "{$p}.ts?x={$p}{$key_1}",
    )
    assert found.newest[0].url == "http://host/live/a.ts?x=ak"
    assert found.newest[0].cipher
    assert found.newest[0].cipher.url == "http://host/live/k/a"


def test_variables_of_the_query():
    define = '#EXT-X-DEFINE:QUERYPARAM="token"'
    url = "http://host/live/index.m3u8?x=1&token=a%2Fb"
    assert media(define, "#EXTINF:2,", "{$token}.ts", url=url).newest[0].url.endswith("/a/b.ts")


def test_variables_of_the_master_playlist():
    master = parse(
        '#EXTM3U\n#EXT-X-DEFINE:NAME="t",VALUE="secret"\n'
        "#EXT-X-STREAM-INF:BANDWIDTH=1\n{$t}/index.m3u8\n",
        "http://host/master.m3u8",
    )
    assert isinstance(master, tuple)
    assert master[0].url == "http://host/secret/index.m3u8"
    lines = ('#EXT-X-DEFINE:IMPORT="t"', "#EXTINF:2,", "{$t}.ts")
    assert names(media(*lines, imported=master[0].variables)) == ["secret.ts"]


@pytest.mark.parametrize(
    "lines",
    [
        ('#EXT-X-DEFINE:NAME="p",VALUE="a"', "#EXTINF:2,", "{$q}.ts"),
        ('#EXT-X-DEFINE:IMPORT="p"', "#EXTINF:2,", "{$p}.ts"),
        ('#EXT-X-DEFINE:QUERYPARAM="p"', "#EXTINF:2,", "{$p}.ts"),
    ],
)
def test_variables_that_are_nowhere(lines):
    with pytest.raises(CaptureFailed) as caught:
        media(*lines)
    assert caught.value.state == "error"


def test_braces_without_definitions_are_themselves():
    assert names(media("#EXTINF:2,", "{$p}.ts")) == ["{$p}.ts"]


def test_variables_cannot_grow_a_line_without_bound():
    long = f'#EXT-X-DEFINE:NAME="p",VALUE="{"x" * 30_000}"'
    with pytest.raises(CaptureFailed) as caught:
        media(long, "#EXTINF:2,", "{$p}" * 5000)
    assert caught.value.state == "refused"


# Ad breaks


@pytest.mark.parametrize(
    "mark",
    [
        "#EXT-X-CUE-OUT:4.0",
        "#EXT-X-CUE-OUT:DURATION=4.0",
        '#EXT-X-CUE-OUT:DURATION="4"',
        "#EXT-X-CUE-OUT-CONT:26/30",
        "#EXT-X-CUE-OUT-CONT: 26/30.1",
        "#EXT-X-CUE-OUT-CONT:ElapsedTime=26.0,Duration=30.0,SCTE35=/DAlAAAAAAAAAP/==",
        '#EXT-X-CUE:DURATION="4.1",ID="0",TYPE="SpliceOut",TIME="414.171"',
        '#EXT-X-SCTE35:CUE="/DAl",CUE-OUT=YES,DURATION=4',
    ],
)
def test_a_break_ends_after_its_length(mark):
    found = media(mark, *segments("ad1", "ad2", "programme"))
    assert ads(found) == [True, True, False]


@pytest.mark.parametrize("mark", ["#EXT-X-CUE-OUT", "#EXT-X-CUE-OUT-CONT", "#EXT-X-CUE-OUT:0"])
def test_a_break_without_length_lasts_until_its_closing_tag(mark):
    assert ads(media(mark, *segments("a", "b", "c"))) == [True] * 3
    found = media(mark, *segments("ad"), "#EXT-X-CUE-IN", *segments("x", "y"))
    assert ads(found) == [True, False, False]


def test_marks_in_the_middle_correct_the_length():
    lines = ["#EXT-X-CUE-OUT:30", *segments("a"), "#EXT-X-CUE-OUT-CONT:28/30", *segments("b", "c")]
    assert ads(media(*lines)) == [True, True, False]


def date_range(attributes_of_it, start=AT):
    return f'#EXT-X-DATERANGE:ID="x",START-DATE="{iso(start)}",{attributes_of_it}'


DATED = [f"#EXT-X-PROGRAM-DATE-TIME:{iso(AT)}", *segments("a", "b", "c")]


@pytest.mark.parametrize(
    "marks",
    [
        [date_range("SCTE35-OUT=0xFC,DURATION=4.0")],
        [date_range("SCTE35-OUT=0xFC,PLANNED-DURATION=4.0")],
        [date_range(f'SCTE35-OUT=0xFC,END-DATE="{iso(AT + 4)}"')],
        [
            date_range("SCTE35-OUT=0xFC,PLANNED-DURATION=60"),
            date_range("SCTE35-IN=0xFC,DURATION=4"),
        ],
        [
            date_range("SCTE35-OUT=0xFC"),
            date_range(f'SCTE35-IN=0xFC,END-DATE="{iso(AT + 4)}"'),
        ],
        [date_range("SCTE35-OUT=0xFC"), date_range("SCTE35-IN=0xFC", AT + 4)],
        [date_range("DURATION=4"), date_range("SCTE35-OUT=0xFC,DURATION=4")],
        [
            date_range('CLASS="break",END-ON-NEXT=YES,SCTE35-OUT=0xFC'),
            date_range('CLASS="break"', AT + 4).replace('ID="x"', 'ID="y"'),
        ],
        [date_range('CLASS="twitch-stitched-ad",DURATION=4')],
    ],
)
def test_a_dated_break_ends(marks):
    assert ads(media(*marks, *DATED)) == [True, True, False]


def test_a_closing_tag_between_segments_ends_a_break():
    first, last = DATED[:5], DATED[5:]
    opened, closed = date_range("SCTE35-OUT=0xFC"), date_range("SCTE35-IN=0xFC")
    assert ads(media(opened, *first, closed, *last)) == [True, True, False]


@pytest.mark.parametrize(
    "mark", ['CLASS="com.apple.hls.interstitial",DURATION=9', 'CLASS="ad",DURATION=9', "DURATION=9"]
)
def test_other_date_ranges_are_no_ads(mark):
    assert ads(media(date_range(mark), *DATED)) == [False] * 3


def test_a_title_is_an_ad_at_twitch_alone():
    lines = ["#EXTINF:2.0,Amazon river cup", "a"]
    assert ads(media(*lines)) == [False]
    assert ads(media("#EXT-X-TWITCH-ELAPSED-SECS:1.0", *lines)) == [True]


# Gaps (RFC 8216bis, 4.4.4.7)


def test_a_gap_takes_its_time():
    date = f"#EXT-X-PROGRAM-DATE-TIME:{iso(AT)}"
    found = media(date, *segments("a"), "#EXT-X-GAP", *segments("hole"), *segments("b"))
    assert [(s.url[-1], s.broadcast_at, s.number) for s in found.newest] == [
        ("a", AT, 0),
        ("b", AT + 4, 2),
    ]


def test_a_date_on_a_gap_is_kept():
    date = f"#EXT-X-PROGRAM-DATE-TIME:{iso(AT)}"
    found = media(date, "#EXT-X-GAP", *segments("hole"), *segments("b"))
    assert [segment.broadcast_at for segment in found.newest] == [AT + 2]


# Size


def test_bounds():
    with pytest.raises(CaptureFailed) as caught:
        media("\n" * MAX_LINES)
    assert caught.value.state == "refused"
    with pytest.raises(CaptureFailed) as caught:
        media("#EXTINF:2,", "x" * (MAX_LINE_CHARACTERS + 1))
    assert caught.value.state == "refused"
    assert names(media("#EXT-X-X:" + "x" * MAX_LINE_CHARACTERS, *segments("a"))) == ["a"]
    with pytest.raises(CaptureFailed):
        parse("#EXTM3U\n" + "#EXT-X-STREAM-INF:BANDWIDTH=1\na\n" * 1000, "http://host/")


# The picture


@pytest.fixture
def server():
    streams = StreamServer()
    yield streams
    streams.close()


@pytest.fixture
def camera(store, server):
    return Camera(store, [server.host])


def hud(look):
    return round(look.crops["hud"][9:-9, 9:-9].mean())


KEY, IV = bytes(range(16)), bytes(range(16, 32))


def encrypted(body, iv=IV):
    padding = 16 - len(body) % 16
    return AES.new(KEY, AES.MODE_CBC, iv).encrypt(body + bytes([padding]) * padding)


@pytest.mark.parametrize("in_the_clear", [False, True])
def test_encrypted_initialization_section(server, camera, in_the_clear):
    head, body = fragmented()
    server.files["/live/key"] = KEY
    server.files["/live/head"] = head if in_the_clear else encrypted(head)
    top = f'#EXT-X-KEY:METHOD=AES-128,URI="key",IV=0x{IV.hex()}\n#EXT-X-MAP:URI="head"'
    url = server.live(encrypted(body), encrypted(body), top=top)
    assert hud(look_at(camera, url, GAME)) == pytest.approx(200, abs=2)


def test_initialization_section_before_the_key(server, camera):
    head, body = fragmented()
    server.files |= {"/live/key": KEY, "/live/head": head}
    top = f'#EXT-X-MAP:URI="head"\n#EXT-X-KEY:METHOD=AES-128,URI="key",IV=0x{IV.hex()}'
    url = server.live(encrypted(body), top=top)
    assert hud(look_at(camera, url, GAME)) == pytest.approx(200, abs=2)


def test_the_programme_after_a_break(server, camera):
    url = server.live(
        video(60), video(120), video(180), seconds=2.0, marks={0: "#EXT-X-CUE-OUT:4.0"}
    )
    assert hud(look_at(camera, url, GAME)) == pytest.approx(180, abs=2)


def test_time_is_in_proportion_to_length():
    """Every kind of line that once took longer, at its full length, in one playlist."""
    chance = random.Random(1)
    lines = [
        "#EXT-X-MAP:" + "A" * 30_000,
        "#EXT-X-KEY:" + "A-" * 15_000 + '="',
        "#EXT-X-DATERANGE:" + 'A="' * 10_000,
        "#EXT-X-PART:" + "," * 30_000,
        "#EXTINF:" + "9" * 30_000,
        "#EXT-X-PROGRAM-DATE-TIME:" + "2" * 30_000,
        "#EXT-X-BYTERANGE:" + "1" * 30_000,
        "#EXT-X-CUE-OUT-CONT:" + "/" * 30_000,
    ] * 4
    chance.shuffle(lines)
    began = time.process_time()
    media(*lines, *segments("a"))
    assert time.process_time() - began < 0.5
