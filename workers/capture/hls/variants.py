"""Which rendition of a stream does a reader need?"""

from __future__ import annotations

from collections.abc import Sequence

from workers.capture.hls.records import Variant

WANTED_HEIGHT = 720
MIN_HEIGHT = 480


def choose(variants: Sequence[Variant]) -> Variant | None:
    """720p, else the next smaller one down to 480p, else the smallest larger one; ``None``: sound alone.

    Where heights are not said, the bit rate decides: the leanest of at least 2 Mbit/s.
    """
    pictures = [variant for variant in variants if not variant.audio_only]
    pictures = [variant for variant in pictures if not variant.portrait] or pictures
    return min(pictures, key=_distance, default=None)


def _distance(variant: Variant) -> tuple[int, int, int]:
    """Smaller is better: which class, how far off in it, how many bits."""
    height, bandwidth = variant.height, variant.bandwidth
    if MIN_HEIGHT <= height <= WANTED_HEIGHT:
        return 0, WANTED_HEIGHT - height, bandwidth
    if height > WANTED_HEIGHT:
        return 1, height, bandwidth
    if height:
        return 3, -height, bandwidth
    return (
        2,
        (0 if bandwidth >= 2_000_000 else 1),
        bandwidth if bandwidth >= 2_000_000 else -bandwidth,
    )
