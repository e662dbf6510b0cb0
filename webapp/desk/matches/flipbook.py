"""How do the last looks before a finish become one small moving picture?"""

from __future__ import annotations

import io
from collections.abc import Sequence

from PIL import Image

MAX_PICTURES = 12
MAX_BYTES = 100_000
MAX_SIZE = (256, 144)
"""Pixels, as previews have them."""
QUALITIES = (60, 40, 20)
PICTURE_MILLISECONDS, LAST_MILLISECONDS = 350, 1500
LOOPS = 3
"""Then it rests on the last picture: what moves for ever distracts from everything else on a page."""


def flipbook(looks: Sequence[bytes]) -> bytes | None:
    """An animated WebP of at most ``MAX_BYTES``; nothing of fewer than two pictures.

    ``looks`` are JPEGs, the oldest first. One that is no picture is left out, and every other one where they would
    weigh too much.
    """
    pictures = [picture for picture in map(_picture, looks[-MAX_PICTURES:]) if picture]
    while len(pictures) > 1:
        for quality in QUALITIES:
            packed = _packed([_of_size(each, pictures[-1].size) for each in pictures], quality)
            if len(packed) <= MAX_BYTES:
                return packed
        pictures = pictures[::-2][::-1]  # the last one stays
    return None


def _picture(jpeg: bytes) -> Image.Image | None:
    try:
        with Image.open(io.BytesIO(jpeg), formats=("JPEG",)) as opened:
            opened.thumbnail(MAX_SIZE)
            return opened.convert("RGB")
    except (OSError, ValueError, Image.DecompressionBombError):
        return None


def _of_size(picture: Image.Image, size: tuple[int, int]) -> Image.Image:
    """A stream may change its shape; a moving picture cannot."""
    return picture if picture.size == size else picture.resize(size)


def _packed(pictures: list[Image.Image], quality: int) -> bytes:
    """Key frames only: of a few pictures that differ much they take no more room, and a third less time."""
    packed = io.BytesIO()
    pictures[0].save(
        packed,
        "WEBP",
        save_all=True,
        append_images=pictures[1:],
        duration=[*[PICTURE_MILLISECONDS] * (len(pictures) - 1), LAST_MILLISECONDS],
        loop=LOOPS,
        quality=quality,
        method=2,
        kmin=1,
        kmax=1,
    )
    return packed.getvalue()
