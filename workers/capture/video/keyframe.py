"""What is a picture that is decoded without any other?"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Keyframe:
    """One coded picture."""

    codec: str
    data: bytes
    offset_seconds: float = 0.0
    """After the segment's first picture."""
    ends_at: int = 0
    """How many bytes of the segment it took."""
    setup: bytes = b""
    """What the decoder must know beforehand; empty when the keyframe itself says it."""
