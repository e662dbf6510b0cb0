"""How is YouTube's daily quota spread over the day?

Google's pages disagree about the price of a search: https://developers.google.com/youtube/v3/determine_quota_cost names
100 searches a day in a quota of their own beside 10,000 units for all else, its translations and many copies name 100
units out of one quota of 10,000. What is spent here keeps within both (docs/decisions.md, 47).
"""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Literal, Protocol
from zoneinfo import ZoneInfo

from workers.discover.platforms import PlatformFailed

Kind = Literal["search", "follow", "names", "asked"]
"""``follow``: the details of videos that were found; ``names``: the channels that admins name; ``asked``: channels that
are named for the first time, as strangers may do: they cost the others nothing."""
DAY_UNITS = 10_000
SEARCH_UNITS = 100
SHARES: dict[Kind, int] = {"search": 8_400, "follow": 800, "names": 500, "asked": 200}
"""Units a day for each. What is left over is for requests that others make with the same key."""
LEAST_SECONDS: dict[Kind, float] = {"search": 300.0, "follow": 60.0, "names": 300.0, "asked": 0.0}
"""However much is left, no kind is asked more often."""
PACIFIC = ZoneInfo("America/Los_Angeles")
"""Quotas begin anew at its midnight."""


class Ledger(Protocol):
    """The part of the store that remembers."""

    def spend_quota(self, platform: str, day: str, kind: str, units: int) -> None: ...
    def quota_spent(self, platform: str, day: str) -> dict[str, int]: ...
    def platform_memory(self, name: str) -> str: ...
    def put_platform_memory(self, name: str, memory: str) -> None: ...


class Quota:
    """What is spent is noted before the request leaves, so that a process that dies has not asked for nothing."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def units_left(self, now: float) -> int:
        """Of the whole day, as we reckon."""
        spent = self._ledger.quota_spent("youtube", quota_day(now))
        return max(0, DAY_UNITS - sum(spent.values()))

    def left(self, kind: Kind, now: float) -> int:
        """Units of its share."""
        spent = self._ledger.quota_spent("youtube", quota_day(now))
        return max(0, SHARES[kind] - spent.get(kind, 0))

    def wait(self, kind: Kind, units: int, now: float) -> float:
        """Seconds between two questions that cost so much, so that they last until the day ends."""
        until_reset, left = resets_at(now) - now, self.left(kind, now)
        if left < units:
            return until_reset
        return min(until_reset, max(LEAST_SECONDS[kind], until_reset * units / left))

    def spend(self, kind: Kind, units: int, now: float) -> None:
        """Raises ``PlatformFailed`` when its share is used up."""
        if self.left(kind, now) < units:
            raise used_up(now)
        self._ledger.spend_quota("youtube", quota_day(now), kind, units)

    def end(self, kind: Kind, now: float) -> None:
        """YouTube says that nothing is left of it."""
        self._ledger.spend_quota("youtube", quota_day(now), kind, self.left(kind, now))


def used_up(now: float) -> PlatformFailed:
    at = datetime.fromtimestamp(resets_at(now), ZoneInfo("UTC"))
    return PlatformFailed(f"YouTube's quota for today is used up; it resets at {at:%H:%M} UTC.")


def quota_day(now: float) -> str:
    """The date of the quota, ``2026-11-27``."""
    return datetime.fromtimestamp(now, PACIFIC).date().isoformat()


def resets_at(now: float) -> float:
    """When the day after it begins, epoch seconds; days have 23 to 25 hours."""
    day = datetime.fromtimestamp(now, PACIFIC).date() + timedelta(days=1)
    return datetime.combine(day, time(), PACIFIC).timestamp()
