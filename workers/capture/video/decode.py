"""What does a keyframe show?"""

from __future__ import annotations

from typing import cast

import av
import numpy as np
from av.codec.context import CodecContext, ThreadType
from av.video.codeccontext import VideoCodecContext
from av.video.frame import VideoFrame

from workers.capture.video.buffer import SegmentBuffer, TapeFile
from workers.capture.video.keyframe import Keyframe
from workers.look.failure import CaptureFailed
from workers.look.look import Gray

MAX_WIDTH, MAX_HEIGHT = 4096, 2304
MIN_SIDE = 64
_SIZE_LIMIT = {"max_pixels": str(MAX_WIDTH * MAX_HEIGHT)}
_PROBED_BYTES = 1024 * 1024
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


def decode(keyframe: Keyframe) -> VideoFrame | None:
    """The keyframe's picture; ``None`` when it cannot be decoded alone, or only with patches where bytes lack.

    Raises ``CaptureFailed`` (refused) by its size.
    """
    decoder = cast(VideoCodecContext, CodecContext.create(keyframe.codec, "r"))
    if keyframe.setup:
        decoder.extradata = keyframe.setup
    _bound(decoder)
    try:
        frames = decoder.decode(av.Packet(keyframe.data)) or decoder.decode(None)
    except av.FFmpegError:
        frames = []
    _check_size(decoder.width, decoder.height)
    return frames[0] if frames and not frames[0].is_corrupt else None


def demux(head: bytes, buffer: SegmentBuffer) -> tuple[VideoFrame, float]:
    """The first unharmed keyframe of any container that libav knows, and its seconds after the first picture.

    Raises ``CaptureFailed`` (no-video, unreadable, refused).
    """
    try:
        with av.open(
            TapeFile(head, buffer), "r", options={"probesize": str(_PROBED_BYTES), **_SIZE_LIMIT}
        ) as container:
            if not container.streams.video:
                raise CaptureFailed("no-video", "The stream has sound and no picture.")
            track = container.streams.video[0]
            if track.codec_context is None:
                raise CaptureFailed(
                    "unreadable", "The stream's pictures are coded in an unknown way."
                )
            _check_size(track.codec_context.width, track.codec_context.height)
            _bound(track.codec_context)
            frame = next(frame for frame in container.decode(track) if not frame.is_corrupt)
            began = float((track.start_time or 0) * (track.time_base or 0))
            return frame, max(0.0, (frame.time or began) - began)
    except (av.FFmpegError, StopIteration, ValueError):
        raise CaptureFailed(
            "unreadable", "The segment holds no picture that can be decoded."
        ) from None


def luma(frame: VideoFrame) -> Gray:
    """The brightness of ``frame`` without a copy where its first plane is just that."""
    _check_size(frame.width, frame.height)
    if frame.format.name not in _LUMA_IS_PLANE_0:
        try:
            frame = frame.reformat(format="gray")
        except (av.FFmpegError, ValueError):
            raise CaptureFailed(
                "unreadable", "The picture's colours cannot be understood."
            ) from None
    plane = frame.planes[0]
    rows: Gray = np.frombuffer(memoryview(plane), np.uint8).reshape(-1, plane.line_size)
    return rows[: frame.height, : frame.width]


def _bound(decoder: VideoCodecContext) -> None:
    """One thread, keyframes only, and no picture that would eat the memory."""
    decoder.thread_count = 1
    decoder.thread_type = ThreadType.NONE
    decoder.skip_frame = "NONKEY"
    decoder.options = _SIZE_LIMIT


def _check_size(width: int, height: int) -> None:
    if not width or not height:
        return
    if width > MAX_WIDTH or height > MAX_HEIGHT or min(width, height) < MIN_SIDE:
        raise CaptureFailed("refused", f"A picture of {width} by {height} pixels is not read.")
