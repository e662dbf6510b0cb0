"""Has this address sent too many requests?"""

from __future__ import annotations

from dataclasses import dataclass

REQUESTS_A_SECOND = 20.0
BURST = 100.0
ADDRESSES_KEPT = 10_000


@dataclass(slots=True)
class _Bucket:
    left: float
    at: float


class Throttle:
    """Each address may send ``BURST`` requests at once and ``REQUESTS_A_SECOND`` in the long run, to this process."""

    def __init__(self) -> None:
        self._buckets: dict[str, _Bucket] = {}

    def seconds_to_wait(self, address: str, now: float) -> float:
        """0 when the request is let in; ``now`` in seconds of any clock that never goes back."""
        bucket = self._buckets.get(address)
        if bucket is None:
            self._make_room(now)
            bucket = self._buckets[address] = _Bucket(BURST, now)
        bucket.left = min(BURST, bucket.left + (now - bucket.at) * REQUESTS_A_SECOND)
        bucket.at = now
        if bucket.left < 1:
            return (1 - bucket.left) / REQUESTS_A_SECOND
        bucket.left -= 1
        return 0.0

    def _make_room(self, now: float) -> None:
        """Forget the addresses that have their whole burst again; all of them when that is not enough."""
        if len(self._buckets) < ADDRESSES_KEPT:
            return
        rested = now - BURST / REQUESTS_A_SECOND
        self._buckets = {
            address: bucket for address, bucket in self._buckets.items() if bucket.at > rested
        }
        if len(self._buckets) >= ADDRESSES_KEPT:
            self._buckets.clear()
