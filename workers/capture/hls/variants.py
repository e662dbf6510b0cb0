"""Which rendition of a stream does a reader need?"""

from __future__ import annotations

from collections.abc import Iterable

from workers.capture.hls.records import Variant

WANTED_HEIGHT = 720
MIN_HEIGHT = 480
SHARP_BANDWIDTH = {"h264": 2_000_000, "hevc": 1_400_000, "av1": 1_200_000}
"""Bits per second from which the digits of a HUD stay sharp at 720p; those of H.265 and AV1 are estimates.
``make bench-codecs`` reads the arena without a gap at half of the first."""
_CODECS = ("h264", "hevc", "av1", "other")
"""What costs least to decode first."""


def choose(variants: Iterable[Variant]) -> Variant | None:
    """The first of ``by_preference``; ``None``: sound alone."""
    return next(iter(by_preference(variants)), None)


def by_preference(variants: Iterable[Variant]) -> list[Variant]:
    """Those with a picture: 720p, then smaller ones down to 480p, then larger ones, the nearest first.

    Of equal heights, and where heights are not known, those with enough bits to be sharp come first; of these, what is
    decoded most cheaply, then the leanest. Portrait renditions are last.
    """
    return sorted((variant for variant in variants if not variant.audio_only), key=_distance)


def _distance(variant: Variant) -> tuple[bool, int, int, bool, int, int]:
    """Smaller is better: which class, how far off in it, how sharp, how dear to decode, how many bits."""
    height, bandwidth, codec = variant.height, variant.bandwidth, variant.codec or _CODECS[0]
    sharp = bandwidth >= SHARP_BANDWIDTH.get(codec, SHARP_BANDWIDTH["h264"])
    cost = not sharp, _CODECS.index(codec), bandwidth if sharp or height else -bandwidth
    if MIN_HEIGHT <= height <= WANTED_HEIGHT:
        return variant.portrait, 0, WANTED_HEIGHT - height, *cost
    if height > WANTED_HEIGHT:
        return variant.portrait, 1, height, *cost
    if height:
        return variant.portrait, 3, -height, *cost
    return variant.portrait, 2, 0, *cost
