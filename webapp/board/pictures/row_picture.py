"""How does a stream's small picture look as small as a row? Made when asked for: most are in nobody's sight."""

from __future__ import annotations

import io
from functools import lru_cache

from PIL import Image

WIDTHS = (80, 160)
"""Pixels: a row's picture on usual screens and on dense ones."""
QUALITY = 60


@lru_cache(maxsize=1024)
def row_webp(jpeg: bytes, width: int) -> bytes | None:
    """Fitted into ``width`` by nine sixteenths of it; nothing when ``jpeg`` is no picture."""
    packed = io.BytesIO()
    try:
        with Image.open(io.BytesIO(jpeg), formats=("JPEG",)) as picture:
            picture.thumbnail((width, width * 9 // 16))
            picture.save(packed, "WEBP", quality=QUALITY)
    except (OSError, ValueError):
        return None
    return packed.getvalue()
