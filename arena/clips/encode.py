"""How do pictures become a segment?"""

import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import chain, islice
from typing import Literal

import av
import numpy as np
from av.video.frame import PictureType
from numpy.typing import NDArray

from arena.clips.retime import pad_continuity

WIDTH, HEIGHT = 1280, 720
CORNER, CORNER_LUMA = 16, 73
"""The first macroblock is even, and so far from the 128 of nothing that it is one large coefficient: see ``light``."""
SETTLES = 4
"""Of a constant rate the encoder first gets this part of a segment, so that it knows what it has to hold."""


Codec = Literal["h264", "hevc", "av1"]


@dataclass(frozen=True)
class Encoding:
    """What a streamer's encoder is set to; `quality` counts where `preset` is the lightest one, whose rate may vary."""

    frames_per_second: int = 25
    segment_seconds: float = 2.0
    quality: int = 22
    kilobits_per_second: int = 5000
    preset: str = "ultrafast"
    height: int = HEIGHT
    codec: Codec = "h264"

    @property
    def frames(self) -> int:
        return round(self.frames_per_second * self.segment_seconds)

    @property
    def width(self) -> int:
        """Even, as 4:2:0 wants it."""
        return 2 * round(self.height * WIDTH / HEIGHT / 2)

    @property
    def constant(self) -> bool:
        return self.preset != "ultrafast"


VIDEOS = {
    "light": Encoding(),
    "720p30": Encoding(30, kilobits_per_second=3000, preset="veryfast"),
    "720p60": Encoding(60, kilobits_per_second=4500, preset="medium"),
    "1080p60": Encoding(60, kilobits_per_second=6000, preset="veryfast", height=1080),
}
"""What costs the arena little to encode, and what streamers are told to send
(https://help.twitch.tv/s/article/broadcasting-guidelines): a constant rate, and a keyframe every two seconds."""


def encode(pictures: Iterable[NDArray[np.uint8]], encoding: Encoding) -> bytes:
    """One segment of MPEG-TS that begins with a keyframe; pictures are YUV 4:2:0, planes below one another; they get
    an even corner."""
    file = io.BytesIO()
    frames = (_frame(picture, encoding) for picture in pictures)
    before = list(islice(frames, encoding.frames // SETTLES if encoding.constant else 0))
    with av.open(file, "w", format="mpegts") as container:
        stream = container.add_stream(
            "libx264", rate=encoding.frames_per_second, options=_options(encoding)
        )
        stream.width, stream.height, stream.pix_fmt = encoding.width, encoding.height, "yuv420p"
        stream.codec_context.thread_count = 1
        for frame in chain(_timed(chain(before, before, frames), len(before), encoding), (None,)):
            packets = stream.encode(frame)
            container.mux([packet for packet in packets if (packet.pts or 0) >= len(before)])
    return pad_continuity(file.getvalue())


def _frame(picture: NDArray[np.uint8], encoding: Encoding) -> av.VideoFrame:
    frame = av.VideoFrame.from_ndarray(picture, format="yuv420p")
    if encoding.height != HEIGHT:
        frame = frame.reformat(encoding.width, encoding.height, interpolation="BICUBIC")
    _even_corner(frame)
    return frame


def _timed(
    frames: Iterable[av.VideoFrame], begins: int, encoding: Encoding
) -> Iterator[av.VideoFrame]:
    """A keyframe where the segment begins."""
    for number, frame in enumerate(frames):
        frame.pts, frame.time_base = number, Fraction(1, encoding.frames_per_second)
        frame.pict_type = PictureType.I if number == begins else PictureType.NONE
        yield frame


def _options(encoding: Encoding) -> dict[str, str]:
    frames, rate = encoding.frames, f"{encoding.kilobits_per_second}k"
    # One thread: the library is encoded a clip per core.
    usual = f"keyint={frames}:min-keyint={frames}:scenecut=0:threads=1:sliced-threads=0"
    held = {"preset": encoding.preset, "maxrate": rate, "bufsize": rate, "forced-idr": "1"}
    if encoding.constant:
        return {**held, "profile": "high", "b": rate, "x264-params": f"{usual}:nal-hrd=cbr"}
    # Streams are deblocked, which this preset would not.
    light = {"tune": "zerolatency", "crf": str(encoding.quality)}
    return {**held, **light, "x264-params": f"{usual}:no-deblock=0"}


def _even_corner(frame: av.VideoFrame) -> None:
    """In place."""
    for plane, size, value in zip(
        frame.planes, (CORNER, CORNER // 2, CORNER // 2), (CORNER_LUMA, 128, 128), strict=True
    ):
        pixels = np.frombuffer(memoryview(plane), np.uint8).reshape(-1, plane.line_size)
        pixels[:size, :size] = value
