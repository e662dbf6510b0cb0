"""Does what a stranger sends take time in proportion to its length, in every parser of playlists and video?"""

from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.cpu_budget import assert_linear, budget, repeated
from tests.workers.capture.video.media import encoded, parts
from workers.capture.hls import tags
from workers.capture.hls.long_playlist import shortened
from workers.capture.hls.playlist import parse
from workers.capture.video.buffer import SegmentBuffer
from workers.capture.video.first import first_picture
from workers.capture.video.mp4_boxes import boxes, inside
from workers.capture.video.mp4_track import picture_track, samples_of
from workers.capture.video.mpegts import alignment
from workers.capture.video.mpegts_tables import known_track, other_track, program_pids, section
from workers.capture.video.nal_units import begins_picture, examine
from workers.capture.video.single_frame import (
    first_av1_frame,
    first_vp9_frame,
    has_sequence_header,
    without_start_codes,
)
from workers.counts.timings import Timings
from workers.look.failure import CaptureFailed

FEW = settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)
URL = "http://host/live/index.m3u8?a=b"
HEAD, BODY = parts("libx264")
TRACK = picture_track(HEAD)
LINES = (
    "#EXT-X-DATERANGE:",
    "#EXT-X-KEY:",
    "#EXT-X-MAP:",
    "#EXT-X-PART:",
    "#EXT-X-DEFINE:",
    "#EXT-X-STREAM-INF:",
    "#EXT-X-CUE-OUT-CONT:",
    "#EXT-X-SCTE35:",
    "#EXT-X-BYTERANGE:",
    "#EXT-X-PROGRAM-DATE-TIME:",
    "#EXTINF:",
    "",
)
CHARACTERS = 'AZ09-="\t ,./:@{$}#x\u00e9'


def playlist(text):
    with suppress(CaptureFailed):
        parse(text, URL, {"a": "b"})


def long_playlist(text):
    body = text.encode()
    with suppress(CaptureFailed):
        shortened(body[at : at + 32_768] for at in range(0, len(body), 32_768))


@FEW
@given(st.sampled_from(LINES), st.text(CHARACTERS, min_size=1, max_size=6), st.text(CHARACTERS))
def test_one_line(line, piece, after):
    """As long as a line may be; hypothesis finds the piece that is repeated."""
    start = '#EXTM3U\n#EXT-X-DEFINE:NAME="x",VALUE="{$x}"\n' + line
    assert_linear(playlist, repeated(piece, start, after + "\n#EXTINF:2,\na.ts\n"), 7_500)


@FEW
@given(st.sampled_from(LINES), st.text(CHARACTERS, max_size=20))
def test_many_lines(line, rest):
    text = repeated(f"{line}{rest}\n", "#EXTM3U\n", "")
    assert_linear(playlist, text, 40_000)
    assert_linear(long_playlist, text, 100_000)


@pytest.mark.parametrize(
    "read",
    [
        tags.attributes,
        tags.seconds,
        tags.whole,
        tags.epoch,
        tags.initialization_vector,
        lambda text: tags.span(text, 0),
        lambda text: tags.joined(URL, text),
    ],
)
@FEW
@given(piece=st.text(CHARACTERS, min_size=1, max_size=6), after=st.text(CHARACTERS, max_size=6))
def test_values(read, piece, after):
    assert_linear(read, repeated(piece, "", after), 50_000)


BYTES = st.binary(min_size=1, max_size=12)
READERS = {
    "boxes": lambda data: list(boxes(data)),
    "box inside": lambda data: inside(data, b"moov", b"trak", b"mdia"),
    "track": picture_track,
    "samples": lambda data: list(samples_of(data, TRACK)),
    "section": section,
    "programs": program_pids,
    "alignment": alignment,
    "h264": lambda data: examine("h264", data, b""),
    "h264 in MP4": lambda data: examine("h264", data, b"\1\0\0\0\0"),
    "hevc": lambda data: examine("hevc", data, b""),
    "begins": lambda data: begins_picture("hevc", data),
    "av1": first_av1_frame,
    "vp9": first_vp9_frame,
    "av1 header": has_sequence_header,
    "av1 in a transport stream": without_start_codes,
}
PIECES = (
    b"\0\0\1",
    b"\0\0\1\x65\x80",
    b"\0\0\1\x06",
    b"\0",
    b"\xff",
    b"\0\0\0\x08trak",
    b"\0\0\0\x08trun",
    b"\0\0\0\x10trun\0\0\x07\1\0\0\x27\x10",
    b"\x12\0",
    b"\x0a\x80",
    b"\x06\xff",
    b"\0\0\3",
    b"\x47",
)


@pytest.mark.parametrize("reader", READERS)
@FEW
@given(st.one_of(st.sampled_from(PIECES), BYTES), BYTES)
def test_bytes(reader, piece, before):
    assert_linear(READERS[reader], repeated(piece, before, b""), 60_000)


@pytest.mark.parametrize(
    "maps", [known_track, lambda maps: suppressed(other_track, maps)], ids=["known", "other"]
)
@FEW
@given(piece=BYTES)
def test_maps_of_programs(maps, piece):
    with budget(32 * 1021):
        maps([(piece * 1021)[:1021]] * 32)


def suppressed(read, value):
    with suppress(CaptureFailed):
        read(value)


SEGMENTS = {
    "transport": (b"", encoded("libx264", "mpegts")),
    "hevc": (b"", encoded("libx265", "mpegts")),
    "fragments": (HEAD, BODY),
    "flv": (b"", encoded("libx264", "flv")),
}


def segment(head, chunk):
    def read(body):
        pieces = (body[at : at + chunk] for at in range(0, len(body), chunk))
        with suppress(CaptureFailed):
            first_picture(head, SegmentBuffer(pieces, 1 << 23), Timings())

    return read


@pytest.mark.parametrize("kind", SEGMENTS)
@FEW
@given(data=st.data())
def test_segments(kind, data):
    """The start of a real one, and then pieces of it again and again up to the most that is read."""
    head, body = SEGMENTS[kind]
    keep = data.draw(st.integers(0, 8)) * 188
    at = data.draw(st.integers(0, len(body) - 189))
    piece = body[at - at % 188 :][:188] if kind in ("transport", "hevc") else body[at : at + 188]
    build = repeated(piece, body[:keep], b"")
    assert_linear(segment(head, 16_384), build, 500_000)


def test_runs_that_claim_more_samples_than_there_are():
    """A run of 16 bytes may claim four billion; each traf may hold thousands of runs."""
    run = b"\0\0\0\x10trun\0\0\0\0" + b"\xff" * 4
    header = b"\0\0\0\x10tfhd\0\0\0\0\0\0\0\1"

    def body(size):
        track = header + run * (size // len(run))
        fragment = (len(track) + 8).to_bytes(4, "big") + b"traf" + track
        return (len(fragment) + 8).to_bytes(4, "big") + b"moof" + fragment + BODY

    assert_linear(segment(HEAD, 1 << 16), body, 50_000)


@pytest.mark.parametrize("chunk", [500, 1 << 16])
def test_a_segment_without_an_end_to_its_first_picture(chunk):
    """The keyframe's first packet, and then more of it in small chunks."""
    body = encoded("libx264", "mpegts")
    start, more = body[: 188 * 5], body[188 * 5 : 188 * 6]
    assert_linear(segment(b"", chunk), repeated(more, start, b""), 500_000)
