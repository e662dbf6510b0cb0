"""How is a preview scaled to a row? On request: most rows are not visible to anybody."""

from __future__ import annotations

import io
from functools import lru_cache

from PIL import Image

WIDTHS = (80, 160)
"""Pixels: a row's picture on usual screens and on dense ones."""
QUALITY = 45
METHOD = 6
"""Of 0 to 6, how long WebP looks for a smaller file: 1.5 ms, once for all viewers, for 6 % less than by default."""


@lru_cache(maxsize=1024)
def row_webp(jpeg: bytes, width: int) -> bytes | None:
    """Fitted into ``width`` by nine sixteenths of it; nothing when ``jpeg`` is no picture."""
    packed = io.BytesIO()
    try:
        with Image.open(io.BytesIO(jpeg), formats=("JPEG",)) as picture:
            picture.thumbnail((width, width * 9 // 16))
            picture.save(packed, "WEBP", quality=QUALITY, method=METHOD)
    except (OSError, ValueError):
        return None
    return packed.getvalue()
