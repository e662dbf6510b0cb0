"""How do pictures become a segment?"""

import io
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

import av
import numpy as np
from numpy.typing import NDArray

from arena.clips.retime import pad_continuity

WIDTH, HEIGHT = 1280, 720
CORNER, CORNER_LUMA = 16, 73
"""The first macroblock is even, and so far from the 128 of nothing that it is one large coefficient: see ``light``."""


@dataclass(frozen=True)
class Encoding:
    """What a streamer's encoder is set to."""

    frames_per_second: int = 25
    segment_seconds: float = 2.0
    quality: int = 22
    kilobits_per_second: int = 5000

    @property
    def frames(self) -> int:
        return round(self.frames_per_second * self.segment_seconds)


def encode(pictures: Iterable[NDArray[np.uint8]], encoding: Encoding) -> bytes:
    """One segment of MPEG-TS that begins with a keyframe; pictures are YUV 4:2:0, planes below one another, and get an
    even corner."""
    file = io.BytesIO()
    with av.open(file, "w", format="mpegts") as container:
        stream = container.add_stream(
            "libx264", rate=encoding.frames_per_second, options=_options(encoding)
        )
        stream.width, stream.height, stream.pix_fmt = WIDTH, HEIGHT, "yuv420p"
        stream.codec_context.thread_count = 1
        for number, picture in enumerate(pictures):
            _even_corner(picture)
            frame = av.VideoFrame.from_ndarray(picture, format="yuv420p")
            frame.pts, frame.time_base = number, Fraction(1, encoding.frames_per_second)
            container.mux(stream.encode(frame))
        container.mux(stream.encode())
    return pad_continuity(file.getvalue())


def _options(encoding: Encoding) -> dict[str, str]:
    frames = encoding.frames
    return {
        "preset": "ultrafast",
        "tune": "zerolatency",
        "crf": str(encoding.quality),
        "maxrate": f"{encoding.kilobits_per_second}k",
        "bufsize": f"{encoding.kilobits_per_second}k",
        # One thread: the library is encoded a clip per core. Streams are deblocked, which this preset would not.
        "x264-params": f"keyint={frames}:min-keyint={frames}:scenecut=0:threads=1:sliced-threads=0:no-deblock=0",
    }


def _even_corner(planes: NDArray[np.uint8]) -> None:
    """In place."""
    planes[:CORNER, :CORNER] = CORNER_LUMA
    for top in (HEIGHT, HEIGHT * 5 // 4):
        colour = planes[top : top + CORNER // 4].reshape(CORNER // 2, WIDTH // 2)
        colour[:, : CORNER // 2] = 128
