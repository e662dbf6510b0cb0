"""What does a live encoder leave of moving pictures?  The keyframes, as capture takes them.

x264 veryfast, the rate held by a buffer of one second.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction

import av
import numpy as np

from workers.capture.video.decode import CodedPicture, Keyframe, decode, luma
from workers.look.look import Gray


def keyframes(
    pictures: Iterable[Gray], width: int, kilobits: int, frames_per_second: int, group: int
) -> Iterator[Gray]:
    """The brightness of the first of every ``group`` pictures, which are yuv420p planes, ``width`` pixels wide."""
    encoder = None
    for number, planes in enumerate(pictures):
        encoder = encoder or _encoder(
            width, planes.shape[0] * 2 // 3, kilobits, frames_per_second, group
        )
        frame = av.VideoFrame.from_ndarray(planes, format="yuv420p")
        frame.pts, frame.time_base = number, Fraction(1, frames_per_second)
        yield from _shown(encoder.encode(frame))
    if encoder:
        yield from _shown(encoder.encode(None))


def _encoder(
    width: int, height: int, kilobits: int, frames_per_second: int, group: int
) -> av.VideoCodecContext:
    encoder = av.CodecContext.create("libx264", "w")
    assert isinstance(encoder, av.VideoCodecContext)
    encoder.width, encoder.height, encoder.pix_fmt = width, height, "yuv420p"
    encoder.framerate, encoder.time_base = frames_per_second, Fraction(1, frames_per_second)  # type: ignore[assignment]
    encoder.bit_rate, encoder.thread_count = kilobits * 1000, 1
    encoder.options = {
        "preset": "veryfast",
        "maxrate": f"{kilobits}k",
        "bufsize": f"{kilobits}k",
        "x264-params": f"keyint={group}:min-keyint={group}:scenecut=0",
    }
    return encoder


def _shown(packets: Iterable[av.Packet]) -> Iterator[Gray]:
    for packet in packets:
        if packet.is_keyframe:
            found = decode(Keyframe("h264", CodedPicture(bytes(packet))))
            assert found
            yield np.ascontiguousarray(luma(found[0]))
