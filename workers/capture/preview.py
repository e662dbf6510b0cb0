"""How is a preview made, and when is the next one due?"""

from __future__ import annotations

import av
import cv2
from av.video.frame import VideoFrame

WIDTH, HEIGHT = 256, 144
QUALITY = 55
EVERY_SECONDS = 45.0
"""The picture is decoded whole for it, where else its upper rows are enough."""
NEAR_END_SECONDS = 3.0
EXPIRES_SECONDS = 90.0
"""A picture older than this says nothing about the match."""


def is_due(made_at: float, near_end: bool, now: float) -> bool:
    return not 0 <= now - made_at < (NEAR_END_SECONDS if near_end else EVERY_SECONDS)


def small_jpeg(
    frame: VideoFrame, size: tuple[int, int] = (WIDTH, HEIGHT), quality: int = QUALITY
) -> bytes | None:
    """The whole picture in colour, fitted into ``size``, width and height in pixels; nothing when it cannot be."""
    scale = min(size[0] / frame.width, size[1] / frame.height)
    width, height = (max(2, round(side * scale / 2) * 2) for side in (frame.width, frame.height))
    try:
        pixels = frame.reformat(
            width, height, "bgr24", interpolation="AREA", threads=1
        ).to_ndarray()
    except (av.FFmpegError, ValueError):
        return None
    done, packed = cv2.imencode(".jpg", pixels, [cv2.IMWRITE_JPEG_QUALITY, quality])
    return packed.tobytes() if done else None
