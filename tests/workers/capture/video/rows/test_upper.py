"""Are the rows of a keyframe that was cut short bit for bit those of the whole one, whatever encoded it?"""

from functools import cache

import av
import numpy as np
import pytest
from av.codec.context import CodecContext

from tests.workers.capture.video.media import HEIGHT, WIDTH, encoded, packets_of, parts
from tests.workers.video import picture
from workers.capture.video import mp4, mpegts
from workers.capture.video.buffer import SegmentBuffer
from workers.capture.video.decode import CodedPicture, Keyframe, decode, luma
from workers.capture.video.first import begun, first_picture
from workers.capture.video.nal_units import units_of
from workers.capture.video.rows.seen import seen_rows
from workers.capture.video.rows.trial import agrees
from workers.capture.video.rows.upper import cut_short, decode_upper
from workers.counts.timings import Timings

STRIPE = HEIGHT // 5
"""Flat rows, of which many macroblocks take a single bit, between rows of noise."""


@cache
def keyframe(preset="medium", params="", pixels="yuv420p", **options):
    """The first picture of x264, as bytes of Annex B."""
    encoder = CodecContext.create("libx264", "w")
    encoder.width, encoder.height, encoder.pix_fmt = WIDTH, HEIGHT, pixels
    encoder.framerate = 10
    encoder.options = {"preset": preset, **options, "x264-params": f"threads=1:{params}"}
    return bytes([*encoder.encode(_frame(pixels)), *encoder.encode(None)][0])


def _frame(pixels):
    noise = np.random.default_rng(3).integers(-40, 40, (HEIGHT // 4, WIDTH // 4)).repeat(4, 0)
    planes = np.full((HEIGHT * 3 // 2, WIDTH), 128, np.uint8)
    planes[:HEIGHT] = np.clip(picture(WIDTH, HEIGHT, 200).astype(int) + noise.repeat(4, 1), 0, 255)
    for top in range(STRIPE // 2, HEIGHT, 2 * STRIPE):
        planes[top : top + STRIPE] = 90
    frame = av.VideoFrame.from_ndarray(planes, format="yuv420p").reformat(format=pixels)
    frame.pts = 0
    return frame


PLAIN = {
    "ultrafast": {"preset": "ultrafast"},
    "veryfast": {"preset": "veryfast"},
    "medium": {},
    "coarse": {"crf": "45"},
    "CAVLC": {"coder": "cavlc"},
    "baseline": {"profile": "baseline"},
    "main": {"profile": "main"},
    "no filter": {"params": "no-deblock=1"},
    "strong filter": {"params": "deblock=6,6"},
    "4 slices": {"params": "slices=4"},
    "slices anywhere": {"params": "slice-max-mbs=57"},
    "small slices": {"params": "slice-max-size=900"},
    "full range": {"pixels": "yuvj420p"},
    "matrices": {"params": "cqm=jvt"},
    "delimiters": {"params": "aud=1:nal-hrd=vbr:vbv-maxrate=3000:vbv-bufsize=3000"},
}
OTHERS = {
    "interlaced": {"params": "tff=1"},
    "as if interlaced": {"params": "fake-interlaced=1"},
    "10 bits": {"pixels": "yuv420p10le"},
    "4:2:2": {"pixels": "yuv422p"},
    "4:4:4": {"pixels": "yuv444p"},
    "grey": {"pixels": "gray"},
    "lossless": {"qp": "0"},
}


def upper(data, most_bytes, setup=b""):
    return decode_upper(Keyframe("h264", CodedPicture(data), setup), most_bytes)


@pytest.mark.parametrize("options", PLAIN.values(), ids=PLAIN)
def test_the_rows_are_those_of_the_whole_picture(options):
    data = keyframe(**options)
    whole = luma(decode(Keyframe("h264", CodedPicture(data)))[0])
    found = [upper(data, len(data) * share // 40) for share in range(1, 41)]
    rows = [each.rows if each else 0 for each in found]
    assert all(agrees(each, whole) for each in found if each)
    assert rows[24] > 0.07 * HEIGHT
    assert rows[-1] > 0.6 * HEIGHT
    assert rows == sorted(rows)


@pytest.mark.parametrize("options", OTHERS.values(), ids=OTHERS)
def test_what_is_not_plain_is_left_to_the_whole_picture(options):
    data = keyframe(**options)
    assert decode(Keyframe("h264", CodedPicture(data)))
    assert all(upper(data, len(data) * share // 10) is None for share in range(1, 11))


@pytest.mark.parametrize("codec", ["libx265", "mpeg2video"])
def test_other_codecs(codec):
    segment = encoded(codec, "mpegts")
    assert first_rows(b"", whole_buffer(segment), len(segment)) is None


def first_rows(head, buffer, most_bytes):
    keyframe = begun(head, buffer, most_bytes)
    return keyframe and seen_rows(keyframe, most_bytes)


def whole_buffer(segment):
    return SegmentBuffer(iter([segment]), 1 << 23)


def test_near_every_byte_of_flat_rows():
    """Where a macroblock takes less than a bit, the decoder goes on longest beyond the end."""
    data = keyframe(crf="35")
    whole = luma(decode(Keyframe("h264", CodedPicture(data)))[0])
    cuts = range(len(data) // 2, len(data) // 2 + 60)
    assert all(agrees(upper(data, cut), whole) for cut in cuts)


def test_slices_out_of_order_or_missing():
    data = keyframe(params="slices=4")
    units = [data[start:stop] for start, stop in units_of("h264", data, b"")]
    head, slices = units[:-4], units[-4:]

    def joined(*pieces):
        return b"".join(b"\0\0\1" + piece for piece in [*head, *pieces])

    assert upper(joined(*slices), len(data)).rows > HEIGHT // 2
    assert upper(joined(*slices[::-1]), len(data)) is None
    assert upper(joined(slices[0], slices[2], slices[1], slices[3]), len(data)) is None
    assert upper(joined(*slices[1:]), len(data)) is None
    lacking = upper(joined(slices[0], *slices[2:]), len(data))
    assert lacking is None or lacking.rows < HEIGHT // 4


def test_cuts_around_the_start_of_a_slice():
    data = keyframe(params="slices=4")
    whole = luma(decode(Keyframe("h264", CodedPicture(data)))[0])
    third = units_of("h264", data, b"")[-2][0]
    found = [upper(data, third + place) for place in range(-6, 16)]
    found += [upper(data[: third + place], len(data)) for place in range(-6, 16)]
    assert all(found)
    assert all(agrees(each, whole) for each in found)


def test_two_parameter_sets():
    data, other = keyframe(), keyframe(params="tff=1")
    sequence = next(
        other[start:stop]
        for start, stop in units_of("h264", other, b"")
        if other[start] & 0x1F == 7
    )
    assert upper(b"\0\0\1" + sequence + data, len(data)) is None


def test_a_transport_stream_as_far_as_it_has_come():
    segment = encoded("libx264", "mpegts")
    whole = luma(next_whole(segment).frame)
    for share in (0.3, 0.5, 0.8):
        size = round(share * next_whole(segment).ends_at)
        buffer = SegmentBuffer(iter([segment[:size], segment[size:]]), 1 << 23)
        found = first_rows(b"", buffer, size)
        assert agrees(found.upper, whole)
        assert len(buffer.data) == size
        assert abs(found.bytes_for(found.upper.rows) - size) < 0.3 * size
    assert found.upper.rows > 0.4 * HEIGHT


def next_whole(segment):
    return first_picture(b"", whole_buffer(segment), Timings())


def test_a_packet_that_is_missing():
    packets = packets_of(encoded("libx264", "mpegts"))
    lacking = b"".join(packets[:40] + packets[41:])
    assert first_rows(b"", whole_buffer(lacking), len(lacking) // 2) is None


@pytest.mark.parametrize("share", [0.5, 0.8, 1.0])
def test_mp4(share):
    head, body = parts("libx264")
    whole = next(mp4.keyframes(head, whole_buffer(body)))
    pixels = luma(decode(whole)[0])
    found = seen_rows(whole, round(share * whole.picture.ends_at))
    assert agrees(found.upper, pixels)
    assert found.upper.rows > 0
    assert first_rows(head, whole_buffer(body), len(body) // 2).upper.rows > 0


def test_mp4_is_cut_between_and_inside_of_units():
    head, body = parts("libx264")
    coded = next(mp4.keyframes(head, whole_buffer(body)))
    data, setup = coded.picture.data, coded.setup
    _, stop = units_of("h264", data, setup)[0]
    for most in range(stop + 12):
        short = cut_short(data, setup, most)
        assert len(short) <= most
        assert not short or units_of("h264", short, setup)
    assert cut_short(data, setup, stop) == data[:stop]
    assert cut_short(data, setup, len(data)) == data


def test_the_first_picture_is_no_keyframe():
    late = encoded("libx264", "mpegts", frames=3, skip=1)
    assert mpegts.begun(whole_buffer_read(late), mpegts.alignment(late)) is None


def whole_buffer_read(segment):
    buffer = whole_buffer(segment)
    buffer.more()
    return buffer
