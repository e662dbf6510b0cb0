"""How is a layer laid over a picture that is ready to be encoded?"""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from arena.clips.encode import HEIGHT, WIDTH
from arena.hud.canvas import Overlay

Planes = NDArray[np.uint8]


@dataclass(frozen=True)
class _Plane:
    rows: slice
    columns: slice
    light: NDArray[np.uint16]
    keep: NDArray[np.uint16]


class Layer:
    """An overlay in the encoder's own planes, prepared once and laid over many pictures."""

    def __init__(self, overlay: Overlay) -> None:
        height, width = overlay.opacity.shape
        planes = to_planes(overlay.colour)
        shrunk = cv2.resize(
            overlay.opacity, (width // 2, height // 2), interpolation=cv2.INTER_AREA
        )
        small = np.asarray(shrunk, np.float32)
        quarter = height * width // 4
        flat = planes.reshape(-1)
        self._luma = _plane(
            flat[: 4 * quarter].reshape(height, width), overlay.opacity, overlay.x, overlay.y
        )
        self._chroma = tuple(
            _plane(part.reshape(height // 2, width // 2), small, overlay.x // 2, overlay.y // 2)
            for part in (flat[4 * quarter : 5 * quarter], flat[5 * quarter :])
        )

    def lay(self, planes: Planes) -> None:
        """Changes the picture in place."""
        luma, *chroma = split(planes)
        _mix(luma, self._luma)
        for plane, layer in zip(chroma, self._chroma, strict=True):
            _mix(plane, layer)


def to_planes(picture: NDArray[np.uint8]) -> Planes:
    """A BGR picture as the encoder wants it: brightness, then the two colours at half the size."""
    return np.asarray(cv2.cvtColor(picture, cv2.COLOR_BGR2YUV_I420), np.uint8)


def split(planes: Planes) -> tuple[Planes, Planes, Planes]:
    """The brightness and the two colour planes of a picture, as views of it."""
    half, quarter = (HEIGHT // 2, WIDTH // 2), HEIGHT // 4
    blue, red = planes[HEIGHT : HEIGHT + quarter], planes[HEIGHT + quarter :]
    return planes[:HEIGHT], blue.reshape(half), red.reshape(half)


def _plane(light: NDArray[np.uint8], opacity: NDArray[np.float32], x: int, y: int) -> _Plane:
    height, width = min(light.shape[0], HEIGHT - y), min(light.shape[1], WIDTH - x)
    cover = np.round(opacity[:height, :width] * 256).astype(np.uint16)
    return _Plane(
        slice(y, y + height), slice(x, x + width), light[:height, :width] * cover + 128, 256 - cover
    )


def _mix(plane: Planes, layer: _Plane) -> None:
    under = plane[layer.rows, layer.columns]
    under[:] = (under * layer.keep + layer.light) >> 8
