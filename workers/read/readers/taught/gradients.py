"""Which way does brightness change at each pixel, whatever the contrast?"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from workers.look.look import Gray

Gradients = NDArray[np.float32]
"""Shape (height, width, 2): across and down, together no longer than 1."""

FAINT = 6.0
"""Gray levels a pixel that count half: an encoder's noise is less, the faintest icon's edge is more."""
SOFT_PIXELS = 0.7


def gradients(picture: Gray) -> Gradients:
    """Directions more than lengths: a faint edge of an icon says nearly as much as a plain one."""
    soft = cv2.GaussianBlur(picture, (5, 5), SOFT_PIXELS)
    across = cv2.Sobel(soft, cv2.CV_32F, 1, 0, ksize=3, scale=1 / 8)
    down = cv2.Sobel(soft, cv2.CV_32F, 0, 1, ksize=3, scale=1 / 8)
    length = cv2.magnitude(across, down)
    length += FAINT / 3
    cv2.divide(across, length, across)
    cv2.divide(down, length, down)
    return cv2.merge((across, down)).astype(np.float32, copy=False)
