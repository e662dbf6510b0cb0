"""How do pictures become a segment of fragmented MP4, in H.265 or AV1, as Twitch sends these?

Which bits say how bright a picture is only ``light`` knows, and of H.264 alone. So a clip is encoded in a few lights.
"""

import io
import os
from collections.abc import Iterable
from fractions import Fraction
from typing import cast

import av
import numpy as np
from av.container import OutputContainer
from av.video.stream import VideoStream
from numpy.typing import NDArray

from arena.clips.encode import HEIGHT, Encoding
from arena.clips.scheduling import usual_scheduling

TICKS_PER_SECOND = 90_000
LIGHTS = (0, 8, 16, -8)
"""Grey levels that are added. With segments of two seconds, looks every 4, 10 and 30 s find another light each time."""
_FRAGMENTED = {
    "movflags": "cmaf+frag_keyframe+empty_moov+default_base_moof",
    "video_track_timescale": str(TICKS_PER_SECOND),
}
_MOOF, _TFDT = b"moof", b"tfdt"
_TYPE_BYTES, _VERSION_BYTES, _TIME_BYTES = 4, 4, 8


@usual_scheduling()
def encode_fragments(pictures: Iterable[NDArray[np.uint8]], encoding: Encoding) -> list[bytes]:
    """The segment in each of ``LIGHTS``, behind its initialization section; pictures are as for ``encode``."""
    os.environ.setdefault("SVT_LOG", "1")  # its errors alone
    files = [io.BytesIO() for _ in LIGHTS]
    outputs = [av.open(file, "w", format="mp4", options=_FRAGMENTED) for file in files]
    tracks = [_track(output, encoding) for output in outputs]
    for number, planes in enumerate(pictures):
        for light, output, track in zip(LIGHTS, outputs, tracks, strict=True):
            output.mux(track.encode(_frame(planes, light, number, encoding)))
    for output, track in zip(outputs, tracks, strict=True):
        output.mux(track.encode())
        output.close()
    return [file.getvalue() for file in files]


def head_of(file: bytes) -> bytes:
    """Its initialization section."""
    return file[: _first_fragment(file)]


def fragment_of(file: bytes, ticks: int) -> bytearray:
    """Its one fragment with the first picture at ``ticks`` of 90 kHz (tfdt, ISO/IEC 14496-12, 8.8.12)."""
    moved = bytearray(file[_first_fragment(file) :])
    place = moved.index(_TFDT) + _TYPE_BYTES
    if moved[place] != 1:
        raise ValueError("the fragment's time has no 64 bits")
    place += _VERSION_BYTES
    moved[place : place + _TIME_BYTES] = ticks.to_bytes(_TIME_BYTES, "big")
    return moved


def _first_fragment(file: bytes) -> int:
    return file.index(_MOOF) - _TYPE_BYTES


def _track(output: OutputContainer, encoding: Encoding) -> VideoStream:
    """A rate that a buffer of one second holds, and one keyframe."""
    kilobits, frames = encoding.kilobits_per_second, encoding.frames
    if encoding.codec == "hevc":
        held = f"vbv-maxrate={kilobits}:vbv-bufsize={kilobits}"
        whole = (
            f"keyint={frames}:min-keyint={frames}:scenecut=0:open-gop=0:pools=none:frame-threads=1"
        )
        name, options = "libx265", {"x265-params": f"log-level=none:{held}:{whole}"}
    else:
        name, options = "libsvtav1", {"svtav1-params": "lp=1:rc=1"}
    options["preset"] = encoding.preset
    track = cast(VideoStream, output.add_stream(name, encoding.frames_per_second, options=options))
    track.width, track.height, track.pix_fmt = encoding.width, encoding.height, "yuv420p10le"
    track.bit_rate, track.gop_size = kilobits * 1000, frames
    if encoding.codec == "hevc":
        track.codec_context.codec_tag = "hvc1"
    return track


def _frame(planes: NDArray[np.uint8], light: int, number: int, encoding: Encoding) -> av.VideoFrame:
    lit = planes.copy()
    lit[:HEIGHT] = np.clip(planes[:HEIGHT].astype(np.int16) + light, 0, 255)
    frame = av.VideoFrame.from_ndarray(lit, format="yuv420p").reformat(
        encoding.width, encoding.height, format="yuv420p10le", interpolation="BICUBIC"
    )
    frame.pts, frame.time_base = number, Fraction(1, encoding.frames_per_second)
    return frame
