"""Which rendition of a stream does a reader need?"""

from __future__ import annotations

from collections.abc import Iterable

from workers.capture.hls.records import Variant

WANTED_HEIGHT = 720
MIN_HEIGHT = 480
SHARP_BANDWIDTH = 2_000_000
"""Bits per second from which the digits of a HUD stay sharp at 720p."""


def choose(variants: Iterable[Variant]) -> Variant | None:
    """The first of ``by_preference``; ``None``: sound alone."""
    return next(iter(by_preference(variants)), None)


def by_preference(variants: Iterable[Variant]) -> list[Variant]:
    """Those with a picture: 720p, then smaller ones down to 480p, then larger ones, the nearest first.

    Of equal heights, and where heights are not known, the bit rate decides: the leanest of at least 2 Mbit/s. Portrait
    renditions are last.
    """
    return sorted((variant for variant in variants if not variant.audio_only), key=_distance)


def _distance(variant: Variant) -> tuple[bool, int, int, bool, int]:
    """Smaller is better: which class, how far off in it, how many bits."""
    height, bandwidth = variant.height, variant.bandwidth
    sharp = bandwidth >= SHARP_BANDWIDTH
    if MIN_HEIGHT <= height <= WANTED_HEIGHT:
        return variant.portrait, 0, WANTED_HEIGHT - height, not sharp, bandwidth
    if height > WANTED_HEIGHT:
        return variant.portrait, 1, height, not sharp, bandwidth
    if height:
        return variant.portrait, 3, -height, not sharp, bandwidth
    return variant.portrait, 2, 0, not sharp, bandwidth if sharp else -bandwidth
