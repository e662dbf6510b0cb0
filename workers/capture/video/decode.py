"""What does a keyframe show?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain, islice
from typing import Literal, cast

import av
import numpy as np
from av.codec.context import CodecContext, ThreadType
from av.video.codeccontext import VideoCodecContext
from av.video.frame import VideoFrame

from workers.capture.video.nal_units import Codec, examine, is_nal_codec
from workers.capture.video.single_frame import first_av1_frame, first_vp9_frame
from workers.look.failure import CaptureFailed
from workers.look.look import Gray
from workers.net.deadline import seconds_left

AV1, VP9 = "libdav1d", "libvpx-vp9"
DECODERS = frozenset({"h264", "hevc", AV1, VP9, "mpeg2video"})
"""libav's, by name: no other is ever opened.

Which of them report missing bytes was measured (libavcodec 62): MPEG-2's
does; libvpx does, unlike libav's own VP9 decoder; AV1's does when it is strict; H.264's does with one thread, save for
one in a hundred; HEVC's never does. So counters and lengths in the containers decide for the last two.
"""
MAX_WIDTH, MAX_HEIGHT = 4096, 2304
MIN_SIDE = 64
_OPTIONS = {"max_pixels": str(MAX_WIDTH * MAX_HEIGHT)}
_STRICT = {**_OPTIONS, "strict": "strict"}
"""For AV1: a frame whose data do not end where their coding ends is an error."""
_MAX_REFRESH_PICTURES = 600
"""Ten seconds at 60 a second: a picture that is refreshed in parts is complete after fewer."""
_MPEG2_PICTURE = b"\0\0\1\0"
"""picture_start_code, ISO/IEC 13818-2, 6.2.1; the two fields of a picture have one each."""
_HOLE = bytes(64)
"""Coded video has no zeros this long: a gap that was filled up."""
_LUMA_IS_PLANE_0 = frozenset(
    {
        "yuv420p",
        "yuvj420p",
        "yuv422p",
        "yuvj422p",
        "yuv444p",
        "yuvj444p",
        "nv12",
        "nv21",
        "nv16",
        "gray",
    }
)


@dataclass(frozen=True, slots=True)
class CodedPicture:
    """One picture as its encoder made it."""

    data: bytes
    offset_seconds: float = 0.0
    """After the segment's first picture."""
    ends_at: int = 0
    """How many bytes of the segment it took."""
    whole: bool = True
    """False: its container says that bytes of it are missing."""


@dataclass(frozen=True, slots=True)
class Keyframe:
    """A picture where decoding can begin."""

    codec: str
    """One of ``DECODERS``."""
    picture: CodedPicture
    setup: bytes = b""
    """What the decoder must know beforehand; empty when the keyframe itself says it."""
    later: Iterable[CodedPicture] = ()
    """The pictures after it, for a stream that is refreshed in parts."""


def decode(keyframe: Keyframe) -> tuple[VideoFrame, CodedPicture] | None:
    """The first picture that can be shown, and the coded one that completed it.

    ``None`` when bytes are missing, or it cannot be decoded without others. Raises ``CaptureFailed`` (refused) by its
    size.
    """
    codec, picture = keyframe.codec, keyframe.picture
    if not picture.whole or codec not in DECODERS:
        return None
    if is_nal_codec(codec):
        return _by_units(codec, keyframe)
    data = _single(codec, picture.data)
    frame = _only(_decoder(keyframe, "NONKEY"), data) if data else None
    return (frame, picture) if frame else None


def _single(codec: str, data: bytes) -> bytes | None:
    """One picture's bytes; ``None`` when there are more of them, or a gap is inside."""
    if codec == AV1:
        return first_av1_frame(data)
    if codec == VP9:
        first = first_vp9_frame(data)
        if first is None or _HOLE in data.rstrip(b"\0"):
            return None
        _check_size(first[1], first[2])
        return first[0]
    return data if data.count(_MPEG2_PICTURE) <= 2 else None


def _by_units(codec: Codec, keyframe: Keyframe) -> tuple[VideoFrame, CodedPicture] | None:
    picture = keyframe.picture
    examined = examine(codec, picture.data, keyframe.setup)
    if not examined.whole:
        return None
    is_refreshed = examined.is_recovery_point and not examined.is_random_access
    frame = _only(_decoder(keyframe, "DEFAULT" if is_refreshed else "NONKEY"), picture.data)
    if frame:
        return frame, picture
    return _refreshed(codec, keyframe) if is_refreshed else None


def _only(decoder: VideoCodecContext, data: bytes) -> VideoFrame | None:
    try:
        frames = decoder.decode(av.Packet(data)) or decoder.decode(None)
    except av.FFmpegError:
        frames = []
    return _good(decoder, frames)


def _refreshed(codec: Codec, keyframe: Keyframe) -> tuple[VideoFrame, CodedPicture] | None:
    """From a recovery point on (14496-10, D.2.8; 23008-2, D.3.8): libav holds pictures back until they are exact."""
    decoder, pictures = _decoder(keyframe, "DEFAULT"), chain([keyframe.picture], keyframe.later)
    try:
        for picture in islice(pictures, _MAX_REFRESH_PICTURES):
            seconds_left()
            if not picture.whole or not examine(codec, picture.data, keyframe.setup).whole:
                return None
            if frames := decoder.decode(av.Packet(picture.data)):
                break
        frame = _good(decoder, frames or decoder.decode(None))
    except av.FFmpegError:
        return None
    return (frame, picture) if frame else None


def luma(frame: VideoFrame) -> Gray:
    """The brightness of ``frame``, without a copy where its first plane is just that."""
    _check_size(frame.width, frame.height)
    if frame.format.name not in _LUMA_IS_PLANE_0:
        try:
            frame = frame.reformat(format="gray")
        except (av.FFmpegError, ValueError):
            raise CaptureFailed(
                "unreadable", "The picture's pixel format is not supported."
            ) from None
    plane = frame.planes[0]
    rows: Gray = np.frombuffer(memoryview(plane), np.uint8).reshape(-1, plane.line_size)
    return rows[: frame.height, : frame.width]


def _decoder(keyframe: Keyframe, skip: Literal["NONKEY", "DEFAULT"]) -> VideoCodecContext:
    """With one thread, and no picture so large that it would fill the memory."""
    decoder = cast(VideoCodecContext, CodecContext.create(keyframe.codec, "r"))
    if keyframe.setup:
        decoder.extradata = keyframe.setup
    decoder.thread_count = 1
    decoder.thread_type = ThreadType.NONE
    decoder.skip_frame = skip
    decoder.options = _STRICT if keyframe.codec == AV1 else _OPTIONS
    return decoder


def _good(decoder: VideoCodecContext, frames: list[VideoFrame]) -> VideoFrame | None:
    _check_size(decoder.width, decoder.height)
    return frames[0] if frames and not frames[0].is_corrupt else None


def _check_size(width: int, height: int) -> None:
    if not width or not height:
        return
    if width > MAX_WIDTH or height > MAX_HEIGHT or min(width, height) < MIN_SIDE:
        raise CaptureFailed("refused", f"Video of {width}x{height} pixels is not supported.")
