"""Is an upload an image, and nothing else?"""

from __future__ import annotations

import io
import warnings
import zipfile

from PIL import Image

MAX_BYTES = 15_000_000
MAX_PIXELS = 5120 * 2880
MIN_WIDTH, MIN_HEIGHT = 320, 180
MAX_WIDTH_PIXELS = 1920
FORMATS = ("PNG", "JPEG", "WEBP")
_FOREIGN = (b"<script", b"<?php", b"<html", b"%PDF-")
"""Long enough that no compressed picture holds one by chance: three bytes stand in every tenth of two megabytes."""
_QUALITY = 92


class PictureRefused(ValueError):
    """The sentence says why."""


def frame_from(packed: bytes) -> tuple[bytes, int, int]:
    """A JPEG of the picture's brightness, its width and height; encoded again, so nothing of the upload itself is kept.

    Raises ``PictureRefused``.
    """
    if len(packed) > MAX_BYTES:
        raise PictureRefused(
            f"The file has {len(packed) / 1e6:,.1f} MB; the limit is {MAX_BYTES / 1e6:.0f} MB."
        )
    _check_kind(packed)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            picture = _decoded(packed)
        except PictureRefused:
            raise
        except Exception:  # a decoder raises whatever it likes on hostile bytes
            raise PictureRefused("The image is damaged.") from None
    if picture.width > MAX_WIDTH_PIXELS:
        size = (MAX_WIDTH_PIXELS, round(picture.height * MAX_WIDTH_PIXELS / picture.width))
        picture = picture.resize(size, Image.Resampling.BOX)
    made = io.BytesIO()
    picture.save(made, "JPEG", quality=_QUALITY)
    return made.getvalue(), picture.width, picture.height


def _check_kind(packed: bytes) -> None:
    """By its bytes, never by its name."""
    start = packed[:300].lstrip().lower()
    if b"<svg" in start or start.startswith((b"<?xml", b"<")):
        raise PictureRefused(
            "The file is text such as SVG or HTML, not an image. Use PNG, JPEG or WebP."
        )
    if packed.startswith(b"PK\x03\x04"):
        raise PictureRefused("The file is a zip archive, whatever its name. Use PNG, JPEG or WebP.")
    ends = {b"\x89PNG": b"IEND\xaeB`\x82", b"\xff\xd8\xff": b"\xff\xd9"}
    end = next((end for magic, end in ends.items() if packed.startswith(magic)), b"")
    webp = packed.startswith(b"RIFF") and packed[8:12] == b"WEBP"
    if not end and not webp:
        raise PictureRefused("Unknown image format. Use PNG, JPEG or WebP.")
    whole = (
        packed.endswith(end) if end else len(packed) == int.from_bytes(packed[4:8], "little") + 8
    )
    if (
        not whole
        or zipfile.is_zipfile(io.BytesIO(packed))
        or any(sign in packed for sign in _FOREIGN)
    ):
        raise PictureRefused("The file is damaged or contains more than an image.")


def _decoded(packed: bytes) -> Image.Image:
    with Image.open(io.BytesIO(packed), formats=FORMATS) as image:
        if image.width * image.height > MAX_PIXELS:
            raise PictureRefused(f"The image is too large: {image.width} x {image.height} pixels.")
        if image.width < MIN_WIDTH or image.height < MIN_HEIGHT:
            raise PictureRefused(
                f"The image is too small for a frame: {image.width} x {image.height} pixels."
            )
        if getattr(image, "n_frames", 1) > 1:
            raise PictureRefused("The image is animated. Use a single frame.")
        return image.convert("L")
