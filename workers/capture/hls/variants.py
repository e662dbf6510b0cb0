"""Which rendition of a stream does a reader need?"""

from __future__ import annotations

from collections.abc import Iterable

from workers.capture.hls.records import Variant

WANTED_HEIGHT = 720
MIN_HEIGHT = 480
"""Of 46 real frames the players alive were right on 46 at 1080p and 720p, on 42 to 45 at 480p, on 27 to 31 at 360p."""
SHARP_BANDWIDTH = {"h264": 2_000_000, "hevc": 1_400_000, "av1": 1_200_000}
"""Bits per second from which the digits of a HUD stay sharp at 720p; those of H.265 and AV1 are estimates.
``make bench-codecs`` reads the arena without a gap at half of the first."""
_PIXEL_COSTS = {"h264": 0.3, "hevc": 2.0, "av1": 2.3, "other": 10.0}
"""CPU to decode a picture, by its pixels and by what H.264 takes for all of it (``make bench-codecs``): of H.264 the
upper rows are decoded alone. What is unknown may not be decoded at all."""
_MAX_COST = _PIXEL_COSTS["hevc"] * 1080**2
"""More is not worth the frames that 480p loses."""


def choose(variants: Iterable[Variant]) -> Variant | None:
    """The first of ``by_preference``; ``None``: sound alone."""
    return next(iter(by_preference(variants)), None)


def by_preference(variants: Iterable[Variant]) -> list[Variant]:
    """Those with a picture: what reads well first, and of that what is decoded most cheaply.

    Then 480p and more, then what reads well and costs too much, what may be of any height, and what is smaller. Of
    equal heights those with enough bits to be sharp come first. Portrait renditions are last.
    """
    return sorted((variant for variant in variants if not variant.audio_only), key=_distance)


def _distance(variant: Variant) -> tuple[bool, int, int, bool, float, int]:
    """Smaller is better: how it reads, how much is missing in height, how sharp, how dear to decode, how many bits."""
    height, bandwidth, codec = variant.height, variant.bandwidth, variant.codec or "h264"
    sharp = bandwidth >= SHARP_BANDWIDTH.get(codec, SHARP_BANDWIDTH["h264"])
    cost = _PIXEL_COSTS[codec] * (height or WANTED_HEIGHT) ** 2
    if height >= WANTED_HEIGHT:
        reads = 0 if cost <= _MAX_COST else 2
    elif height >= MIN_HEIGHT:
        reads = 1
    else:
        reads = 4 if height else 3
    missing = WANTED_HEIGHT - min(height, WANTED_HEIGHT) if height else 0
    bits = bandwidth if sharp else -bandwidth
    return variant.portrait, reads, missing, not sharp, cost, bits
