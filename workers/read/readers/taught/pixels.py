"""How are the pixels of a sign kept as text?"""

from __future__ import annotations

import base64

import numpy as np
from numpy.typing import NDArray

Gradients = NDArray[np.float32]


def planes(pixels: str, height: int, width: int) -> tuple[Gradients, Gradients]:
    """The gradients, shape (height, width, 2), and how much each pixel counts, shape (height, width), 0 to 1."""
    raw = np.frombuffer(base64.b64decode(pixels), np.uint8)
    three = raw.reshape(-1, height, width).astype(np.float32)
    directions = np.moveaxis(three[:2], 0, 2)
    return np.ascontiguousarray((directions - 128) / 127), three[2] / 255


def packed(directions: Gradients, weights: Gradients) -> str:
    """The pixels of a sign, as ``Sign`` holds them."""
    across, down = np.clip(np.round(np.moveaxis(directions, 2, 0) * 127 + 128), 0, 255)
    counted = np.clip(np.round(weights * 255), 0, 255)
    return base64.b64encode(np.stack([across, down, counted]).astype(np.uint8).tobytes()).decode()
