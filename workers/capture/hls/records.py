"""What is a live stream made of in HLS?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Span:
    """Bytes of a file: from ``start``, ``length`` of them; ``None``: to its end."""

    start: int = 0
    length: int | None = None


@dataclass(frozen=True, slots=True)
class Cipher:
    method: str
    url: str
    iv: bytes | None


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of video."""

    url: str
    number: int
    duration_seconds: float
    broadcast_at: float | None = None
    """When its first frame was broadcast."""
    ad: bool = False
    span: Span = Span()
    cipher: Cipher | None = None
    head: tuple[str, Span] | None = None
    """fMP4: the file that describes the tracks."""
    head_cipher: Cipher | None = None
    """The key and IV in force before EXT-X-MAP (RFC 8216, 4.3.2.5)."""


@dataclass(frozen=True, slots=True)
class MediaPlaylist:
    target_seconds: float
    newest: tuple[Segment, ...]
    """The last few, or all where they were asked for; the newest at the end."""
    ended: bool


@dataclass(frozen=True, slots=True)
class Variant:
    """One rendition of a stream."""

    url: str
    height: int
    """In pixels; 0 when it is not said."""
    bandwidth: int
    audio_only: bool
    portrait: bool = False
    codec: str = ""
    """Of the picture: h264, hevc, av1, ``other``; empty when it is not said."""
    variables: Mapping[str, str] = field(default_factory=dict)
    """Of the master playlist, which its media playlists may import (EXT-X-DEFINE)."""
