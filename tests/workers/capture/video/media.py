"""Videos that the tests of parsing take apart: encoded here, and harmed or put together by hand."""

from __future__ import annotations

import io
from fractions import Fraction
from functools import cache

import av
import numpy as np

from arena.clips.scheduling import usual_scheduling
from tests.workers.video import FRAGMENTED, picture
from workers.capture.video.buffer import SegmentBuffer
from workers.capture.video.decode import luma
from workers.capture.video.first import Seen, first_picture
from workers.counts.timings import Timings

PACKET = 188
OPTIONS = {
    "libx264": {"preset": "ultrafast", "crf": "20"},
    "libx265": {"preset": "ultrafast", "x265-params": "log-level=none"},
    "libsvtav1": {"preset": "12"},
    "libvpx-vp9": {"deadline": "realtime", "cpu-used": "8"},
    "libvpx": {"deadline": "realtime"},
    "mpeg2video": {"b": "3000000"},
    "mpeg4": {},
}
WIDTH, HEIGHT = 640, 360


@cache
def noise():
    """So that a picture takes a hundred packets and more."""
    return np.random.default_rng(1).integers(-30, 30, (HEIGHT, WIDTH))


@cache
@usual_scheduling()
def encoded(codec, container, frames=3, options=(), skip=0, still_at=None):
    """A file of pictures; the first ``skip`` coded ones are left out. ``still_at``: the frame that is coded alone."""
    file = io.BytesIO()
    muxing = dict(FRAGMENTED) if container == "mp4" else {}
    with av.open(file, "w", format=container, options=muxing) as output:
        track = output.add_stream(codec, rate=10, options={**OPTIONS[codec], **dict(options)})
        track.width, track.height, track.pix_fmt = WIDTH, HEIGHT, "yuv420p"
        packets = []
        for number in range(frames):
            packets += track.encode(_frame(number, number == still_at))
        for packet in [*packets, *track.encode()][skip:]:
            output.mux(packet)
    return file.getvalue()


def _frame(number, alone):
    planes = np.full((HEIGHT * 3 // 2, WIDTH), 128, np.uint8)
    planes[:HEIGHT] = np.clip(picture(WIDTH, HEIGHT, 200, number).astype(int) + noise(), 0, 255)
    frame = av.VideoFrame.from_ndarray(planes, format="yuv420p")
    frame.pts, frame.time_base = number, Fraction(1, 10)
    if alone:
        frame.pict_type = av.video.frame.PictureType.I
    return frame


def parts(codec, frames=3):
    """The head and the body of a fragmented MP4."""
    whole = encoded(codec, "mp4", frames)
    start = whole.index(b"moof") - 4
    return whole[:start], whole[start:]


def packets_of(stream):
    return [stream[at : at + PACKET] for at in range(0, len(stream), PACKET)]


def pid_of(packet):
    return (packet[1] & 0x1F) << 8 | packet[2]


def see(body, head=b"", chunk=32_768) -> Seen:
    """As a look does, with the segment in pieces."""
    chunks = (body[at : at + chunk] for at in range(0, len(body), chunk))
    return first_picture(head, SegmentBuffer(chunks, 1 << 23), Timings())


def pixels(body, head=b"", chunk=32_768):
    return luma(see(body, head, chunk).frame).astype(int)


def shown(number):
    """The brightness that was encoded."""
    return np.clip(picture(WIDTH, HEIGHT, 200, number).astype(int) + noise(), 0, 255)


def looks_like(seen, number):
    """By the wave, which moves with each picture; a codec blurs the noise."""
    return min(range(number - 8, number + 9), key=lambda n: abs(seen - shown(n)).mean()) == number
