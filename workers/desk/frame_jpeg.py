"""How is a frame packed for people to label?"""

from __future__ import annotations

import cv2
import numpy as np

from workers.look.look import Gray

MAX_WIDTH_PIXELS = 1920
_QUALITY = [cv2.IMWRITE_JPEG_QUALITY, 92]


def frame_jpeg(luma: Gray) -> tuple[bytes, int, int]:
    """A JPEG of at most ``MAX_WIDTH_PIXELS`` across, its width and height."""
    frame = _at_most(luma, MAX_WIDTH_PIXELS)
    return cv2.imencode(".jpg", frame, _QUALITY)[1].tobytes(), frame.shape[1], frame.shape[0]


def _at_most(picture: Gray, width: int) -> Gray:
    if picture.shape[1] <= width:
        return picture
    height = round(picture.shape[0] * width / picture.shape[1])
    return cv2.resize(picture, (width, height), interpolation=cv2.INTER_AREA).astype(
        np.uint8, copy=False
    )
