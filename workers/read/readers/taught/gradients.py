"""Which way do edges run at each pixel, whatever the contrast, and whichever side is brighter?"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from workers.look.look import Gray

Gradients = NDArray[np.float32]
"""Shape (height, width, 2): the direction of the gradient with its angle doubled, no longer than 1.

Opposite directions are one: a half transparent plate is darker than what is behind it, or, in the night, brighter.
Doubling: Bigun and Granlund, Optimal orientation detection of linear symmetry, 1987.
"""

FAINT = 6.0
"""Gray levels a pixel that count half: an encoder's noise is less, the faintest icon's edge is more."""
SOFT_PIXELS = 0.7


def gradients(picture: Gray) -> Gradients:
    """Of a picture of shape (height, width). A faint edge of an icon says nearly as much as a plain one."""
    soft = cv2.GaussianBlur(picture, (5, 5), SOFT_PIXELS)
    across = cv2.Sobel(soft, cv2.CV_32F, 1, 0, ksize=3, scale=1 / 8)
    down = cv2.Sobel(soft, cv2.CV_32F, 0, 1, ksize=3, scale=1 / 8)
    length = cv2.magnitude(across, down)
    weight = 1 / ((length + FAINT / 3) * (length + 1e-6))
    twice = across * across - down * down, 2 * across * down
    return cv2.merge((twice[0] * weight, twice[1] * weight)).astype(np.float32, copy=False)
