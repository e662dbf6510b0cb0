"""What does a stream's encoder leave of a picture?"""

from __future__ import annotations

import random

import av
import cv2
import numpy as np

from workers.look.look import Gray


def broadcast(pictures: list[Gray], rng: random.Random) -> list[Gray]:
    """The pictures as they come out of a stream: most through H.264, a few through JPEG, a few untouched."""
    fate = rng.random()
    if fate < 0.08:
        return pictures
    if fate < 0.16:
        quality = rng.randint(35, 92)
        return [_jpeg(picture, quality) for picture in pictures]
    return _h264(
        pictures,
        rng.choice((18, 21, 24, 26, 28, 30, 32, 34, 36)),
        rng.choice(("ultrafast", "veryfast")),
    )


def _jpeg(picture: Gray, quality: int) -> Gray:
    _, packed = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, quality])
    decoded = cv2.imdecode(packed, cv2.IMREAD_GRAYSCALE)
    assert decoded is not None
    return decoded.astype(np.uint8, copy=False)


def _h264(pictures: list[Gray], quantizer: int, preset: str) -> list[Gray]:
    """All of them stacked in one keyframe: opening an encoder costs more than a frame."""
    width = (max(picture.shape[1] for picture in pictures) + 31) // 16 * 16
    tops, y = [], 0
    for picture in pictures:
        tops.append(y)
        y += (picture.shape[0] + 31) // 16 * 16
    stack = np.full((y, width), 90, np.uint8)
    for top, picture in zip(tops, pictures, strict=True):
        stack[top : top + picture.shape[0], : picture.shape[1]] = picture
    decoded = _round_trip(stack, quantizer, preset)
    return [
        np.ascontiguousarray(decoded[top : top + picture.shape[0], : picture.shape[1]])
        for top, picture in zip(tops, pictures, strict=True)
    ]


def _round_trip(picture: Gray, quantizer: int, preset: str) -> Gray:
    height, width = picture.shape
    encoder = av.CodecContext.create("libx264", "w")
    assert isinstance(encoder, av.VideoCodecContext)
    encoder.width, encoder.height, encoder.pix_fmt = width, height, "yuv420p"
    encoder.framerate, encoder.thread_count = 30, 1  # type: ignore[assignment]
    encoder.options = {"crf": str(quantizer), "preset": preset, "tune": "zerolatency"}
    planes = np.concatenate([picture, np.full((height // 2, width), 128, np.uint8)])
    packets = [
        *encoder.encode(av.VideoFrame.from_ndarray(planes, "yuv420p")),
        *encoder.encode(None),
    ]
    decoder = av.CodecContext.create("h264", "r")
    assert isinstance(decoder, av.VideoCodecContext)
    decoder.thread_count = 1
    frames = [frame for packet in [*packets, None] for frame in decoder.decode(packet)]
    plane = frames[0].planes[0]
    return (
        np.frombuffer(bytes(plane), np.uint8).reshape(-1, plane.line_size)[:height, :width].copy()
    )
