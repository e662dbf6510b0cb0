"""What does a stream's encoder leave of a picture?"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence

import av
import cv2
import numpy as np
from av.video.frame import PictureType

from workers.look.look import Gray

FRAMES_PER_SECOND = 30
KILOBITS = (800, 1500)
"""A second of 720 lines at the low end of what is streamed live; here by area."""
_PIXELS_OF_720 = 1280 * 720
_DETAIL = (2.0, 10.0)
"""How many times its share by area a HUD's corner gets: it is full of edges, and most of a frame is not."""
_KEY_SHARE = 0.6
"""How often the picture looked at is a keyframe, as a segment's first one is."""


def broadcast(pictures: list[Gray], rng: random.Random) -> list[Gray]:
    """The pictures as they come out of a stream: most through H.264, a few through JPEG, a few untouched."""
    fate = rng.random()
    if fate < 0.08:
        return pictures
    if fate < 0.16:
        quality = rng.randint(35, 92)
        return [_jpeg(picture, quality) for picture in pictures]
    quantizer = rng.choice((18, 21, 24, 26, 28, 30, 32, 34, 36))
    preset = rng.choice(("ultrafast", "veryfast"))
    options = {"crf": str(quantizer), "preset": preset, "tune": "zerolatency"}
    return _unstacked(_encoded([_stacked(pictures)], options), pictures)


def live(films: Sequence[Sequence[Gray]], rng: random.Random) -> list[Gray]:
    """The last picture of each film, all of one length, as a live encoder at ``KILOBITS`` leaves it.

    The buffer is half empty from the start, as in the middle of a stream: what moves takes the bits, and digits smear.
    """
    last = [film[-1] for film in films]
    share = sum(each.size for each in last) / _PIXELS_OF_720 * rng.uniform(*_DETAIL)
    kilobits = rng.uniform(*KILOBITS) * share
    options = {
        "preset": "veryfast",
        "b": f"{round(kilobits * 1000)}",
        "maxrate": f"{round(kilobits * 1000)}",
        "bufsize": f"{round(kilobits * 1000 * rng.uniform(0.5, 1.0))}",
        "bf": "0",
        "rc-lookahead": "4",
        "x264-params": f"vbv-init={rng.uniform(0.15, 0.5):.2f}",
    }
    stacks = [_stacked(moment) for moment in zip(*films, strict=True)]
    return _unstacked(_encoded(stacks, options, rng.random() < _KEY_SHARE), last)


def _jpeg(picture: Gray, quality: int) -> Gray:
    _, packed = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, quality])
    decoded = cv2.imdecode(packed, cv2.IMREAD_GRAYSCALE)
    assert decoded is not None
    return decoded.astype(np.uint8, copy=False)


def _stacked(pictures: Sequence[Gray]) -> Gray:
    """All of them below each other: opening an encoder costs more than a frame."""
    width = (max(picture.shape[1] for picture in pictures) + 31) // 16 * 16
    stack = np.full((sum(map(_rows, pictures)), width), 90, np.uint8)
    top = 0
    for picture in pictures:
        stack[top : top + picture.shape[0], : picture.shape[1]] = picture
        top += _rows(picture)
    return stack


def _rows(picture: Gray) -> int:
    return int(picture.shape[0] + 31) // 16 * 16


def _unstacked(stack: Gray, pictures: Sequence[Gray]) -> list[Gray]:
    pieces, top = [], 0
    for picture in pictures:
        piece = stack[top : top + picture.shape[0], : picture.shape[1]]
        pieces.append(np.ascontiguousarray(piece))
        top += _rows(picture)
    return pieces


def _encoded(frames: list[Gray], options: Mapping[str, str], key: bool = False) -> Gray:
    """The last of the frames after H.264; as a keyframe if ``key``."""
    height, width = frames[0].shape
    encoder = av.CodecContext.create("libx264", "w")
    assert isinstance(encoder, av.VideoCodecContext)
    encoder.width, encoder.height, encoder.pix_fmt = width, height, "yuv420p"
    encoder.framerate, encoder.thread_count = FRAMES_PER_SECOND, 1  # type: ignore[assignment]
    encoder.options = dict(options)
    packets = []
    for number, picture in enumerate(frames):
        packets += encoder.encode(_frame(picture, number, key and number == len(frames) - 1))
    packets += encoder.encode(None)
    decoder = av.CodecContext.create("h264", "r")
    assert isinstance(decoder, av.VideoCodecContext)
    decoder.thread_count = 1
    decoded = [frame for packet in [*packets, None] for frame in decoder.decode(packet)]
    plane = decoded[-1].planes[0]
    return (
        np.frombuffer(bytes(plane), np.uint8).reshape(-1, plane.line_size)[:height, :width].copy()
    )


def _frame(picture: Gray, number: int, key: bool) -> av.VideoFrame:
    height, width = picture.shape
    planes = np.concatenate([picture, np.full((height // 2, width), 128, np.uint8)])
    frame = av.VideoFrame.from_ndarray(planes, "yuv420p")
    frame.pts = number
    if key:
        frame.pict_type = PictureType.I
    return frame
