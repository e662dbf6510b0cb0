"""Is this file a picture we can read?  Checked once, before a pixel of it is decoded."""

from __future__ import annotations

import struct
import warnings
from pathlib import Path

import cv2
import numpy as np
from PIL import Image

from workers.look.look import Gray

MAX_BYTES = 40_000_000
MAX_PIXELS = 5120 * 2880
_PNG, _PNG_SIZE = b"\x89PNG\r\n\x1a\n", struct.Struct(">II")
FORMATS = ("PNG", "JPEG", "WEBP", "BMP")


class NotAPicture(Exception):
    """Says in one sentence why a file is not read."""


def load(path: Path) -> Gray:
    """The brightness of the picture in ``path``, shape (height, width). Raises ``NotAPicture``."""
    try:
        if path.stat().st_size > MAX_BYTES:
            raise NotAPicture(f"the file is larger than {MAX_BYTES // 1_000_000} MB")
        packed = path.read_bytes()
    except OSError as error:
        raise NotAPicture(f"the file cannot be read: {error.strerror or error}") from error
    if packed[:8] == _PNG and len(packed) >= _PNG_SIZE.size + 16:
        _check_size(*_PNG_SIZE.unpack_from(packed, 16))
    _check_header(path)
    if packed[:2] == b"\xff\xd8" and b"\xff\xd9" not in packed[-64:]:
        raise NotAPicture("the image is truncated")
    picture = cv2.imdecode(np.frombuffer(packed, np.uint8), cv2.IMREAD_GRAYSCALE)
    if picture is None:
        raise NotAPicture("the image is damaged")
    return picture.astype(np.uint8, copy=False)


def _check_header(path: Path) -> None:
    """Refuse what is no still picture, or too large, by its first bytes alone."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)
        try:
            with Image.open(path) as image:
                kind, (width, height), frames = (
                    image.format,
                    image.size,
                    getattr(image, "n_frames", 1),
                )
        except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
            too_large = isinstance(error, Image.DecompressionBombError)
            raise NotAPicture(
                "the picture is too large" if too_large else "the file is not a supported image"
            ) from error
    if kind not in FORMATS or frames > 1:
        raise NotAPicture(
            f"a{'n animated' if frames > 1 else ''} {kind} is not a frame; give {', '.join(FORMATS)}"
        )
    _check_size(width, height)


def _check_size(width: int, height: int) -> None:
    if width * height > MAX_PIXELS:
        raise NotAPicture(f"the picture is too large: {width} x {height} pixels")
