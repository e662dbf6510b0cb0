"""How does a surface get its grain?"""

import cv2
import numpy as np
from numpy.typing import NDArray

from arena.scenery.palette import Colour

Picture = NDArray[np.uint8]
Share = NDArray[np.float32]


def grain(
    rng: np.random.Generator, width: int, height: int, *, coarsest: int = 4, roughness: float = 0.6
) -> Share:
    """Cloudy noise between 0 and 1, from `coarsest` blobs across down to a few pixels."""
    total = np.zeros((height, width), np.float32)
    weight, across = 1.0, coarsest
    while across < width // 2:
        small = rng.random((max(2, across * height // width), across), np.float32)
        total += cv2.resize(small, (width, height), interpolation=cv2.INTER_CUBIC) * weight
        weight, across = weight * roughness, across * 2
    low, high = float(total.min()), float(total.max())
    return (total - low) / (high - low)


def blend(low: Colour, high: Colour, share: Share) -> Picture:
    """RGB in, BGR picture out; where share is 0 the first colour, where it is 1 the second."""
    first, second = np.array(low[::-1], np.float32), np.array(high[::-1], np.float32)
    mixed: Share = first + (second - first) * share[..., None]
    return np.clip(mixed, 0, 255).astype(np.uint8)


def shade(picture: Picture, light: Share) -> Picture:
    lit: Share = picture * light[..., None]
    return np.clip(lit, 0, 255).astype(np.uint8)
