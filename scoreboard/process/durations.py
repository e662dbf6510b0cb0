"""Into which buckets are the durations of steps counted?"""

from __future__ import annotations

from bisect import bisect_left

BOUNDS_SECONDS = (
    0.001,
    0.0025,
    0.005,
    0.01,
    0.025,
    0.05,
    0.1,
    0.25,
    0.5,
    1.0,
    2.5,
    5.0,
    10.0,
    30.0,
)
"""Upper ends; what took longer counts into one more bucket."""
_NAMES = (*map(str, BOUNDS_SECONDS), "+Inf")


def bucket(seconds: float) -> str:
    """The upper end of the bucket of a duration, as Prometheus writes it."""
    return _NAMES[bisect_left(BOUNDS_SECONDS, seconds)]


def cumulated(counts: dict[str, int]) -> list[tuple[str, int]]:
    """How many durations lie at or under each bound, from how many lie in each bucket."""
    total, rows = 0, []
    for name in _NAMES:
        total += counts.get(name, 0)
        rows.append((name, total))
    return rows
