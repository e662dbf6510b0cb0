"""Which codec is a rendition's picture in?"""

from __future__ import annotations

from collections.abc import Iterable

_SOUND = ("mp4a", "mp3", "ac-3", "ec-3", "ac-4", "opus", "flac", "alac", "dts")
_PICTURE = {"avc1": "h264", "avc3": "h264", "hvc1": "hevc", "hev1": "hevc", "av01": "av1"}
"""Sample entries as CODECS names them (RFC 6381, 3.3; ISO/IEC 14496-15; AV1 in ISOBMFF, 5)."""


def picture_codec(names: Iterable[str]) -> str | None:
    """``h264``, ``hevc``, ``av1``, or ``other``; empty when nothing is said, ``None`` when all of it is sound."""
    said = [name.strip().lower() for name in names if name.strip()]
    pictures = [name for name in said if not name.startswith(_SOUND)]
    if not pictures:
        return None if said else ""
    return _PICTURE.get(pictures[0][:4], "other")
